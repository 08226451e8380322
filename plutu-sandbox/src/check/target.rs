//! The shop under attack, and the sandbox that it pays through: sends messages, and runs commands.
//!
//! [`start`](super::start) starts payments with it, [`paid`](super::paid) asks whether one is paid.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use axum::http::Method;
use tokio::sync::RwLock;

use crate::account::Account;
use crate::callback::Callback;
use crate::check::process;
use crate::check::process::Environment;
use crate::check::trouble::Trouble;
use crate::check::visit::Answer;
use crate::check::visit::NoAnswer;
use crate::check::visit::Visit;
use crate::check::visit::Visitor;
use crate::check::what::What;
use crate::gateway::Gateway;
use crate::payments::Message;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::random;

/// The shop, and the sandbox that it pays through.
pub(crate) struct Shop {
    pub(super) account: Arc<Account>,
    pub(super) gateway: Gateway,
    pub(super) visitor: Visitor,
    pub(super) start: What,
    pub(super) paid: What,
    /// Where the payer enters a one-time password.
    pub(super) code: Option<What>,
    pub(super) amount: String,
    environment: Environment,
    headers: BTreeMap<String, String>,
    pub(super) prefix: String,
    pub(super) count: AtomicU32,
    /// How long the shop takes between a callback and saying that the order is paid.
    pub(super) lag: OnceLock<Duration>,
    /// A fault strikes the next call, so no other payment may be started in the meantime.
    pub(super) starting: RwLock<()>,
}

/// A payment as the shop opened it.
#[derive(Clone)]
pub(super) struct Order {
    pub(super) payment: Payment,
    /// What --start printed, or the address that it redirected to.
    pub(super) started: String,
}

/// An order that the shop can be asked about.
pub(super) trait Named: Sync {
    /// What stands for it in --paid.
    fn values(&self) -> Vec<(&'static str, &str)>;
}

impl Named for Order {
    fn values(&self) -> Vec<(&'static str, &str)> {
        let order = &self.payment.order;
        vec![
            ("amount", &order.money.amount),
            ("invoice_no", order.invoice_no.as_str()),
            ("return_url", &order.return_url),
            ("started", &self.started),
        ]
    }
}

impl Order {
    /// The callback that settles the order, as the gateway's server or the payer's browser brings
    /// it.
    pub(super) fn callback(&self, outcome: Outcome) -> Option<Callback> {
        let signed = self.payment.order.gateway.callback()?;
        Some(Callback::of(signed, &self.payment, outcome))
    }
}

impl Shop {
    pub(crate) fn new(
        account: Arc<Account>,
        gateway: Gateway,
        visitor: Visitor,
        (start, paid, code): (What, What, Option<What>),
        amount: String,
        environment: Environment,
        headers: BTreeMap<String, String>,
    ) -> std::io::Result<Self> {
        Ok(Self {
            account,
            gateway,
            visitor,
            start,
            paid,
            code,
            amount,
            environment,
            headers,
            prefix: random::hex::<4>()?,
            count: AtomicU32::new(0),
            lag: OnceLock::new(),
            starting: RwLock::new(()),
        })
    }

    pub(crate) fn gateway(&self) -> Gateway {
        self.gateway
    }
}

impl Shop {
    /// A callback on its way to the order's shop, by whoever carries it.
    pub(super) fn message(&self, order: &Order, callback: &Callback) -> Message {
        let secret_key = self.account.secret_key();
        match &order.payment.order.callback_url {
            Some(url) => callback.posted_to(url.as_str(), secret_key),
            None => callback.carried_to(&order.payment.order.return_url, secret_key),
        }
    }

    /// A genuine message.
    pub(super) fn genuine(&self, order: &Order, outcome: Outcome) -> Result<Message, Trouble> {
        let callback = order.callback(outcome).ok_or_else(|| {
            Trouble::new(
                "to sign a callback",
                "this gateway has none",
                "choose another --gateway",
            )
        })?;
        Ok(self.message(order, &callback))
    }

    /// Sends a message to the shop.
    pub(super) async fn send(&self, message: &Message) -> Result<Answer, Trouble> {
        self.try_send(message).await.map_err(|error| {
            let advice = match error {
                NoAnswer::NotAllowed => {
                    "give the shop an address on this machine, or name its host with --allow-host"
                }
                NoAnswer::TooMany => "choose fewer probes with --only",
                _ => "see the shop's log",
            };
            let url = message.url.split('?').next().unwrap_or_default();
            Trouble::new(
                format!("to bring a callback to {url}"),
                error.to_string(),
                advice,
            )
        })
    }

    /// Sends a message to the shop, which may not answer.
    pub(super) async fn try_send(&self, message: &Message) -> Result<Answer, NoAnswer> {
        match &message.body {
            None => self.visitor.browse(&message.url).await,
            Some(body) => {
                let post = Visit {
                    method: Method::POST,
                    body: Some(body),
                    ..Visit::get(&message.url)
                };
                self.visitor.send(&post).await
            }
        }
    }

    /// Sends a message to the shop in a way of its own: by another method, with another header.
    pub(super) async fn send_as(
        &self,
        message: &Message,
        method: Method,
        headers: &[(&'static str, &'static str)],
    ) -> Result<Answer, Trouble> {
        let visit = Visit {
            method,
            url: &message.url,
            headers,
            body: None,
        };
        self.visitor.send(&visit).await.map_err(|error| {
            let url = message.url.split('?').next().unwrap_or_default();
            Trouble::new(
                format!("to visit {url}"),
                error.to_string(),
                "see the shop's log",
            )
        })
    }

    /// Visits one of the addresses that the check was given, or that the shop redirected to.
    pub(super) async fn visit(&self, url: &str) -> Result<Answer, NoAnswer> {
        let headers = self.headers.iter();
        let headers: Vec<_> = headers
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let visit = Visit {
            headers: &headers,
            ..Visit::get(url)
        };
        self.visitor.send(&visit).await
    }

    /// Runs one of the commands to its end.
    pub(super) async fn run(&self, option: &str, command: &str) -> Result<process::Done, Trouble> {
        let patience = self.visitor.patience();
        let step = || format!("{option} `{command}`");
        match process::run(command, &self.environment, patience).await {
            Ok(Some(done)) => Ok(done),
            Ok(None) => Err(Trouble::new(
                step(),
                format!("it did not end within {} s", patience.as_secs_f64()),
                "see why it hangs, or raise --patience",
            )),
            Err(error) => Err(Trouble::new(
                step(),
                error.to_string(),
                "correct the command",
            )),
        }
    }
}
