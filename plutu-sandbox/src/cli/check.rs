//! `check`: attacks a merchant's shop in any language, and reports what the shop believed.

use std::fs;
use std::io;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Uri;
use tokio::net::TcpListener;

use crate::builder::SandboxBuilder;
use crate::check;
use crate::check::AddressOrCommand;
use crate::check::Again;
use crate::check::Common;
use crate::check::Config;
use crate::check::Limits;
use crate::check::Probe;
use crate::check::ProbeOutcome;
use crate::check::Report;
use crate::check::Shop;
use crate::check::ShopProcess;
use crate::check::Way;
use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::keys::KeyFile;
use crate::cli::progress::Progress;
use crate::cli::style;
use crate::gateway::Gateway;
use crate::gateway::Gateways;
use crate::own::Answers;
use crate::sandbox::Sandbox;
use crate::shell;
use crate::visible;

/// Attacks your shop, in whatever language it is written, before others do.
///
/// It simulates Plutu and the payer, starts the shop, and lets it take payments. Some are genuine,
/// some are forged, and some are interrupted. The exit code is 0 without findings, 1 with findings,
/// and 2 if the check could not be carried out.
///
/// WHAT is an address, or a command for the shell. It may contain placeholders: `{amount}` and
/// `{order_no}` of the order, which the check chooses, `{port}` of the shop, and the name of the
/// `{gateway}`. `{invoice_no}` is the same number as `{order_no}`, except in --paid for a gateway
/// with a payment page: there it is the number in the shop's own request to Plutu. For such a
/// gateway, --paid also has `{return_url}`, the address that the shop gave for the payer's return.
/// --code, --again, --paid and --failed also have `{started}`: the output of --start, or the
/// address where it ended. In a command, `${name}` is a variable of the shell.
#[derive(Clone, clap::Args)]
pub(super) struct Check {
    /// The gateway that the shop pays with. If the file of --config has several, this chooses one
    #[arg(long)]
    gateway: Option<String>,
    /// The command that starts the shop. Its environment has `PLUTU_BASE_URL`, `PLUTU_API_KEY`,
    /// `PLUTU_ACCESS_TOKEN`, `PLUTU_SECRET_KEY` and PORT, and also `PHP_CLI_SERVER_WORKERS=8`
    /// unless you set it, so that `php -S` answers several requests at a time. Without --run, the
    /// check attacks a shop that is already running with the credentials that `serve` stores
    #[arg(long, value_name = "CMD")]
    run: Option<String>,
    /// The port at which a shop that is already running expects the sandbox
    #[arg(long, default_value_t = PORT, conflicts_with = "run")]
    port: u16,
    /// Starts a payment, and redirects to the payment page or prints its address
    #[arg(long, value_name = "WHAT")]
    start: Option<String>,
    /// Enters the one-time password `{code}`, for gateways that have one
    #[arg(long, value_name = "WHAT")]
    code: Option<String>,
    /// Starts another payment for the same order, for gateways with one-time passwords. Without it,
    /// --start is used if it has `{invoice_no}` or `{order_no}`. The shop may refuse it in any way
    /// except with 404 or 405, which are taken for a misspelled address
    #[arg(long, value_name = "WHAT")]
    again: Option<String>,
    /// Reports whether an order is paid: 2xx or exit code 0 for yes, 404 or exit code 1 for no. In
    /// a JSON object, the number `paid` says how often
    #[arg(long, value_name = "WHAT")]
    paid: Option<String>,
    /// Reports whether the shop calls an order failed: 2xx or exit code 0 for yes, 404 or exit code
    /// 1 for no
    #[arg(long, value_name = "WHAT")]
    failed: Option<String>,
    /// The amount that `{amount}` stands for; 12.50 unless given
    #[arg(long)]
    amount: Option<String>,
    /// A TOML file with these options, with headers, and with several gateways. The command line
    /// overrides it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Prints such a file, with comments
    #[arg(long)]
    init: bool,
    /// Runs only these probes; may be given several times
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = probe)]
    only: Vec<&'static str>,
    /// Leaves these probes out; may be given several times
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = probe)]
    skip: Vec<&'static str>,
    /// A host other than this machine where the shop may be, over plain http; may be given several
    /// times. Nothing is ever sent to Plutu
    #[arg(long, value_name = "NAME", value_parser = host)]
    allow_host: Vec<String>,
    /// How long the shop may take for each answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = PATIENCE, value_parser = clap::value_parser!(u64).range(1..=600))]
    patience: u64,
    /// How long Plutu takes for a reply that is late, in seconds. The probes of late replies only
    /// say something if this is more than the shop waits
    #[arg(long, value_name = "SECONDS", default_value_t = LATE, value_parser = clap::value_parser!(u64).range(1..=900))]
    late: u64,
    /// Prints a JSON object
    #[arg(long)]
    json: bool,
    /// Writes a report in `JUnit` XML as well
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Lists the probes, or those of --gateway if it is given
    #[arg(long)]
    list: bool,
    /// Says what a probe does, which harm it shows, and what the cure is
    #[arg(long, value_name = "NAME", value_parser = probe)]
    explain: Option<&'static str>,
}

/// What a check does, after the command line and the file were read.
struct Plan {
    run: Option<String>,
    ways: Vec<(Gateway, Way)>,
}

pub(super) fn run(
    check: &Check,
    program: &str,
    gateways: Gateways,
    answers: Answers,
) -> Result<ExitCode, Failure> {
    if let Some(name) = check.explain {
        return print(&explained(name));
    }
    if check.init {
        return print(check::EXAMPLE);
    }
    let config = check.config()?;
    let chosen = check.gateways(&config, &gateways)?;
    if check.list {
        return print(&listed(&chosen));
    }
    let plan = check.plan(&config, &chosen)?;
    let again = check.again(program, plan.run.is_some());
    match check.attack(plan, gateways, answers) {
        Ok(report) => check.report(&report, &again),
        Err(failure) => Ok(not_carried_out(&failure.to_string())),
    }
}

impl Check {
    fn config(&self) -> Result<Config, Failure> {
        let Some(path) = &self.config else {
            return Ok(Config::default());
        };
        let text = fs::read_to_string(path).map_err(|error| {
            let path = path.display();
            invalid("--config")(format!("cannot read {path}: {error}"))
        })?;
        Config::read(&text).map_err(invalid("--config"))
    }

    /// The gateways of the command line and of the file. There may be none.
    fn gateways(&self, config: &Config, known: &Gateways) -> Result<Vec<Gateway>, Failure> {
        let own = self.gateway.as_deref();
        let several: Vec<_> = config.several().collect();
        if several.is_empty() {
            return named(own.or(config.one()).as_slice(), "--gateway", known);
        }
        match own {
            None => named(&several, "--config", known),
            Some(own) if several.contains(&own) => named(&[own], "--gateway", known),
            Some(_) => {
                let reason = format!("the file has {}", several.join(", "));
                Err(invalid("--gateway")(reason))
            }
        }
    }

    /// What to do, with the gateways that were chosen.
    fn plan(&self, config: &Config, chosen: &[Gateway]) -> Result<Plan, Failure> {
        if chosen.is_empty() {
            return Err(invalid("--gateway")("it is required"));
        }
        let own = Way {
            start: self.start.clone(),
            code: self.code.clone(),
            again: self.again.clone(),
            paid: self.paid.clone(),
            failed: self.failed.clone(),
            amount: self.amount.clone(),
            ..Way::default()
        };
        let way = |gateway: &Gateway| (*gateway, own.clone().or(config.way(gateway.name())));
        let ways: Vec<_> = chosen.iter().map(way).collect();
        for (gateway, way) in &ways {
            let option = way.missing(check::has_password(*gateway));
            if let Some(option) = option {
                return Err(invalid(option)(format!(
                    "it is required for {}",
                    gateway.name()
                )));
            }
        }
        self.only_applies(chosen)?;
        let mistake = |(gateway, way): &(Gateway, Way)| way.mistake(check::has_password(*gateway));
        if let Some((option, mistake)) = ways.iter().find_map(mistake) {
            return Err(invalid(option)(mistake));
        }
        let run = self.run.as_deref().or(config.run()).map(str::to_owned);
        let with_port = ways.iter().find_map(|(_, way)| way.option_with("port"));
        if let Some(option) = with_port
            && run.is_none()
            && written_port(&ways).is_none()
        {
            return Err(invalid(option)(
                "`{port}` needs --run; write the shop's port",
            ));
        }
        Ok(Plan { run, ways })
    }

    /// Whether each probe that was named belongs to a chosen gateway. Otherwise nothing of it would
    /// run, and the check would pass.
    fn only_applies(&self, chosen: &[Gateway]) -> Result<(), Failure> {
        let applies = |probe: &Probe| chosen.iter().any(|it| probe.applies_to(*it));
        let foreign = |probe: &&Probe| self.only.contains(&probe.name) && !applies(probe);
        let Some(probe) = check::table().find(foreign) else {
            return Ok(());
        };
        let gateways: Vec<_> = chosen.iter().map(|gateway| gateway.name()).collect();
        let (name, gateways) = (probe.name, gateways.join(" or "));
        Err(invalid("--only")(format!(
            "{name} is not a probe of {gateways}; `check --list --gateway NAME` lists the probes of a gateway"
        )))
    }

    #[tokio::main(flavor = "current_thread")]
    async fn attack(
        &self,
        plan: Plan,
        gateways: Gateways,
        answers: Answers,
    ) -> Result<Report, Failure> {
        let builder = Sandbox::builder().playing(gateways, answers).magic(false);
        let hosts = self.allow_host.iter();
        let builder = hosts.fold(builder, SandboxBuilder::deliver_to);
        let sandbox = match plan.run {
            Some(_) => builder.start().await?,
            None => self.start_as_serve_does(builder).await?,
        };
        let port = shop_port(&plan.ways).await?;
        let (account, is_started) = (Arc::clone(sandbox.account()), plan.run.is_some());
        let common = Common::new(account, port, is_started, self.limits())?;
        let mut process = None;
        if let Some(run) = &plan.run {
            let command = AddressOrCommand::Command(run.clone());
            let command = command.filled(&[("port", &port.to_string())]).into_text();
            process = Some(ShopProcess::start(
                command,
                &common.environment_of_shop(),
                common.printed(),
            )?);
        }
        let report = tokio::select! {
            interrupted = interrupted() => {
                interrupted?;
                Err(Failure::Failed("it was interrupted".to_owned()))
            }
            report = self.attack_at(plan.ways, common, process.as_mut(), port) => report,
        };
        if let Some(process) = process {
            process.stop().await;
        }
        report
    }

    async fn attack_at(
        &self,
        ways: Vec<(Gateway, Way)>,
        common: Common,
        process: Option<&mut ShopProcess>,
        port: u16,
    ) -> Result<Report, Failure> {
        if let Some(process) = process {
            let patience = Duration::from_secs(self.patience);
            let answers = process.until_it_answers(port, patience).await;
            answers.map_err(|trouble| Failure::Failed(trouble.to_string()))?;
        }
        let common = Arc::new(common);
        let gateways: Vec<_> = ways.iter().map(|(gateway, _)| *gateway).collect();
        let shops = ways.into_iter().map(|(gateway, way)| {
            let shop = Shop::new(&common, gateway, way);
            shop.map(Arc::new)
                .map_err(|option| invalid(option)("it is required"))
        });
        let shops = shops.collect::<Result<Vec<_>, _>>()?;
        let chosen = self.chosen();
        let progress = Progress::new(check::count(&gateways, &chosen), self.json);
        let has_several = gateways.len() > 1;
        let each = |gateway: Gateway, probe: &'static Probe, outcome: &ProbeOutcome| {
            let gateway = has_several.then(|| gateway.name());
            progress.show(gateway, probe, outcome);
        };
        Ok(check::run(&shops, &chosen, each).await)
    }

    fn limits(&self) -> Limits {
        Limits {
            hosts: self.allow_host.clone(),
            patience: Duration::from_secs(self.patience),
            late: Duration::from_secs(self.late),
        }
    }

    /// Starts the sandbox where, and with the credentials with which, a running shop knows it.
    async fn start_as_serve_does(&self, sandbox: SandboxBuilder) -> Result<Sandbox, Failure> {
        let keys = KeyFile::of_user()?.read()?;
        let keys = keys.ok_or_else(|| {
            let reason = "no credentials are stored: run `plutu-sandbox serve` once, or start the shop with --run";
            Failure::Failed(reason.to_owned())
        })?;
        let sandbox = sandbox
            .credentials(keys.credentials)
            .secret_key(keys.secret_key);
        let started = sandbox.port(self.port).start().await;
        started.map_err(|error| {
            let port = self.port;
            Failure::Failed(format!(
                "cannot listen on 127.0.0.1:{port}: {error}; if plutu-sandbox is running there, end it first, since \
                 `check` takes its place; otherwise end what listens there, or choose another --port and let the shop \
                 look for Plutu there"
            ))
        })
    }

    /// The probes that were chosen.
    fn chosen(&self) -> Vec<&'static Probe> {
        let is_chosen = |probe: &&Probe| {
            let is_named = self.only.is_empty() || self.only.contains(&probe.name);
            is_named && !self.skip.contains(&probe.name)
        };
        check::table().filter(is_chosen).collect()
    }

    /// How this check can be repeated, with this program. It is over when the shop was ended.
    fn again(&self, program: &str, is_over: bool) -> Again {
        let mut words = vec![program.to_owned(), "check".to_owned()];
        let config = self.config.as_ref().map(|path| path.display().to_string());
        let number = |number: u64, usual| (number != usual).then(|| number.to_string());
        for (option, value) in [
            ("--config", config),
            ("--run", self.run.clone()),
            ("--port", number(self.port.into(), PORT.into())),
            ("--start", self.start.clone()),
            ("--code", self.code.clone()),
            ("--again", self.again.clone()),
            ("--paid", self.paid.clone()),
            ("--failed", self.failed.clone()),
            ("--amount", self.amount.clone()),
            ("--patience", number(self.patience, PATIENCE)),
            ("--late", number(self.late, LATE)),
        ] {
            words.extend(value.into_iter().flat_map(|it| [option.to_owned(), it]));
        }
        let hosts = self.allow_host.iter();
        words.extend(hosts.flat_map(|host| ["--allow-host".to_owned(), host.clone()]));
        let words: Vec<_> = words.iter().map(|word| shell::copied(word)).collect();
        Again {
            command: words.join(" "),
            is_over,
        }
    }

    fn report(&self, report: &Report, again: &Again) -> Result<ExitCode, Failure> {
        if self.json {
            print(&(visible::json(&report.json(again)) + "\n"))?;
        } else if !report.is_empty() {
            print(&report.text(again))?;
        }
        if let Some(path) = &self.junit
            && let Err(error) = fs::write(path, report.junit(again))
        {
            let reason = format!("cannot write {}: {error}", path.display());
            return Ok(not_carried_out(&reason));
        }
        for (gateway, trouble) in report.troubles() {
            let several = report.has_several().then(|| format!("{gateway}: "));
            not_carried_out(&format!("{}{trouble}", several.unwrap_or_default()));
        }
        Ok(match (report.has_findings(), report.has_gaps()) {
            (true, _) => ExitCode::FAILURE,
            (false, true) => ExitCode::from(NOT_CARRIED_OUT),
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// The gateways of these names, which `option` gave, in the order in which they are known.
fn named(names: &[&str], option: &'static str, known: &Gateways) -> Result<Vec<Gateway>, Failure> {
    let checked = known.iter().filter(|it| check::can_be_checked(*it));
    let checked: Vec<_> = checked.collect();
    let is_known = |name: &&str| checked.iter().any(|gateway| gateway.name() == *name);
    if names.iter().all(is_known) {
        let is_named = |gateway: &Gateway| names.contains(&gateway.name());
        return Ok(checked.into_iter().filter(is_named).collect());
    }
    let all: Vec<_> = checked.iter().map(|gateway| gateway.name()).collect();
    let reason = format!("a shop can be checked with {}", all.join(", "));
    Err(invalid(option)(reason))
}

/// The port in an address that starts payments.
fn written_port(ways: &[(Gateway, Way)]) -> Option<u16> {
    let mut starts = ways.iter().filter_map(|(_, way)| way.start.as_ref());
    starts.find_map(|start| start.parse::<Uri>().ok()?.port_u16())
}

/// The shop's port: the one in an address that starts payments, or a free one.
async fn shop_port(ways: &[(Gateway, Way)]) -> io::Result<u16> {
    if let Some(port) = written_port(ways) {
        return Ok(port);
    }
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    Ok(free.local_addr()?.port())
}

/// Waits for Ctrl-C, or for the signal with which a machine ends a job.
async fn interrupted() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;

        let mut ended = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = ended.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn not_carried_out(reason: &str) -> ExitCode {
    style::complain(&format!("the check could not be carried out: {reason}"));
    ExitCode::from(NOT_CARRIED_OUT)
}

fn listed(gateways: &[Gateway]) -> String {
    let is_wanted = |probe: &&Probe| {
        gateways.is_empty() || gateways.iter().any(|gateway| probe.applies_to(*gateway))
    };
    let line = |probe: &Probe| format!("{:28} {}\n", probe.name, probe.does);
    check::table().filter(is_wanted).map(line).collect()
}

fn explained(name: &str) -> String {
    let probe = check::table().find(|probe| probe.name == name);
    probe.map_or_else(String::new, |probe| {
        let Probe {
            name,
            does,
            harm,
            cure,
            ..
        } = probe;
        format!("{name}\n\n  {does}\n\n  harm  {harm}\n  cure  {cure}\n")
    })
}

fn print(text: &str) -> Result<ExitCode, Failure> {
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn probe(name: &str) -> Result<&'static str, &'static str> {
    let found = check::table().find(|probe| probe.name == name);
    found
        .map(|probe| probe.name)
        .ok_or("there is no such probe; `check --list` lists them")
}

fn host(text: &str) -> Result<String, &'static str> {
    if check::is_plutu(text) {
        return Err("nothing is ever sent to Plutu");
    }
    super::serve::host_name(text)
}

/// Where `serve` listens unless another port is given.
const PORT: u16 = 8080;

/// How long a shop may take for an answer, in seconds.
const PATIENCE: u64 = 10;

/// How long Plutu takes for a reply that is late, in seconds.
const LATE: u64 = 60;

const NOT_CARRIED_OUT: u8 = 2;
