//! `trigger`: sends a shop one signed callback, without a payment.

use std::io;
use std::io::Write as _;
use std::process::ExitCode;

use axum::http::Uri;
use plutu_core::CallbackUrl;
use plutu_core::GatewaySpec;
use plutu_core::Language;
use plutu_core::spec::SignedSpec;
use serde_json::json;

use crate::callback;
use crate::callback::Callback;
use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::secret::Secret;
use crate::cli::style;
use crate::cli::style::styled;
use crate::gateway::Gateway;
use crate::gateway::Gateways;
use crate::money::Money;
use crate::payments::Carrier;
use crate::payments::Delivery;
use crate::payments::Message;
use crate::payments::Order;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::payments::SentCallback;
use crate::visible;
use crate::visible::printable;

/// Sends a shop one signed callback, or prints it.
///
/// A callback that the payer's browser carries, and every return page, is a query and is sent with
/// GET. A callback that the server posts, for example `tlync.approved`, is sent as JSON. The exit
/// code is 0 if the shop answered with a status below 400.
#[derive(clap::Args)]
pub(super) struct Trigger {
    /// The callback: gateway and outcome
    kind: String,
    /// The URL to send it to, over plain http; without it, the callback is printed
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Sets or adds a parameter before the callback is signed; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    set: Vec<(String, String)>,
    /// Removes a parameter before the callback is signed; may be given several times
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,
    /// Gives the callback a signature that does not match
    #[arg(long)]
    tampered: bool,
    #[command(flatten)]
    secret: Secret,
    /// Prints a JSON object: the signed string, what was sent, and the result
    #[arg(long)]
    json: bool,
}

/// A callback that can be sent: what the gateway signs, and the payment's outcome.
struct Kind {
    gateway: Gateway,
    signed: &'static SignedSpec,
    outcome: Outcome,
    carrier: Carrier,
}

impl Kind {
    /// The kind of this name, which is one of [`kinds`].
    fn named(name: &str, gateways: &Gateways) -> Option<Self> {
        let (gateway, end) = name.rsplit_once('.')?;
        let gateway = gateways.iter().find(|it| it.name() == gateway)?;
        let is_return = end == RETURN;
        let signed = if is_return {
            gateway.return_page()
        } else {
            gateway.callback()
        };
        let is_posted = !is_return && gateway.is_posted();
        Some(Self {
            gateway,
            signed: signed?,
            outcome: match end {
                "declined" => Outcome::Declined,
                "canceled" => Outcome::Canceled,
                _ => Outcome::Approved,
            },
            carrier: if is_posted {
                Carrier::Server
            } else {
                Carrier::Browser
            },
        })
    }
}

/// The names of the callbacks that these gateways send: `mpgs.approved`.
pub(super) fn kinds(gateways: &Gateways) -> Vec<String> {
    gateways.specs().flat_map(kinds_of).collect()
}

fn kinds_of(gateway: &GatewaySpec) -> impl Iterator<Item = String> {
    let callback = gateway.callback.map(|callback| {
        let has_canceled = callback.flags.contains(&"canceled");
        let canceled = has_canceled.then_some("canceled");
        ["approved", "declined"].into_iter().chain(canceled)
    });
    let page = gateway.return_page.map(|_| RETURN);
    let ends = callback.into_iter().flatten().chain(page);
    ends.map(|end| format!("{}.{end}", gateway.name))
}

const RETURN: &str = "return";

#[tokio::main(flavor = "current_thread")]
pub(super) async fn run(trigger: &Trigger, gateways: &Gateways) -> Result<ExitCode, Failure> {
    // Only the host that the user typed may be sent to.
    let host = trigger.to.as_deref().map(host).transpose()?;
    let message = trigger.message(gateways)?;
    let Some(host) = host else {
        print(&message, trigger.json)?;
        return Ok(ExitCode::SUCCESS);
    };
    let sent = callback::deliver(message, &[host]).await;
    report(&sent, trigger.json)?;
    let is_accepted = matches!(sent.delivery, Some(Delivery::Answered { status }) if status < 400);
    Ok(if is_accepted {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Trigger {
    fn message(&self, gateways: &Gateways) -> Result<Message, Failure> {
        let secret_key = self.secret.read()?;
        let kind = Kind::named(&self.kind, gateways);
        let kind = kind.ok_or_else(|| invalid("KIND")("no such callback"))?;
        let payment = self.payment(&kind)?;
        let callback = self.callback(&kind, &payment);
        self.warn_of_unsigned_keys(&kind);
        let to = self.to.as_deref().unwrap_or(NOWHERE);
        let message = match (kind.carrier, &self.to) {
            (Carrier::Server, _) => callback.posted_to(to, &secret_key),
            (Carrier::Browser, Some(_)) => callback.carried_to(to, &secret_key),
            // Without `--to`, only the query is printed.
            (Carrier::Browser, None) => Message {
                url: callback.query(&secret_key),
                ..callback.carried_to(to, &secret_key)
            },
        };
        Ok(if self.tampered {
            callback::forged(message)
        } else {
            message
        })
    }

    /// The callback of this kind, with the parameters that were given.
    fn callback(&self, kind: &Kind, payment: &Payment) -> Callback {
        let mut callback = Callback::of(kind.signed, payment, kind.outcome);
        for (name, text) in &self.set {
            callback.set(name, text);
        }
        for name in &self.unset {
            callback.unset(name);
        }
        callback
    }

    /// Warns if `--set` adds a key that Plutu does not sign.
    fn warn_of_unsigned_keys(&self, kind: &Kind) {
        for (name, value) in &self.set {
            if !kind.signed.keys.contains(&name.as_str()) {
                let (name, value) = (printable(name), printable(value));
                style::warn(&format_args!(
                    "`{name}` is not a signed key of {}; to send a parameter of your own, put it into the URL: \
                     --to 'http://…/return?{name}={value}'",
                    self.kind
                ));
            }
        }
    }

    /// The payment that the callback would be for.
    fn payment(&self, kind: &Kind) -> Result<Payment, Failure> {
        let gateway = kind.gateway;
        let to = self.to.as_deref().unwrap_or(NOWHERE);
        let order = Order {
            gateway,
            action: "",
            money: Money::read(AMOUNT, gateway.currency()).map_err(invalid("amount"))?,
            invoice_no: INVOICE_NO.parse().map_err(invalid("invoice_no"))?,
            return_url: to.parse().map_err(invalid("--to"))?,
            callback_url: None,
            language: Language::default(),
            echoes: Vec::new(),
        };
        let mut payment = Payment::new(TRANSACTION_ID, String::new(), order);
        payment.outcome = Some(kind.outcome);
        Ok(payment)
    }
}

fn print(message: &Message, as_json: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let text = message.body.as_deref().unwrap_or(&message.url);
    if as_json {
        let (name, canonical) = match message.body {
            Some(_) => ("body", &message.canonical),
            None => ("query", &message.canonical),
        };
        let printed = json!({ "canonical": canonical, name: text });
        writeln!(out, "{}", visible::json(&printed))
    } else {
        writeln!(out, "{text}")
    }
}

/// Prints the result of a callback that was sent.
fn report(sent: &SentCallback, as_json: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    if as_json {
        return writeln!(out, "{}", visible::json(sent));
    }
    let (style, text) = match sent.delivery {
        Some(Delivery::Answered { status }) => {
            let style = if status < 400 {
                style::GOOD
            } else {
                style::BAD
            };
            (style, format!("answered with {status}"))
        }
        Some(Delivery::TimedOut) => (style::BAD, "no answer in time".to_owned()),
        Some(Delivery::NotSent) | None => (
            style::BAD,
            "not sent: the URL must be plain http".to_owned(),
        ),
        Some(Delivery::Failed) => (style::BAD, "no connection or no answer".to_owned()),
    };
    let duration = sent.duration_ms.unwrap_or_default();
    writeln!(out, "signed  {}", sent.message.canonical)?;
    writeln!(out, "{} after {duration} ms", styled(style, text))?;
    for line in sent
        .answer
        .as_deref()
        .unwrap_or_default()
        .lines()
        .take(SHOWN_LINES)
    {
        writeln!(out, "    {}", shown(line))?;
    }
    Ok(())
}

/// A line of the shop's answer, cut after [`SHOWN_CHARS`].
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
        return Err(invalid("--to")("only plain http is supported"));
    }
    Ok(url.host().unwrap_or_default().to_owned())
}

fn parameter(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    match name {
        "" => Err("expected a name before `=`"),
        "hashed" => Err("the signature cannot be set; use --tampered for a wrong one"),
        _ => Ok((name.to_owned(), value.to_owned())),
    }
}

/// The values of a callback unless `--set` changes them.
const AMOUNT: &str = "12.50";
const INVOICE_NO: &str = "INV-1001";
const TRANSACTION_ID: u64 = 100_001;

/// How much of the shop's answer is shown.
const SHOWN_LINES: usize = 10;
const SHOWN_CHARS: usize = 200;

/// Stands for the shop's URL if none is given.
const NOWHERE: &str = "http://localhost/";
