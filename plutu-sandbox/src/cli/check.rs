//! `check`: attacks a merchant's shop, whatever it is written in, and says what it believed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use axum::http::Uri;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::builder::SandboxBuilder;
use crate::check;
use crate::check::Config;
use crate::check::Outcome;
use crate::check::Probe;
use crate::check::Report;
use crate::check::Shop;
use crate::check::ShopProcess;
use crate::check::Trouble;
use crate::check::Visitor;
use crate::check::What;
use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::keys::KeyFile;
use crate::cli::progress::Progress;
use crate::cli::style;
use crate::gateway::Gateway;
use crate::gateway::Gateways;
use crate::own::Answers;
use crate::sandbox::Sandbox;
use crate::visible;

/// Attacks your shop, whatever it is written in, before others do.
///
/// It plays Plutu and the payer, starts the shop, and lets it take payments: genuine ones, and such
/// as forgers and accidents make. The exit code is 0 without findings, 1 with findings, and 2 if
/// the check could not be carried out.
///
/// WHAT is an address, or a command for the shell. In it, `{amount}` and `{invoice_no}` stand for
/// the order's, `{port}` for the shop's port, and, in --paid, `{return_url}` for the address that
/// the shop gave for the payer's return. In --code and --paid, `{started}` is what --start printed,
/// or the address that it ended at.
#[derive(Clone, clap::Args)]
pub(super) struct Check {
    /// The gateway that the shop pays with
    #[arg(long)]
    gateway: Option<String>,
    /// The command that starts the shop; without it, one that is running is attacked, with the
    /// credentials that `serve` stores and at the port of --port. It gets `PLUTU_BASE_URL`,
    /// `PLUTU_API_KEY`, `PLUTU_ACCESS_TOKEN`, `PLUTU_SECRET_KEY` and PORT in its environment
    #[arg(long, value_name = "CMD")]
    run: Option<String>,
    /// Where a shop that is running already looks for the sandbox
    #[arg(long, default_value_t = 8080, conflicts_with = "run")]
    port: u16,
    /// Begins a payment, and redirects to, or prints, the payment page
    #[arg(long, value_name = "WHAT")]
    start: Option<String>,
    /// Enters the one-time password {code}, for gateways that have one
    #[arg(long, value_name = "WHAT")]
    code: Option<String>,
    /// Says whether an order is paid: 2xx or exit code 0 for yes, 404 or exit code 1 for no. A JSON
    /// object with a number `paid` says how often
    #[arg(long, value_name = "WHAT")]
    paid: Option<String>,
    /// The amount that {amount} stands for; 12.50 unless given
    #[arg(long)]
    amount: Option<String>,
    /// A TOML file with these options, which the command line overrides, and with headers
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Prints such a file, with comments
    #[arg(long)]
    init: bool,
    /// Runs these probes alone; may be given several times
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = probe)]
    only: Vec<&'static str>,
    /// Leaves these probes out; may be given several times
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = probe)]
    skip: Vec<&'static str>,
    /// A host other than this machine that the shop may be at, over plain http; may be given
    /// several times. Plutu is never sent to
    #[arg(long, value_name = "NAME", value_parser = host)]
    allow_host: Vec<String>,
    /// How long the shop has for each answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    patience: u64,
    /// Prints a JSON object
    #[arg(long)]
    json: bool,
    /// Writes a report in `JUnit` XML as well
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Lists the probes, those of --gateway if it is given
    #[arg(long)]
    list: bool,
    /// Says what a probe does, what harm it shows, and what the cure is
    #[arg(long, value_name = "NAME", value_parser = probe)]
    explain: Option<&'static str>,
}

pub(super) fn run(
    check: &Check,
    gateways: Gateways,
    answers: Answers,
) -> Result<ExitCode, Failure> {
    if let Some(name) = check.explain {
        return print(&explained(name));
    }
    if check.init {
        return print(check::EXAMPLE);
    }
    let (check, headers) = check.with_config()?;
    let gateway = check.gateway(&gateways)?;
    if check.list {
        return print(&listed(gateway));
    }
    let gateway = gateway.ok_or_else(|| invalid("--gateway")("it is missing"))?;
    for (option, text) in [("--start", &check.start), ("--paid", &check.paid)] {
        if text.is_none() {
            return Err(invalid(option)("it is missing"));
        }
    }
    let attacked = check.attack(gateway, gateways, answers, headers);
    let attacked = attacked.unwrap_or_else(|failure| Err(failure.to_string()));
    match attacked {
        Ok(report) => check.report(&report),
        Err(reason) => Ok(not_carried_out(&reason)),
    }
}

impl Check {
    /// What is missing on the command line is taken from the file, which has headers as well.
    fn with_config(&self) -> Result<(Self, Headers), Failure> {
        let Some(path) = &self.config else {
            return Ok((self.clone(), Headers::new()));
        };
        let text = fs::read_to_string(path).map_err(invalid("--config"))?;
        let config = Config::read(&text).map_err(invalid("--config"))?;
        let or = |own: &Option<String>, other| own.clone().or(other);
        let check = Self {
            gateway: or(&self.gateway, config.gateway),
            run: or(&self.run, config.run),
            start: or(&self.start, config.start),
            code: or(&self.code, config.code),
            paid: or(&self.paid, config.paid),
            amount: or(&self.amount, config.amount),
            ..self.clone()
        };
        Ok((check, config.headers))
    }

    #[tokio::main(flavor = "current_thread")]
    async fn attack(
        &self,
        gateway: Gateway,
        gateways: Gateways,
        answers: Answers,
        headers: Headers,
    ) -> Result<Result<Report, String>, Failure> {
        let builder = Sandbox::builder().playing(gateways, answers);
        let sandbox = self
            .allow_host
            .iter()
            .fold(builder, SandboxBuilder::deliver_to);
        let sandbox = sandbox.magic(false);
        let sandbox = match self.run {
            Some(_) => sandbox.start().await?,
            None => self.start_as_serve_does(sandbox).await?,
        };
        let port = self.shop_port().await?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => {
                interrupted?;
                Err(Failure::Failed("interrupted".to_owned()))
            }
            report = self.attack_at(gateway, &sandbox, port, headers) => {
                Ok(report?.map_err(|trouble| trouble.to_string()))
            }
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
                "cannot listen on 127.0.0.1:{port}: {error}; stop what does, or choose another --port and let the \
                 shop look for Plutu there"
            ))
        })
    }

    async fn attack_at(
        &self,
        gateway: Gateway,
        sandbox: &Sandbox,
        port: u16,
        headers: Headers,
    ) -> Result<Result<Report, Trouble>, Failure> {
        let environment = environment(sandbox, port);
        let port_text = port.to_string();
        let filled = |what: &Option<String>| {
            let text = what.as_deref().unwrap_or_default();
            text.replace("{port}", &port_text)
        };
        let visitor = Visitor::new(&self.allow_host, Duration::from_secs(self.patience));
        let code = self.code.is_some().then(|| What::read(&filled(&self.code)));
        let (start, paid) = (
            What::read(&filled(&self.start)),
            What::read(&filled(&self.paid)),
        );
        let whats = (start, paid, code);
        let (account, amount) = (
            Arc::clone(sandbox.account()),
            self.amount.as_deref().unwrap_or(AMOUNT).to_owned(),
        );
        let shop = Shop::new(
            account,
            gateway,
            visitor,
            whats,
            amount,
            environment.clone(),
            headers,
        )?;
        let mut process = None;
        if self.run.is_some() {
            let command = filled(&self.run);
            let process = process.insert(ShopProcess::start(&command, &environment)?);
            if let Err(trouble) = self.until_it_answers(process, &command, port).await {
                return Ok(Err(trouble));
            }
        }
        let chosen = self.chosen();
        let progress = Progress::new(check::count(gateway, &chosen), self.json);
        let each = |probe: &'static Probe, outcome: &Outcome| progress.show(probe, outcome);
        let report = check::run(&Arc::new(shop), &chosen, each).await;
        drop(progress);
        if let Some(process) = process {
            process.stop().await;
        }
        Ok(report)
    }

    /// Waits until the shop takes connections.
    async fn until_it_answers(
        &self,
        process: &mut ShopProcess,
        command: &str,
        port: u16,
    ) -> Result<(), Trouble> {
        let step = || format!("to start the shop, `{command}`");
        let began = Instant::now();
        let patience = Duration::from_secs(self.patience).max(START);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_err()
        {
            let status = process.ended();
            let words = check::shown(&process.last_words());
            if let Some(status) = status {
                let received = format!("it ended with {status} and {words}");
                return Err(Trouble::new(step(), received, "correct --run"));
            }
            if began.elapsed() > patience {
                let received = format!(
                    "nothing listened on 127.0.0.1:{port} within {} s, and it printed {words}",
                    patience.as_secs()
                );
                return Err(Trouble::new(
                    step(),
                    received,
                    "let it listen on the port in PORT",
                ));
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// The shop's port: the one in --start if it is an address, and else a free one.
    async fn shop_port(&self) -> Result<u16, Failure> {
        let start = self.start.as_deref().unwrap_or_default();
        let written = start.parse::<Uri>().ok().and_then(|uri| uri.port_u16());
        if let Some(port) = written {
            return Ok(port);
        }
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Ok(free.local_addr()?.port())
    }

    fn gateway(&self, gateways: &Gateways) -> Result<Option<Gateway>, Failure> {
        let Some(name) = &self.gateway else {
            return Ok(None);
        };
        let checked = gateways.iter().filter(|it| check::can_be_checked(*it));
        let checked: Vec<_> = checked.collect();
        let found = checked.iter().find(|gateway| gateway.name() == name);
        found.copied().map(Some).ok_or_else(|| {
            let names: Vec<_> = checked.iter().map(|gateway| gateway.name()).collect();
            invalid("--gateway")(format!("a shop can be checked with {}", names.join(", ")))
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

    fn report(&self, report: &Report) -> Result<ExitCode, Failure> {
        let text = if self.json {
            visible::json(&report.json()) + "\n"
        } else {
            report.text()
        };
        print(&text)?;
        if let Some(path) = &self.junit
            && let Err(error) = fs::write(path, report.junit())
        {
            return Ok(not_carried_out(&format!(
                "cannot write {}: {error}",
                path.display()
            )));
        }
        Ok(match (report.has_findings(), report.has_gaps()) {
            (true, _) => ExitCode::FAILURE,
            (false, true) => ExitCode::from(NOT_CARRIED_OUT),
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// What the shop finds in its environment.
fn environment(sandbox: &Sandbox, port: u16) -> Vec<(&'static str, String)> {
    let credentials = sandbox.credentials();
    vec![
        ("PLUTU_BASE_URL", sandbox.base_url().to_owned()),
        ("PLUTU_API_KEY", credentials.api_key().expose().to_owned()),
        (
            "PLUTU_ACCESS_TOKEN",
            credentials.access_token().expose().to_owned(),
        ),
        ("PLUTU_SECRET_KEY", sandbox.secret_key().expose().to_owned()),
        ("PORT", port.to_string()),
    ]
}

fn not_carried_out(reason: &str) -> ExitCode {
    style::complain(&format!("the check could not be carried out: {reason}"));
    ExitCode::from(NOT_CARRIED_OUT)
}

fn listed(gateway: Option<Gateway>) -> String {
    let is_wanted = |probe: &&Probe| gateway.is_none_or(|gateway| probe.applies_to(gateway));
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
        .ok_or("there is no such probe; see check --list")
}

fn host(text: &str) -> Result<String, &'static str> {
    if check::is_plutu(text) {
        return Err("Plutu is never sent to");
    }
    super::serve::host_name(text)
}

type Headers = BTreeMap<String, String>;

/// What an order costs unless it is said.
const AMOUNT: &str = "12.50";

/// How long a shop has to start, at least.
const START: Duration = Duration::from_secs(30);

const NOT_CARRIED_OUT: u8 = 2;
