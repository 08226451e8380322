//! `trigger`: one signed callback for a shop, without a payment before it.

use std::io;
use std::io::Write as _;
use std::process::ExitCode;

use axum::http::Uri;
use clap::ValueEnum;
use plutu_core::CallbackUrl;
use plutu_core::Language;
use serde_json::json;

use crate::callback;
use crate::callback::Callback;
use crate::callback::Delivery;
use crate::cli::Failure;
use crate::cli::Secret;
use crate::cli::invalid;
use crate::cli::style;
use crate::cli::style::styled;
use crate::gateway::RedirectGateway;
use crate::payments::Order;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::report::CallbackReport;
use crate::report::Carrier;
use crate::report::Exchange;
use crate::visible;
use crate::visible::printable;

/// Sends a shop one signed callback, or prints it.
///
/// Callbacks of Local Bank Cards and MPGS and the return of T-Lync are queries, which are sent as a
/// browser does; `tlync.approved` and `tlync.declined` are posted as JSON. The exit code is 0 if
/// the shop answered with a status below 400.
#[derive(clap::Args)]
pub(super) struct Trigger {
    /// Which callback
    kind: Kind,
    /// Where to send it, over plain http; printed without
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Gives a parameter another value, or adds one, before it is signed; may be given several
    /// times
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    set: Vec<(String, String)>,
    /// Leaves a parameter out, before it is signed; may be given several times
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,
    /// Gives the callback a signature that does not match
    #[arg(long)]
    tampered: bool,
    #[command(flatten)]
    secret: Secret,
    /// Prints a JSON object: the signed text, what was sent, and what became of it
    #[arg(long)]
    json: bool,
}

/// The callbacks that there are.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    #[value(name = "localbankcards.approved")]
    LocalBankCardsApproved,
    #[value(name = "localbankcards.declined")]
    LocalBankCardsDeclined,
    #[value(name = "localbankcards.canceled")]
    LocalBankCardsCanceled,
    #[value(name = "mpgs.approved")]
    MpgsApproved,
    #[value(name = "mpgs.declined")]
    MpgsDeclined,
    #[value(name = "mpgs.canceled")]
    MpgsCanceled,
    #[value(name = "tlync.approved")]
    TlyncApproved,
    #[value(name = "tlync.declined")]
    TlyncDeclined,
    #[value(name = "tlync.return")]
    TlyncReturn,
}

impl Kind {
    const fn gateway(self) -> RedirectGateway {
        match self {
            Self::LocalBankCardsApproved
            | Self::LocalBankCardsDeclined
            | Self::LocalBankCardsCanceled => RedirectGateway::LocalBankCards,
            Self::MpgsApproved | Self::MpgsDeclined | Self::MpgsCanceled => RedirectGateway::Mpgs,
            Self::TlyncApproved | Self::TlyncDeclined | Self::TlyncReturn => RedirectGateway::Tlync,
        }
    }

    const fn outcome(self) -> Outcome {
        match self {
            Self::LocalBankCardsApproved
            | Self::MpgsApproved
            | Self::TlyncApproved
            | Self::TlyncReturn => Outcome::Approved,
            Self::LocalBankCardsDeclined | Self::MpgsDeclined | Self::TlyncDeclined => {
                Outcome::Declined
            }
            Self::LocalBankCardsCanceled | Self::MpgsCanceled => Outcome::Canceled,
        }
    }

    const fn carrier(self) -> Carrier {
        match self {
            Self::TlyncApproved | Self::TlyncDeclined => Carrier::Server,
            _ => Carrier::Browser,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
pub(super) async fn run(trigger: &Trigger) -> Result<ExitCode, Failure> {
    // The one host that callbacks may be sent to here is the one that was typed.
    let host = trigger.to.as_deref().map(host).transpose()?;
    let callback = trigger.callback()?;
    let Some(host) = host else {
        print(&callback, trigger.json)?;
        return Ok(ExitCode::SUCCESS);
    };
    let callback = callback::deliver(callback, &[host]).await;
    report(&callback, trigger.json)?;
    let is_accepted =
        matches!(callback.delivery, Some(Delivery::Answered { status }) if status < 400);
    Ok(if is_accepted {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Trigger {
    fn callback(&self) -> Result<CallbackReport, Failure> {
        let secret_key = self.secret.read()?;
        let payment = self.payment()?;
        let mut callback = match (self.kind.carrier(), Callback::to_server(&payment)) {
            (Carrier::Server, Some(callback)) => callback,
            _ => Callback::to_return(&payment, self.kind.outcome()),
        };
        for (name, text) in &self.set {
            callback.set(name, text);
        }
        for name in &self.unset {
            callback.unset(name);
        }
        let query = callback.query(&secret_key);
        let report = CallbackReport {
            carrier: self.kind.carrier(),
            canonical: callback.canonical(),
            delivery: None,
            exchange: Exchange::default(),
            body: match self.kind.carrier() {
                Carrier::Server => Some(callback.json(&secret_key)),
                Carrier::Browser => None,
            },
            url: match (&self.to, self.kind.carrier()) {
                (None, _) => query,
                (Some(to), Carrier::Server) => to.clone(),
                (Some(_), Carrier::Browser) => callback::return_url(&payment, &query),
            },
        };
        Ok(if self.tampered {
            report.tampered()
        } else {
            report
        })
    }

    /// The payment that the callback would be for.
    fn payment(&self) -> Result<Payment, Failure> {
        let gateway = self.kind.gateway();
        let to = self.to.as_deref().unwrap_or(NOWHERE);
        let order = Order {
            gateway,
            money: gateway.money(AMOUNT).map_err(invalid("amount"))?,
            invoice_no: INVOICE_NO.parse().map_err(invalid("invoice_no"))?,
            return_url: to.parse().map_err(invalid("--to"))?,
            callback_url: None,
            language: Language::default(),
        };
        let mut payment = Payment::new(TRANSACTION_ID, String::new(), order);
        payment.outcome = Some(self.kind.outcome());
        Ok(payment)
    }
}

fn print(callback: &CallbackReport, as_json: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let text = callback.body.as_deref().unwrap_or(&callback.url);
    if as_json {
        let (name, canonical) = match callback.body {
            Some(_) => ("body", &callback.canonical),
            None => ("query", &callback.canonical),
        };
        let printed = json!({ "canonical": canonical, name: text });
        writeln!(out, "{}", visible::json(&printed))
    } else {
        writeln!(out, "{text}")
    }
}

/// Says what became of a callback that was sent.
fn report(callback: &CallbackReport, as_json: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    if as_json {
        return writeln!(out, "{}", visible::json(callback));
    }
    let (style, text) = match callback.delivery {
        Some(Delivery::Answered { status }) => {
            let style = if status < 400 {
                style::GOOD
            } else {
                style::BAD
            };
            (style, format!("answered with {status}"))
        }
        Some(Delivery::TimedOut) => (style::BAD, "no answer in time".to_owned()),
        Some(Delivery::NotSent) | None => (style::BAD, "not sent: only plain http is".to_owned()),
        Some(Delivery::Failed) => (style::BAD, "no connection, or no answer".to_owned()),
    };
    let duration = callback.duration().unwrap_or_default().as_millis();
    writeln!(out, "signed  {}", callback.canonical)?;
    writeln!(out, "{} after {duration} ms", styled(style, text))?;
    for line in callback
        .answer()
        .unwrap_or_default()
        .lines()
        .take(SHOWN_LINES)
    {
        writeln!(out, "    {}", shown(line))?;
    }
    Ok(())
}

/// A line of the shop's answer, not endless.
fn shown(line: &str) -> String {
    let end = line.char_indices().nth(SHOWN_CHARS);
    match end.and_then(|(end, _)| line.get(..end)) {
        Some(beginning) => printable(beginning).to_string() + "…",
        None => printable(line).to_string(),
    }
}

fn host(url: &str) -> Result<String, Failure> {
    let url: CallbackUrl = url.parse().map_err(invalid("--to"))?;
    let url: Uri = url.as_str().parse().map_err(invalid("--to"))?;
    if !url
        .scheme_str()
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"))
    {
        return Err(invalid("--to")("only plain http is sent to"));
    }
    Ok(url.host().unwrap_or_default().to_owned())
}

fn parameter(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("it is not NAME=VALUE")?;
    match name {
        "" => Err("it has no name"),
        "hashed" => Err("the signature is made here; --tampered spoils it"),
        _ => Ok((name.to_owned(), value.to_owned())),
    }
}

/// What a callback holds that nobody said otherwise.
const AMOUNT: &str = "12.50";
const INVOICE_NO: &str = "INV-1001";
const TRANSACTION_ID: u64 = 100_001;

/// How much of the shop's answer is shown.
const SHOWN_LINES: usize = 10;
const SHOWN_CHARS: usize = 200;

/// Stands for an address where there is none.
const NOWHERE: &str = "http://localhost/";
