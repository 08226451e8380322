//! `serve`: runs the sandbox on a fixed port until Ctrl-C and prints what happens.

use std::io;
use std::io::ErrorKind;
use std::io::Write;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::process::ExitCode;

use axum::http::uri::Authority;
use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::Language;
use plutu_core::SecretKey;
use serde_json::json;
use tokio::sync::broadcast::Receiver;

use crate::builder::SandboxBuilder;
use crate::builder::check_public_url;
use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::keys::KeyFile;
use crate::cli::keys::Keys;
use crate::cli::mpgs_currency::MpgsCurrency;
use crate::cli::secret::SECRET_KEY;
use crate::cli::style;
use crate::cli::style::styled;
use crate::event;
use crate::event::Event;
use crate::fault::Fault;
use crate::gateway::Gateways;
use crate::journal::CallReport;
use crate::own::Answers;
use crate::payments::Carrier;
use crate::payments::Delivery;
use crate::payments::Outcome;
use crate::payments::SentCallback;
use crate::phone;
use crate::sandbox::Sandbox;
use crate::visible;
use crate::visible::printable;

/// Runs the sandbox until Ctrl-C and prints what happens.
///
/// Sadad's one-time password is 111111 and Adfali's is 1111, for any valid mobile number, for five
/// minutes. Local Bank Cards, MPGS and T-Lync send the payer to a page. Payments are kept only in
/// memory. The credentials are generated once and stored, so that a shop's settings stay valid.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch on the command line"
)]
#[derive(clap::Args)]
pub(super) struct Serve {
    /// The port; 0 for any free port
    #[arg(long, default_value_t = 8080, env = "PLUTU_SANDBOX_PORT")]
    port: u16,
    /// The address to listen on. If it is not a loopback address, anyone who can reach it has full
    /// control
    #[arg(
        long,
        value_name = "IP",
        default_value_t = Ipv4Addr::LOCALHOST.into(),
        env = "PLUTU_SANDBOX_ADDRESS"
    )]
    address: IpAddr,
    /// The URL at which browsers reach the sandbox, if it differs from the address
    #[arg(long, value_name = "URL", value_parser = web_address, env = "PLUTU_SANDBOX_PUBLIC_URL")]
    public_url: Option<String>,
    /// Another host name of the sandbox; may be given several times
    #[arg(
        long,
        value_name = "NAME",
        value_parser = host_name,
        value_delimiter = ',',
        env = "PLUTU_SANDBOX_ALLOW_HOST"
    )]
    allow_host: Vec<String>,
    /// A host, besides this machine, that callbacks may be sent to over plain http; may be given
    /// several times
    #[arg(
        long,
        value_name = "NAME",
        value_parser = host_name,
        value_delimiter = ',',
        env = "PLUTU_SANDBOX_DELIVER_TO"
    )]
    deliver_to: Vec<String>,
    /// The merchant's name on the checkout page
    #[arg(long, value_name = "NAME")]
    merchant: Option<String>,
    /// The currency of the merchant's MPGS account [default: USD]
    #[arg(long, value_name = "CODE")]
    mpgs_currency: Option<MpgsCurrency>,
    /// Generates new credentials and replaces the stored ones
    #[arg(long, conflicts_with = "ephemeral")]
    fresh: bool,
    /// Generates credentials for this run and stores nothing
    #[arg(long)]
    ephemeral: bool,
    /// The API key that the shop sends [default: the stored one]
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_API_KEY",
        hide_env_values = true,
        requires = "access_token"
    )]
    api_key: Option<String>,
    /// The access token that the shop sends [default: the stored one]
    #[arg(
        long,
        value_name = "TOKEN",
        env = "PLUTU_SANDBOX_ACCESS_TOKEN",
        hide_env_values = true,
        requires = "api_key"
    )]
    access_token: Option<String>,
    /// The secret key that signs callbacks [default: the stored one]
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: Option<String>,
    /// A fault to inject once, for example drop-after; may be given several times
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
    /// Ignores faults in invoice numbers and amounts
    #[arg(long)]
    no_magic: bool,
    /// Accepts amounts above 500, which test mode refuses
    #[arg(long)]
    no_limit: bool,
    /// How many payments are kept; beyond that the oldest is forgotten
    #[arg(long, value_name = "NUMBER", default_value_t = 200_000, value_parser = at_least_one)]
    max_payments: usize,
    /// Prints one JSON object per line
    #[arg(long)]
    json: bool,
    /// Prints only the settings at the start, no events
    #[arg(long)]
    quiet: bool,
}

#[tokio::main(flavor = "current_thread")]
pub(super) async fn run(
    serve: &Serve,
    gateways: Gateways,
    answers: Answers,
) -> Result<ExitCode, Failure> {
    let (keys, file) = serve.keys()?;
    let builder = serve.builder(keys, gateways, answers);
    // Ctrl-C is handled before anything answers: whoever started the program may end it then.
    let mut stopped = pin!(tokio::signal::ctrl_c());
    let sandbox = tokio::select! {
        biased;
        stopped = &mut stopped => return Ok(stopped.map(|()| ExitCode::SUCCESS)?),
        sandbox = builder.start() => sandbox.map_err(|error| serve.not_started(error))?,
    };
    if !serve.address.is_loopback() {
        let address = serve.address;
        style::warn(&format!(
            "listening on {address}: anyone who can reach this machine can approve payments and read the \
             sandbox's credentials. Never use the credentials of a real account here."
        ));
    }
    let mut events = sandbox.events();
    serve.greet(&sandbox, file.as_ref(), &mut anstream::stdout().lock())?;
    tokio::select! {
        stopped = stopped => stopped?,
        shown = serve.show(&mut events) => shown?,
    }
    Ok(ExitCode::SUCCESS)
}

impl Serve {
    /// The credentials, and the file that stores those that were not given.
    fn keys(&self) -> Result<(Keys, Option<KeyFile>), Failure> {
        let (kept, file) = match (self.credentials()?, self.secret_key()?) {
            (Some(credentials), Some(secret_key)) => {
                let keys = Keys {
                    credentials,
                    secret_key,
                };
                return Ok((keys, None));
            }
            _ if self.ephemeral => (Keys::random()?, None),
            _ => {
                let file = KeyFile::of_user()?;
                let keys = if self.fresh {
                    file.renew()?
                } else {
                    file.open()?
                };
                (keys, Some(file))
            }
        };
        let keys = Keys {
            credentials: self.credentials()?.unwrap_or(kept.credentials),
            secret_key: self.secret_key()?.unwrap_or(kept.secret_key),
        };
        Ok((keys, file))
    }

    /// The API key and the access token, if they were given.
    fn credentials(&self) -> Result<Option<Credentials>, Failure> {
        let (Some(api_key), Some(access_token)) = (&self.api_key, &self.access_token) else {
            return Ok(None);
        };
        Ok(Some(Credentials::new(
            ApiKey::new(api_key).map_err(invalid(API_KEY))?,
            AccessToken::new(access_token).map_err(invalid(ACCESS_TOKEN))?,
        )))
    }

    /// The secret key, if it was given.
    fn secret_key(&self) -> Result<Option<SecretKey>, Failure> {
        let secret_key = self.secret_key.as_ref();
        let secret_key = secret_key.map(|text| SecretKey::new(text).map_err(invalid(SECRET_KEY)));
        secret_key.transpose()
    }

    fn builder(&self, keys: Keys, gateways: Gateways, answers: Answers) -> SandboxBuilder {
        let mut builder = Sandbox::builder()
            .playing(gateways, answers)
            .port(self.port)
            .address(self.address)
            .credentials(keys.credentials)
            .secret_key(keys.secret_key)
            .magic(!self.no_magic)
            .limit(!self.no_limit)
            .max_payments(self.max_payments);
        if let Some(currency) = self.mpgs_currency {
            builder = builder.described(currency.gateway());
        }
        if let Some(url) = &self.public_url {
            builder = builder.public_url(url);
        }
        if let Some(name) = &self.merchant {
            builder = builder.merchant(name);
        }
        builder = self
            .allow_host
            .iter()
            .fold(builder, SandboxBuilder::allow_host);
        builder = self
            .deliver_to
            .iter()
            .fold(builder, SandboxBuilder::deliver_to);
        self.fault
            .iter()
            .cloned()
            .fold(builder, SandboxBuilder::fault)
    }

    /// Names the option because of which the sandbox cannot listen.
    fn not_started(&self, error: io::Error) -> Failure {
        let (port, address) = (self.port, self.address);
        Failure::Failed(match error.kind() {
            ErrorKind::AddrInUse => format!(
                "--port {port}: another program listens there; choose another port, or 0 for any free port"
            ),
            ErrorKind::PermissionDenied => {
                format!("--port {port}: permission denied; choose a port above 1023")
            }
            ErrorKind::AddrNotAvailable => {
                format!("--address {address}: not an address of this machine")
            }
            ErrorKind::InvalidInput => error.to_string(),
            _ => return Failure::Io(error),
        })
    }

    /// Prints what a shop's settings need. The secrets among them open nothing but this sandbox.
    fn greet(
        &self,
        sandbox: &Sandbox,
        file: Option<&KeyFile>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let dashboard = sandbox.base_url().trim_end_matches("api/v1");
        if self.json {
            let credentials = sandbox.credentials();
            let started = json!({
                "event": "started",
                "base_url": sandbox.account().base_url(),
                "dashboard": dashboard,
                "api_key": credentials.api_key().expose(),
                "access_token": credentials.access_token().expose(),
                "secret_key": sandbox.secret_key().expose(),
                "kept_in": file.map(KeyFile::path),
            });
            writeln!(out, "{}", visible::json(&started))?;
            return out.flush();
        }
        let title = styled(style::STRONG, "Plutu sandbox.");
        writeln!(out, "{title} {ONLY_TESTS}\n")?;
        writeln!(out, "dashboard     {dashboard}")?;
        writeln!(out, "test number   {}", phone::TEST_NUMBER)?;
        for (gateway, otp) in sandbox.one_time_passwords() {
            let name = format!("{} OTP", gateway.title(Language::En));
            writeln!(out, "{name:<13} {otp}")?;
        }
        writeln!(out, "\n# For the shop's .env")?;
        match file {
            Some(file) => {
                let path = file.path().display().to_string();
                let path = printable(&path);
                writeln!(out, "# Stored in {path}; --fresh generates new ones.")?;
            }
            None => writeln!(out, "# Not stored.")?,
        }
        write!(out, "{}", sandbox.environment())?;
        writeln!(out, "\nPress Ctrl-C to stop.\n")?;
        out.flush()
    }

    /// Prints the events until the sandbox ends.
    async fn show(&self, events: &mut Receiver<Event>) -> io::Result<()> {
        while let Some(event) = event::next(events).await {
            if self.quiet {
                continue;
            }
            let mut out = anstream::stdout().lock();
            if self.json {
                writeln!(out, "{}", json(&event))?;
            } else {
                writeln!(out, "{}", line(&event))?;
            }
            out.flush()?;
        }
        Ok(())
    }
}

/// The event for a log: without checkout URLs, and without callbacks that could be replayed.
fn json(event: &Event) -> String {
    let json = match event {
        Event::Call(call) => json!({
            "event": "call", "number": call.number, "time": call.time, "path": call.path,
            "status": call.status, "problem": call.problem, "invoice_no": call.invoice_no,
            "faults": call.faults, "note": call.note,
        }),
        Event::Answered {
            invoice_no,
            outcome,
        } => json!({
            "event": "answered", "invoice_no": invoice_no, "outcome": outcome,
        }),
        Event::Callback {
            invoice_no,
            callback,
        } => json!({
            "event": "callback", "invoice_no": invoice_no, "carrier": callback.message.carrier,
            "delivery": callback.delivery,
        }),
    };
    visible::json(&json)
}

fn line(event: &Event) -> String {
    match event {
        Event::Call(call) => call_line(call),
        Event::Answered {
            invoice_no,
            outcome,
        } => {
            let (style, text) = match outcome {
                Outcome::Approved => (style::GOOD, "approved"),
                Outcome::Declined => (style::BAD, "declined"),
                Outcome::Canceled => (style::QUIET, "canceled"),
            };
            format!("{}  {invoice_no}", styled(style, text))
        }
        Event::Callback {
            invoice_no,
            callback,
        } => {
            format!("callback  {invoice_no}  {}", callback_text(callback))
        }
    }
}

fn call_line(call: &CallReport) -> String {
    let (style, status) = match call.status {
        Some(status @ 200..=299) => (style::GOOD, status.to_string()),
        Some(status) => (style::BAD, status.to_string()),
        None => (style::BAD, "no answer".to_owned()),
    };
    let path = printable(&call.path);
    let mut line = format!("{}  {path}", styled(style, status));
    if let Some(invoice_no) = &call.invoice_no {
        line.push_str("  ");
        line.push_str(&printable(invoice_no));
    }
    for fault in &call.faults {
        line.push_str("  ");
        line.push_str(&styled(style::BAD, fault));
    }
    for text in [&call.problem, &call.note].into_iter().flatten() {
        line.push_str("  ");
        line.push_str(&printable(text));
    }
    line
}

fn callback_text(callback: &SentCallback) -> String {
    let carrier = match callback.message.carrier {
        Carrier::Browser => "by the payer's browser",
        Carrier::Server => "to the shop's server",
    };
    let (style, delivery) = match callback.delivery {
        None => return carrier.to_owned(),
        Some(Delivery::Answered { status }) if status < 400 => {
            (style::GOOD, format!("answered with {status}"))
        }
        Some(Delivery::Answered { status }) => (style::BAD, format!("answered with {status}")),
        Some(Delivery::Failed) => (style::BAD, "no connection or no answer".to_owned()),
        Some(Delivery::TimedOut) => (style::BAD, "no answer in time".to_owned()),
        Some(Delivery::NotSent) => (
            style::QUIET,
            "not sent: not an address of this machine".to_owned(),
        ),
    };
    format!("{carrier}: {}", styled(style, delivery))
}

fn web_address(text: &str) -> Result<String, &'static str> {
    check_public_url(text).map(|()| text.to_owned())
}

/// Checks a host name. With a scheme or a port it would never match a `Host`.
pub(super) fn host_name(text: &str) -> Result<String, &'static str> {
    match text.parse::<Authority>() {
        Ok(authority) if authority.host() == text => Ok(text.to_owned()),
        _ => Err("expected a host name without a scheme or a port"),
    }
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("expected a number above 0"),
    }
}

/// The sources of the credentials, for errors: an option or a variable.
const API_KEY: &str = "--api-key or PLUTU_SANDBOX_API_KEY";
const ACCESS_TOKEN: &str = "--access-token or PLUTU_SANDBOX_ACCESS_TOKEN";

const ONLY_TESTS: &str = "Test payments only.";
