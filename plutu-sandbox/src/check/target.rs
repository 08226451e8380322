//! The shop under attack and the sandbox that it pays through: sends messages, and runs commands.
//!
//! [`start`](super::start) starts payments, [`paid`](super::paid) asks whether an order is paid.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::Method;
use tokio::sync::RwLock;
use tokio::time::sleep;

use crate::account::Account;
use crate::callback::Callback;
use crate::check::address_or_command::AddressOrCommand;
use crate::check::budget::Sent;
use crate::check::cookies::Arrival;
use crate::check::cookies::Jar;
use crate::check::process;
use crate::check::process::Environment;
use crate::check::process::Printed;
use crate::check::trouble::Trouble;
use crate::check::visit::Answer;
use crate::check::visit::NoAnswer;
use crate::check::visit::Visit;
use crate::check::visit::Visitor;
use crate::check::way::Way;
use crate::environment;
use crate::gateway::Gateway;
use crate::payments::Message;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::random;

/// What the checks of all gateways of a shop have in common.
pub(crate) struct Common {
    account: Arc<Account>,
    /// The variables that the shop and the commands get.
    environment: Environment,
    /// The shop's port.
    port: u16,
    /// Whether the check started the shop, so that it listens on that port.
    is_started: bool,
    /// The end of the output of a shop that the check started.
    printed: Printed,
    limits: Limits,
    /// A fault strikes the next call of the API, so no other payment may start in the meantime.
    pub(super) starting: RwLock<()>,
    /// The numbers of the check's orders.
    prefix: String,
    count: AtomicU32,
}

/// Where the check goes, and how long it waits.
#[derive(Clone)]
pub(crate) struct Limits {
    /// The hosts besides this machine that may be visited.
    pub(crate) hosts: Vec<String>,
    /// How long the shop may take for each answer.
    pub(crate) patience: Duration,
    /// How long the API takes for an answer that is late.
    pub(crate) late: Duration,
}

/// The shop as it is paid through one gateway.
pub(crate) struct Shop {
    pub(super) common: Arc<Common>,
    pub(super) gateway: Gateway,
    pub(super) visitor: Visitor,
    pub(super) start: Start,
    pub(super) paid: AddressOrCommand,
    pub(super) failed: Option<AddressOrCommand>,
    /// Where the payer enters a one-time password.
    pub(super) code: Option<AddressOrCommand>,
    /// Starts a payment of an order that has one.
    pub(super) again: Option<Start>,
    pub(super) amount: String,
    headers: BTreeMap<String, String>,
    /// How long the shop takes between a callback and calling the order paid.
    pub(super) lag: OnceLock<Duration>,
}

/// An option that starts a payment.
pub(super) struct Start {
    /// Its name.
    pub(super) option: &'static str,
    /// What the check does with it, as the beginning of a sentence.
    pub(super) does: &'static str,
    pub(super) what: AddressOrCommand,
}

/// A payment as the shop opened it.
#[derive(Clone)]
pub(super) struct Order {
    pub(super) payment: Payment,
    /// The number that the check proposed.
    pub(super) proposed_no: String,
    /// What --start printed, or the address that it redirected to.
    pub(super) started: String,
    pub(super) payer: Jar,
}

/// An order that the check proposed. The shop may give it another number.
#[derive(Clone)]
pub(super) struct Proposed {
    pub(super) invoice_no: String,
    pub(super) amount: String,
    /// What --start printed, or the address where it ended; empty before it starts.
    pub(super) started: String,
    pub(super) payer: Jar,
}

/// An order that the shop can be asked about.
pub(super) trait Named: Sync {
    /// The values of the placeholders in --paid.
    fn values(&self) -> Vec<(&'static str, &str)>;

    /// The cookies of the payer.
    fn payer(&self) -> &Jar;
}

impl Named for Order {
    fn values(&self) -> Vec<(&'static str, &str)> {
        let order = &self.payment.order;
        vec![
            ("amount", &order.money.amount),
            ("invoice_no", order.invoice_no.as_str()),
            ("order_no", &self.proposed_no),
            ("return_url", &order.return_url),
            ("started", &self.started),
        ]
    }

    fn payer(&self) -> &Jar {
        &self.payer
    }
}

impl Named for Proposed {
    fn values(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("amount", &self.amount),
            ("invoice_no", &self.invoice_no),
            ("order_no", &self.invoice_no),
            ("started", &self.started),
        ]
    }

    fn payer(&self) -> &Jar {
        &self.payer
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

impl Start {
    /// What starts the payment of an order again: `--again`, or `--start` if it names the order.
    fn again(start: &str, again: Option<&str>) -> Option<Self> {
        let names = ["invoice_no", "order_no"];
        let has_number = names.map(|name| AddressOrCommand::read(start).has(name));
        let has_number = has_number.contains(&true);
        let own = has_number.then_some((START, start));
        let (option, text) = again.map(|again| ("--again", again)).or(own)?;
        Some(Self {
            option,
            does: "to start the payment of an order again",
            what: AddressOrCommand::read(text),
        })
    }
}

impl Common {
    /// A shop that the check starts on this port, or that is running already.
    pub(crate) fn new(
        account: Arc<Account>,
        port: u16,
        is_started: bool,
        limits: Limits,
    ) -> io::Result<Self> {
        let mut environment: Environment = environment::variables(&account).into();
        environment.push(("PORT", port.to_string()));
        Ok(Self {
            account,
            environment,
            port,
            is_started,
            printed: Printed::default(),
            limits,
            starting: RwLock::new(()),
            prefix: random::hex::<4>()?,
            count: AtomicU32::new(0),
        })
    }

    /// The variables that the shop gets. The probes run side by side, and `php -S` answers one
    /// request at a time by default.
    pub(crate) fn environment_of_shop(&self) -> Environment {
        let mut environment = self.environment.clone();
        if env::var_os(PHP_WORKERS).is_none() {
            environment.push((PHP_WORKERS, "8".to_owned()));
        }
        environment
    }

    /// Where the end of the shop's output is kept.
    pub(crate) fn printed(&self) -> Printed {
        self.printed.clone()
    }

    /// The port of a shop that the check started.
    pub(super) fn own_port(&self) -> Option<u16> {
        self.is_started.then_some(self.port)
    }

    /// The beginning of the numbers of all orders of this check.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    fn next_number(&self) -> String {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        format!("CHECK-{}-{number}", self.prefix)
    }
}

impl Shop {
    /// The shop as it is paid in this way. The error names the missing option.
    pub(crate) fn new(
        common: &Arc<Common>,
        gateway: Gateway,
        way: Way,
    ) -> Result<Self, &'static str> {
        let way = way.filled(common.port, gateway.name());
        let (start, paid) = (way.start.ok_or(START)?, way.paid.ok_or("--paid")?);
        let what = |text: Option<String>| text.as_deref().map(AddressOrCommand::read);
        Ok(Self {
            common: Arc::clone(common),
            gateway,
            visitor: Visitor::new(&common.limits.hosts, common.limits.patience),
            again: Start::again(&start, way.again.as_deref()),
            start: Start {
                option: START,
                does: "to start a payment",
                what: AddressOrCommand::read(&start),
            },
            paid: AddressOrCommand::read(&paid),
            failed: what(way.failed),
            code: what(way.code),
            amount: way.amount.unwrap_or_else(|| AMOUNT.to_owned()),
            headers: way.headers,
            lag: OnceLock::new(),
        })
    }

    /// Adds the end of the shop's output to the reason why a probe could not be carried out.
    pub(super) async fn with_output(&self, trouble: Trouble) -> Trouble {
        // A shop may print why it failed after it has answered.
        sleep(PAUSE).await;
        trouble.with_output(&self.common.printed.text())
    }

    pub(crate) fn gateway(&self) -> Gateway {
        self.gateway
    }

    pub(super) fn account(&self) -> &Account {
        &self.common.account
    }

    /// How long the API takes for an answer that is late.
    pub(super) fn late(&self) -> Duration {
        self.common.limits.late
    }

    /// An order of a new payer.
    pub(super) fn propose(&self) -> Proposed {
        Proposed {
            invoice_no: self.common.next_number(),
            amount: self.amount.clone(),
            started: String::new(),
            payer: Jar::default(),
        }
    }

    /// How much was sent to the shop.
    pub(super) fn sent(&self) -> Sent {
        self.visitor.sent()
    }
}

impl Shop {
    /// A callback on its way to the order's shop, addressed to whoever takes it.
    pub(super) fn message(&self, order: &Order, callback: &Callback) -> Message {
        let secret_key = self.account().secret_key();
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

    /// Sends a message to the shop, in the browser of the order's payer or as Plutu's server.
    pub(super) async fn send(&self, order: &Order, message: &Message) -> Result<Answer, Trouble> {
        let answer = self.try_send(order, message).await;
        answer.map_err(|error| self.not_sent(&message.url, &error))
    }

    /// As [`send`](Self::send), to a shop that may not answer.
    pub(super) async fn try_send(
        &self,
        order: &Order,
        message: &Message,
    ) -> Result<Answer, NoAnswer> {
        match &message.body {
            None => self.visitor.browse(&message.url, &order.payer).await,
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

    /// Visits a message's address with another method, or with other headers. Without a `payer`,
    /// the visit has no cookies.
    pub(super) async fn send_as(
        &self,
        message: &Message,
        method: Method,
        headers: &[(&'static str, &'static str)],
        payer: Option<&Jar>,
    ) -> Result<Answer, Trouble> {
        let visit = Visit {
            method,
            headers,
            jar: payer,
            arrival: Arrival::FromPlutu,
            ..Visit::get(&message.url)
        };
        let answer = self.visitor.send(&visit).await;
        answer.map_err(|error| self.not_sent(&message.url, &error))
    }

    /// Visits, in a payer's browser, one of the addresses that the check was given, or that the
    /// shop redirected to. The shop may take `extra` longer than usual.
    pub(super) async fn visit(
        &self,
        url: &str,
        payer: &Jar,
        extra: Duration,
    ) -> Result<Answer, NoAnswer> {
        let headers = self.headers.iter();
        let headers: Vec<_> = headers
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let visit = Visit {
            headers: &headers,
            jar: Some(payer),
            extra,
            ..Visit::get(url)
        };
        self.visitor.send(&visit).await
    }

    /// Runs one of the commands to its end. It may take `extra` longer than usual.
    pub(super) async fn run(
        &self,
        option: &str,
        command: &str,
        extra: Duration,
    ) -> Result<process::Done, Trouble> {
        let step = || format!("{option} `{command}`");
        let counted = self.visitor.count_command();
        counted.map_err(|error| Trouble::new(step(), error.to_string(), FEWER))?;
        let patience = self.visitor.patience().saturating_add(extra);
        match process::run(command, &self.common.environment, patience).await {
            Ok(Some(done)) => Ok(done),
            Ok(None) => Err(Trouble::new(
                step(),
                format!("it did not end within {} s", patience.as_secs_f64()),
                "find out why it hangs, or raise --patience",
            )),
            Err(error) => Err(Trouble::new(
                step(),
                error.to_string(),
                "correct the command",
            )),
        }
    }
}

impl Shop {
    fn not_sent(&self, url: &str, error: &NoAnswer) -> Trouble {
        let advice = match error {
            NoAnswer::NotAllowed => {
                "give the shop an address on this machine, or name its host with --allow-host"
            }
            NoAnswer::TooMany(_) => FEWER,
            error => self.advice(error, "see the shop's log"),
        };
        let address = url.split('?').next().unwrap_or_default();
        let step = format!("to bring a callback to {address}");
        Trouble::new(step, error.to_string(), advice)
    }

    /// What to change after this error: the usual advice, unless a late reply holds up the shop.
    pub(super) fn advice<'a>(&self, error: &NoAnswer, usual: &'a str) -> &'a str {
        if matches!(error, NoAnswer::TimedOut(_)) && self.waits_for_a_late_reply() {
            return ONE_AT_A_TIME;
        }
        usual
    }

    /// Whether a call of the API is being answered. Other answers than late ones take a moment.
    pub(super) fn waits_for_a_late_reply(&self) -> bool {
        !self.account().in_flight().at("").is_empty()
    }
}

/// The name of the option that starts a payment.
pub(super) const START: &str = "--start";

/// How long the shop has to print why it failed.
const PAUSE: Duration = Duration::from_millis(100);

const PHP_WORKERS: &str = "PHP_CLI_SERVER_WORKERS";

pub(super) const ONE_AT_A_TIME: &str = "the shop seems to answer one request at a time, and waits for the late reply. With \
                                        `php -S`, set PHP_CLI_SERVER_WORKERS=8; or use --skip answer-late,charge-answer-late";

/// The amount of an order, unless another is given.
const AMOUNT: &str = "12.50";

pub(super) const FEWER: &str = "choose fewer probes with --only";
