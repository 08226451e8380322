//! Starts payments at the shop, and learns of each what the shop's own call of the API said.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::address;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;
use crate::check::visit::NoAnswer;
use crate::check::visit::origin;
use crate::check::what::What;
use crate::fault::Fault;
use crate::fault::Planned;
use crate::gateway::Endpoint;
use crate::gateway::Role;
use crate::journal::CallReport;
use crate::payments::Limit;
use crate::payments::Payment;
use crate::payments::Record;
use crate::visible::printable;

/// A payment whose start was struck by a fault.
pub(super) struct Struck {
    pub(super) order: Order,
    /// The payer's own request, which may still be waiting.
    pub(super) started: JoinHandle<Result<Begun, Trouble>>,
}

/// What the shop answered when a payment was started.
pub(super) struct Begun {
    /// The HTTP status; `None` for a command.
    pub(super) status: Option<u16>,
    text: String,
    /// What a command printed, or the address where a visit ended.
    pub(super) started: String,
    /// The number that was proposed.
    pub(super) invoice_no: String,
}

impl Shop {
    /// Starts a payment.
    pub(super) async fn open(&self) -> Result<Order, Trouble> {
        let _shared = self.starting.read().await;
        let calls = self.calls();
        let begun = self.begin().await?;
        let payment = self.payment_in(&begun.text);
        let payment = payment.ok_or_else(|| self.not_opened(&begun, calls))?;
        self.opened(payment, begun.started)
    }

    fn opened(&self, payment: Payment, started: String) -> Result<Order, Trouble> {
        if payment.order.gateway == self.gateway {
            return Ok(Order { payment, started });
        }
        Err(Trouble::new(
            self.started(),
            format!(
                "the shop opened a payment with {}",
                payment.order.gateway.name()
            ),
            format!(
                "let --start pay with {}, or name the other with --gateway",
                self.gateway.name()
            ),
        ))
    }

    /// Starts a payment whose call of the API is struck by this fault, and waits until the sandbox
    /// has recorded it.
    pub(super) async fn open_struck(self: &Arc<Self>, fault: Fault) -> Result<Struck, Trouble> {
        let _alone = self.starting.write().await;
        let last = self.last_payment();
        self.plan(fault);
        let shop = Arc::clone(self);
        let started = tokio::spawn(async move { shop.begin().await });
        let recorded = async {
            loop {
                if let Some(payment) = self.payment_after(last) {
                    return payment;
                }
                sleep(PAUSE).await;
            }
        };
        let recorded = timeout(self.visitor.patience(), recorded).await;
        self.account.faults().clear();
        let payment = recorded.map_err(|_| {
            Trouble::new(
                self.started(),
                "the shop did not call the sandbox in time",
                "see whether payments are started one after the other",
            )
        })?;
        let order = self.opened(payment, String::new())?;
        Ok(Struck { order, started })
    }

    /// Starts a payment that this fault prevents, and gives the shop's answer.
    pub(super) async fn begin_struck(&self, fault: Fault) -> Result<Begun, Trouble> {
        let _alone = self.starting.write().await;
        self.plan(fault);
        let begun = self.begin().await;
        self.account.faults().clear();
        begun
    }

    fn plan(&self, fault: Fault) {
        let page = self.endpoint(Role::Page);
        self.account.faults().plan(Planned {
            fault,
            endpoint: page.map(Endpoint::name),
        });
    }

    /// The gateway's endpoint of this role.
    pub(super) fn endpoint(&self, role: Role) -> Option<Endpoint> {
        let mut endpoints = self.gateway.endpoints();
        endpoints.find(|endpoint| endpoint.role() == role)
    }

    /// Asks the shop for a payment page, and follows it there.
    pub(super) async fn begin(&self) -> Result<Begun, Trouble> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let invoice_no = format!("CHECK-{}-{number}", self.prefix);
        let values = [
            ("amount", self.amount.as_str()),
            ("invoice_no", &invoice_no),
        ];
        let begun = match self.start.filled(&values) {
            What::Address(address) => self.walk(address).await?,
            What::Command(command) => self.printed(&command).await?,
        };
        Ok(Begun {
            invoice_no,
            ..begun
        })
    }

    async fn walk(&self, address: String) -> Result<Begun, Trouble> {
        let mut url = address;
        for _ in 0..MAX_STEPS {
            let answer = self.visit(&url).await;
            let answer = answer.map_err(|error| self.no_start(&url, &error))?;
            let Some(next) = answer.location else {
                return Ok(Begun {
                    status: Some(answer.status),
                    text: answer.body,
                    started: url,
                    invoice_no: String::new(),
                });
            };
            if self.payment_in(&next).is_some() {
                return Ok(Begun {
                    status: Some(answer.status),
                    text: next,
                    started: url,
                    invoice_no: String::new(),
                });
            }
            url = next;
        }
        let step = format!("to start a payment, GET {}", origin(&url));
        let received = format!(
            "the shop redirected {MAX_STEPS} times, at last to {}",
            shown(&url)
        );
        Err(Trouble::new(
            step,
            received,
            "let it redirect to the payment page",
        ))
    }

    fn no_start(&self, url: &str, error: &NoAnswer) -> Trouble {
        if matches!(error, NoAnswer::NotAllowed) && !url.starts_with(origin(&self.start_text())) {
            return Trouble::new(
                self.started(),
                format!(
                    "the shop redirected to {}, and not to the payment page",
                    shown(url)
                ),
                format!(
                    "let --start redirect to, or print, the `redirect_url` that {} answered with",
                    self.account.base_url()
                ),
            );
        }
        let advice = match error {
            NoAnswer::NotAllowed => "name its host with --allow-host",
            NoAnswer::TimedOut(_) => "see why the shop hangs, or raise --patience",
            _ => "see whether the shop is running, and whether --start is right",
        };
        Trouble::new(
            format!("to start a payment, GET {url}"),
            error.to_string(),
            advice,
        )
    }

    async fn printed(&self, command: &str) -> Result<Begun, Trouble> {
        let done = self.run("--start", command).await?;
        if done.code != Some(0) {
            return Err(Trouble::new(
                format!("to start a payment, `{command}`"),
                format!("it ended with {} and {}", done.end(), done.words()),
                "correct --start",
            ));
        }
        Ok(Begun {
            status: None,
            started: done.stdout.trim().to_owned(),
            text: done.stdout,
            invoice_no: String::new(),
        })
    }

    /// The payment whose page this text names.
    fn payment_in(&self, text: &str) -> Option<Payment> {
        let begin = format!("{}{}/", self.account.origin(), address::CHECKOUT);
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(&begin) {
            let (id, token) = after.split_once(&format!("?{}=", address::TOKEN))?;
            let token_end = token.find(|char: char| !char.is_ascii_alphanumeric());
            let token = token.get(..token_end.unwrap_or(token.len()))?;
            let payment = id.parse().ok();
            if let Some(payment) = payment.and_then(|id| self.account.payments().find(id, token)) {
                return Some(payment);
            }
            rest = after;
        }
        None
    }

    /// Why no payment page was found in the shop's answer. `calls` had come before.
    pub(super) fn not_opened(&self, begun: &Begun, calls: u64) -> Trouble {
        let status = begun.status.map(|status| format!("status {status} and "));
        let answered = format!("{}{}", status.unwrap_or_default(), shown(&begun.text));
        let mut since = self.account.journal().last(MAX_CALLS).into_iter();
        let call = since.find(|call| call.number > calls);
        let base_url = self.account.base_url();
        let (received, advice) = match call {
            None => (
                format!("the shop did not call the sandbox, and answered with {answered}"),
                format!("let it take the API's address from PLUTU_BASE_URL, which is {base_url}"),
            ),
            Some(CallReport {
                problem: Some(problem),
                ..
            }) => (
                format!(
                    "the sandbox refused the shop's request, {}, and the shop answered with {answered}",
                    printable(&problem)
                ),
                "correct the request".to_owned(),
            ),
            Some(_) => (
                format!(
                    "the sandbox gave out a payment page, and the shop answered with {answered}"
                ),
                "let --start redirect to it, or print it".to_owned(),
            ),
        };
        Trouble::new(self.started(), received, advice)
    }

    pub(super) fn calls(&self) -> u64 {
        let last = self.account.journal().last(1);
        last.first().map_or(0, |call| call.number)
    }

    pub(super) fn last_payment(&self) -> u64 {
        let last = self.account.payments().last(Limit::count(1), |id, _| id);
        last.first().copied().unwrap_or_default()
    }

    fn payment_after(&self, last: u64) -> Option<Payment> {
        let found =
            self.account
                .payments()
                .after(last, Limit::count(1), |_, record| match record {
                    Record::Page(payment) => Some(payment.clone()),
                    Record::Otp(_) => None,
                });
        found.into_iter().flatten().next()
    }

    fn started(&self) -> String {
        format!("to start a payment, {}", self.start)
    }

    fn start_text(&self) -> String {
        match &self.start {
            What::Address(text) | What::Command(text) => text.clone(),
        }
    }
}

const PAUSE: Duration = Duration::from_millis(20);
const MAX_STEPS: usize = 5;

/// As many calls as may have come while one payment was started.
const MAX_CALLS: usize = 100;
