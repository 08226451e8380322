//! Starts payments at the shop, and learns of each what the shop's own call of the API said.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::InvoiceNo;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::address;
use crate::check::address_or_command::AddressOrCommand;
use crate::check::process::Done;
use crate::check::target::FEWER;
use crate::check::target::Named as _;
use crate::check::target::ONE_AT_A_TIME;
use crate::check::target::Order;
use crate::check::target::Proposed;
use crate::check::target::START;
use crate::check::target::Shop;
use crate::check::target::Start;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;
use crate::check::visit::NoAnswer;
use crate::check::visit::origin;
use crate::fault::Fault;
use crate::fault::Planned;
use crate::gateway::Endpoint;
use crate::gateway::Role;
use crate::journal::CallReport;
use crate::payments::Limit;
use crate::payments::Payment;
use crate::payments::Record;
use crate::visible::printable;

/// A payment that was started. It may have no payment page.
pub(super) struct Begun {
    /// The HTTP status; `None` for a command.
    pub(super) status: Option<u16>,
    /// What the shop answered, or what a command printed.
    pub(super) text: String,
    /// The address where a visit ended, if the shop redirected it.
    pub(super) redirected_to: Option<String>,
    pub(super) order: Proposed,
}

/// Why a payment was not started.
pub(super) enum NotBegun {
    NoAnswer {
        url: String,
        error: NoAnswer,
    },
    /// The shop redirected more often than a browser follows, at last to this address.
    InCircles(String),
    Failed {
        command: String,
        done: Done,
    },
    /// The command could not be run to its end.
    NotRun(Trouble),
}

/// A call of the API that a fault struck, and the payer who waits for what the shop makes of it.
pub(super) struct StruckCall {
    /// The numbers of the struck call among those that are being answered. It is one at most.
    numbers: Vec<u64>,
    path: &'static str,
}

impl Shop {
    /// Starts a payment.
    pub(super) async fn open(&self) -> Result<Order, Trouble> {
        let _shared = self.common.starting.read().await;
        let calls = self.calls();
        let begun = self.begin(self.propose(), Duration::ZERO).await;
        let begun = begun.map_err(|error| self.not_begun(&self.start, error))?;
        let payment = self.payment_in(&begun.text);
        let payment = payment.ok_or_else(|| self.not_opened(&begun, calls))?;
        self.opened(payment, begun.order)
    }

    fn opened(&self, payment: Payment, proposed: Proposed) -> Result<Order, Trouble> {
        let Proposed {
            invoice_no: proposed_no,
            started,
            payer,
            ..
        } = proposed;
        if payment.order.gateway == self.gateway {
            return Ok(Order {
                payment,
                proposed_no,
                started,
                payer,
            });
        }
        Err(Trouble::new(
            self.start.step(),
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

    /// Starts a payment whose call of the API is struck by this fault. Waits until the shop has
    /// reacted to the fault: its call is over, and the payer has an answer.
    pub(super) async fn open_struck(self: &Arc<Self>, fault: Fault) -> Result<Order, Trouble> {
        let (order, call, started) = self.open_and_strike(fault).await?;
        self.until_over(&call).await;
        // What the payer is shown does not matter: the order says what the shop made of it.
        let _ = started.await;
        Ok(order)
    }

    /// Starts a payment whose call of the API is struck by this fault. Returns as soon as the
    /// sandbox has recorded the payment, with the payer's request, which may still be waiting.
    pub(super) async fn open_and_strike(
        self: &Arc<Self>,
        fault: Fault,
    ) -> Result<(Order, StruckCall, JoinHandle<Result<Begun, NotBegun>>), Trouble> {
        let _alone = self.common.starting.write().await;
        let last = self.last_payment();
        let before = self.call_at(self.first_endpoint());
        self.plan(fault, self.first_endpoint());
        let (shop, proposed) = (Arc::clone(self), self.propose());
        let mut order = proposed.clone();
        let started = tokio::spawn(async move { shop.begin(proposed, shop.late()).await });
        let patience = self.visitor.patience();
        let recorded = until(patience, || self.payment_after(last)).await;
        self.account().faults().clear();
        let payment = recorded.ok_or_else(|| self.not_asked())?;
        if self.is_of_another(payment.order.invoice_no.as_str(), &order) {
            return Err(self.not_asked());
        }
        order.started = String::new();
        let call = self.call_at(self.first_endpoint()).without(&before);
        Ok((self.opened(payment, order)?, call, started))
    }

    /// Starts a payment that this fault prevents, and returns the shop's reaction. The error says
    /// that the fault did not strike the shop's request for this payment.
    pub(super) async fn begin_struck(
        &self,
        proposed: Proposed,
        fault: Fault,
    ) -> Result<Result<Begun, NotBegun>, Trouble> {
        let _alone = self.common.starting.write().await;
        let calls = self.calls();
        let struck = fault.to_string();
        self.plan(fault, self.first_endpoint());
        let begun = self.begin(proposed.clone(), Duration::ZERO).await;
        self.account().faults().clear();
        if self.is_struck(&proposed, calls, &struck) {
            return Ok(begun);
        }
        begun.map_err(|error| self.not_begun(&self.start, error))?;
        Err(self.not_asked())
    }

    /// Whether this fault struck the call of this order, after the call with the number `calls`.
    fn is_struck(&self, order: &Proposed, calls: u64, fault: &str) -> bool {
        let since = self.account().journal().last(MAX_CALLS).into_iter();
        let mut struck = since
            .filter(|call| call.number > calls)
            .filter(|call| call.faults.iter().any(|own| own == fault));
        struck.any(|call| {
            let invoice_no = call.invoice_no.as_deref().unwrap_or_default();
            !self.is_of_another(invoice_no, order)
        })
    }

    /// Whether an invoice number names another order of the check. A shop that is slow may send the
    /// request of an order that the check gave up. A shop's own numbers say nothing.
    pub(super) fn is_of_another(&self, invoice_no: &str, order: &Proposed) -> bool {
        let own = order.invoice_no.as_str();
        let is_own = invoice_no
            .split_once(own)
            .is_some_and(|(_, after)| !after.starts_with(|char: char| char.is_ascii_digit()));
        !is_own && invoice_no.contains(self.common.prefix())
    }

    pub(super) fn not_asked(&self) -> Trouble {
        let advice = if self.waits_for_a_late_reply() {
            ONE_AT_A_TIME
        } else {
            "see whether it starts payments one after the other, or raise --patience"
        };
        let received = "the shop did not ask Plutu for this order in time";
        Trouble::new(self.start.step(), received, advice)
    }

    /// Asks the shop for a payment page, and follows its redirects. The shop may take `extra`
    /// longer than usual.
    pub(super) async fn begin(
        &self,
        proposed: Proposed,
        extra: Duration,
    ) -> Result<Begun, NotBegun> {
        self.begin_at(&self.start, proposed, extra).await
    }

    /// As [`begin`](Self::begin), with this option.
    pub(super) async fn begin_at(
        &self,
        start: &Start,
        proposed: Proposed,
        extra: Duration,
    ) -> Result<Begun, NotBegun> {
        match start.what.filled(&proposed.values()) {
            AddressOrCommand::Address(address) => self.walk(address, proposed, extra).await,
            AddressOrCommand::Command(command) => {
                self.printed(start, command, proposed, extra).await
            }
        }
    }

    async fn walk(
        &self,
        address: String,
        proposed: Proposed,
        extra: Duration,
    ) -> Result<Begun, NotBegun> {
        let mut url = address;
        for step in 0..MAX_STEPS {
            let answer = match self.visit(&url, &proposed.payer, extra).await {
                Ok(answer) => answer,
                Err(error) => return Err(NotBegun::NoAnswer { url, error }),
            };
            let text = match answer.location {
                Some(next) if self.payment_in(&next).is_none() => {
                    url = next;
                    continue;
                }
                Some(page) => page,
                None => answer.body,
            };
            return Ok(Begun {
                status: Some(answer.status),
                text,
                redirected_to: (step > 0).then(|| url.clone()),
                order: Proposed {
                    started: url,
                    ..proposed
                },
            });
        }
        Err(NotBegun::InCircles(url))
    }

    async fn printed(
        &self,
        start: &Start,
        command: String,
        proposed: Proposed,
        extra: Duration,
    ) -> Result<Begun, NotBegun> {
        let done = self.run(start.option, &command, extra).await;
        let done = done.map_err(NotBegun::NotRun)?;
        if done.code != Some(0) {
            return Err(NotBegun::Failed { command, done });
        }
        Ok(Begun {
            status: None,
            redirected_to: None,
            order: Proposed {
                started: done.stdout.trim().to_owned(),
                ..proposed
            },
            text: done.stdout,
        })
    }
}

impl Shop {
    /// The gateway's endpoint that starts a payment.
    pub(super) fn first_endpoint(&self) -> Option<Endpoint> {
        let challenge = self.endpoint(Role::Challenge);
        let challenge = challenge.filter(|it| it.one_time_password().is_some());
        challenge.or_else(|| self.endpoint(Role::Page))
    }

    /// The gateway's endpoint of this role.
    pub(super) fn endpoint(&self, role: Role) -> Option<Endpoint> {
        let mut endpoints = self.gateway.endpoints();
        endpoints.find(|endpoint| endpoint.role() == role)
    }

    pub(super) fn plan(&self, fault: Fault, endpoint: Option<Endpoint>) {
        self.account().faults().plan(Planned {
            fault,
            endpoint: endpoint.map(Endpoint::name),
        });
    }

    /// The calls to an endpoint that are being answered.
    pub(super) fn call_at(&self, endpoint: Option<Endpoint>) -> StruckCall {
        let path = endpoint.map_or("", Endpoint::path);
        let numbers = self.account().in_flight().at(path);
        StruckCall { numbers, path }
    }

    /// Waits until a call is over: the shop has the answer, or has closed the connection. No answer
    /// is later than [`late`](Self::late).
    pub(super) async fn until_over(&self, call: &StruckCall) {
        let patience = self.visitor.patience().saturating_add(self.late());
        until(patience, || self.is_over(call).then_some(())).await;
    }

    /// Whether a call is over.
    pub(super) fn is_over(&self, call: &StruckCall) -> bool {
        let waiting = self.account().in_flight().at(call.path);
        !call.numbers.iter().any(|number| waiting.contains(number))
    }

    /// Whether the shop took the late reply to its request for this payment.
    pub(super) fn has_waited(&self, invoice_no: &InvoiceNo) -> bool {
        let mut calls = self.account().journal().last(MAX_CALLS).into_iter();
        calls.any(|call| {
            let is_of_payment = call.invoice_no.as_deref() == Some(invoice_no.as_str());
            is_of_payment && call.is_awaited && !call.faults.is_empty()
        })
    }

    /// The payment whose page this text names.
    fn payment_in(&self, text: &str) -> Option<Payment> {
        let begin = format!("{}{}/", self.account().origin(), address::CHECKOUT);
        // PHP writes a slash in JSON with a backslash.
        let text = text.replace(r"\/", "/");
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once(&begin) {
            let (id, token) = after.split_once(&format!("?{}=", address::TOKEN))?;
            let token_end = token.find(|char: char| !char.is_ascii_alphanumeric());
            let token = token.get(..token_end.unwrap_or(token.len()))?;
            let payment = id.parse().ok();
            let find = |id| self.account().payments().find(id, token);
            if let Some(payment) = payment.and_then(find) {
                return Some(payment);
            }
            rest = after;
        }
        None
    }

    /// The number of the last call of the API.
    pub(super) fn calls(&self) -> u64 {
        let last = self.account().journal().last(1);
        last.first().map_or(0, |call| call.number)
    }

    /// The calls of an endpoint after this number that no fault struck, the newest first.
    pub(super) fn calls_after(&self, number: u64, endpoint: Option<Endpoint>) -> Vec<CallReport> {
        let path = endpoint.map_or("", Endpoint::path);
        let calls = self.account().journal().last(MAX_CALLS).into_iter();
        calls
            .filter(|call| call.number > number && call.path.ends_with(path))
            .filter(|call| call.faults.is_empty())
            .collect()
    }

    pub(super) fn last_payment(&self) -> u64 {
        let last = self.account().payments().last(Limit::count(1), |id, _| id);
        last.first().copied().unwrap_or_default()
    }

    fn payment_after(&self, last: u64) -> Option<Payment> {
        let payments = self.account().payments();
        let found = payments.after(last, Limit::count(1), |_, record| match record {
            Record::Page(payment) => Some(payment.clone()),
            Record::Otp(_) => None,
        });
        found.into_iter().flatten().next()
    }
}

impl Shop {
    /// Why a payment was not started with this option, and what to change.
    pub(super) fn not_begun(&self, start: &Start, error: NotBegun) -> Trouble {
        match error {
            NotBegun::NoAnswer { url, error } => self.no_start(start, &url, &error),
            NotBegun::InCircles(url) => Trouble::new(
                format!("{}, GET {}", start.does, origin(&url)),
                format!(
                    "the shop redirected {MAX_STEPS} times, at last to {}",
                    shown(&url)
                ),
                "let it redirect to the payment page",
            ),
            NotBegun::Failed { command, done } => Trouble::new(
                format!("{}, `{command}`", start.does),
                done.says(),
                format!("correct {}", start.option),
            ),
            NotBegun::NotRun(trouble) => trouble,
        }
    }

    fn no_start(&self, start: &Start, url: &str, error: &NoAnswer) -> Trouble {
        if matches!(error, NoAnswer::NotAllowed) && !start.has_origin_of(url) {
            return Trouble::new(
                start.step(),
                format!(
                    "the shop redirected to {}, and not to the payment page",
                    shown(url)
                ),
                format!(
                    "let {} redirect to, or print, the `redirect_url` that {} answered with",
                    start.option,
                    self.account().base_url()
                ),
            );
        }
        let correct = format!(
            "see whether the shop is running, and whether {} is right",
            start.option
        );
        let advice = match error {
            NoAnswer::NotAllowed => "name its host with --allow-host",
            NoAnswer::TimedOut(_) => {
                self.advice(error, "find out why the shop hangs, or raise --patience")
            }
            NoAnswer::TooMany(_) => FEWER,
            _ => &correct,
        };
        let step = format!("{}, GET {url}", start.does);
        Trouble::new(step, error.to_string(), advice)
    }

    /// Why no payment page was found in the shop's answer. The call with the number `calls` came
    /// before.
    pub(super) fn not_opened(&self, begun: &Begun, calls: u64) -> Trouble {
        let status = begun.status.map(|status| format!("status {status} and "));
        let answered = format!("{}{}", status.unwrap_or_default(), shown(&begun.text));
        let mut since = self.account().journal().last(MAX_CALLS).into_iter();
        let call = since.find(|call| call.number > calls);
        let base_url = self.account().base_url();
        let (received, advice) = match call {
            None => (
                format!("the shop did not call the sandbox, and answered with {answered}"),
                match begun.status {
                    Some(404) => "correct the path in --start".to_owned(),
                    Some(200..=299) if begun.text.trim().is_empty() => format!(
                        "see whether the shop's program has errors (`php -l` finds them in PHP), and let it take the \
                         API's address from PLUTU_BASE_URL, which is {base_url}"
                    ),
                    Some(500..) => "the shop failed: see its log".to_owned(),
                    _ => {
                        format!(
                            "let it take the API's address from PLUTU_BASE_URL, which is {base_url}"
                        )
                    }
                },
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
                    "the sandbox gave the shop a payment page, and the shop answered with {answered}"
                ),
                "let --start redirect to it, or print it".to_owned(),
            ),
        };
        Trouble::new(self.start.step(), received, advice)
    }
}

impl Start {
    /// The step that this option is for.
    fn step(&self) -> String {
        format!("{}, {}", self.does, self.what)
    }

    /// Whether a URL has the origin that the option names.
    fn has_origin_of(&self, url: &str) -> bool {
        let (AddressOrCommand::Address(text) | AddressOrCommand::Command(text)) = &self.what;
        origin(url) == origin(text)
    }

    /// Whether an error is the shop's own answer, with which it may refuse a payer: it sent the
    /// payer to another site or in circles, or a command ended with an exit code.
    pub(super) fn is_refusal(&self, error: &NotBegun) -> bool {
        match error {
            NotBegun::NoAnswer {
                url,
                error: NoAnswer::NotAllowed,
            } => !self.has_origin_of(url),
            NotBegun::InCircles(_) => true,
            NotBegun::Failed { done, .. } => done.was_run(),
            NotBegun::NoAnswer { .. } | NotBegun::NotRun(_) => false,
        }
    }

    /// Why the shop has no such address. A shop may refuse a payer with 404 too, but an address
    /// that was misspelled gets no other answer.
    pub(super) fn not_found(&self, begun: &Begun) -> Option<Trouble> {
        let status = begun.status.filter(|it| [404, 405].contains(it))?;
        let is_new = self.option != START && begun.redirected_to.is_none();
        let received = format!("the answer was {status} and {}", shown(&begun.text));
        let advice = format!(
            "correct {}, or let the shop refuse the payer with another status, for example 409",
            self.option
        );
        is_new.then(|| Trouble::new(self.step(), received, advice))
    }
}

impl StruckCall {
    /// The call among these that was not there before.
    pub(super) fn without(mut self, before: &Self) -> Self {
        self.numbers
            .retain(|number| !before.numbers.contains(number));
        self
    }
}

/// Looks again and again until there is something. `None` if there is nothing in time.
pub(super) async fn until<T>(patience: Duration, look: impl Fn() -> Option<T>) -> Option<T> {
    let found = async {
        loop {
            if let Some(found) = look() {
                return found;
            }
            sleep(PAUSE).await;
        }
    };
    timeout(patience, found).await.ok()
}

const PAUSE: Duration = Duration::from_millis(20);
const MAX_STEPS: usize = 5;

/// As many calls as the journal keeps.
const MAX_CALLS: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_the_answer_of_the_shop() {
        let start = Start {
            option: "--again",
            does: "to start the payment of an order again",
            what: AddressOrCommand::read("http://127.0.0.1:1/pay"),
        };
        let no_answer = |url: &str, error| NotBegun::NoAnswer {
            url: url.to_owned(),
            error,
        };
        let failed = |code| NotBegun::Failed {
            command: "./pay".to_owned(),
            done: Done {
                code,
                stdout: String::new(),
                stderr: String::new(),
            },
        };
        let time_out = NoAnswer::TimedOut(Duration::ZERO);
        for (error, is_refusal) in [
            (no_answer("https://a.example/", NoAnswer::NotAllowed), true),
            (
                no_answer("http://127.0.0.1:1/pay", NoAnswer::NotAllowed),
                false,
            ),
            (
                no_answer("http://127.0.0.1:12/pay", NoAnswer::NotAllowed),
                true,
            ),
            (no_answer("http://127.0.0.1:1/pay", time_out), false),
            (NotBegun::InCircles("http://127.0.0.1:1/".to_owned()), true),
            (failed(Some(22)), true),
            (failed(Some(126)), false),
            (failed(Some(127)), false),
            (failed(None), false),
        ] {
            let says = start.is_refusal(&error);
            assert_eq!(says, is_refusal);
        }
    }
}
