//! Payments with a one-time password: the shop asks for one, and the payer enters it in a form of
//! the shop's.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::InvoiceNo;
use tokio::task::JoinHandle;

use crate::check::address_or_command::AddressOrCommand;
use crate::check::start::StruckCall;
use crate::check::start::until;
use crate::check::target::Named as _;
use crate::check::target::Proposed;
use crate::check::target::START;
use crate::check::target::Shop;
use crate::check::target::Start;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;
use crate::fault::Fault;
use crate::gateway::Endpoint;
use crate::gateway::Role;
use crate::payments::Limit;
use crate::payments::Record;

/// How the payer got a second charge for one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SecondCharge {
    /// The payer entered the same password again.
    SamePassword,
    /// The payer started the payment of the same order again.
    SecondStart,
}

impl Shop {
    /// Lets the shop send the payer a one-time password.
    pub(super) async fn ask(&self) -> Result<Proposed, Trouble> {
        let _alone = self.common.starting.write().await;
        let calls = self.calls();
        let begun = self.begin(self.propose(), Duration::ZERO).await;
        let begun = begun.map_err(|error| self.not_begun(&self.start, error))?;
        let asked = self.calls_after(calls, self.endpoint(Role::Challenge));
        if asked.iter().any(|call| call.status == Some(200)) {
            return Ok(begun.order);
        }
        Err(self.not_opened(&begun, calls))
    }

    /// Enters the right password, or a wrong one. No fault that another probe planned strikes the
    /// charge.
    pub(super) async fn enter(&self, order: &Proposed, is_right: bool) -> Result<(), Trouble> {
        let _unstruck = self.common.starting.read().await;
        self.type_in(order, is_right, Duration::ZERO).await
    }

    async fn type_in(
        &self,
        order: &Proposed,
        is_right: bool,
        extra: Duration,
    ) -> Result<(), Trouble> {
        let code = self.password(is_right);
        let mut values = order.values();
        values.push(("code", &code));
        let code = self.code.as_ref().ok_or_else(|| {
            Trouble::new(
                "to enter a one-time password",
                "there is no --code",
                "give the address or the command that takes it",
            )
        })?;
        match code.filled(&values) {
            AddressOrCommand::Address(address) => {
                let answer = self.visit(&address, &order.payer, extra).await;
                answer.map(|_| ()).map_err(|error| {
                    let step = format!("to enter a one-time password, GET {}", shown(&address));
                    let advice = self.advice(&error, "correct --code, or see the shop's log");
                    Trouble::new(step, error.to_string(), advice)
                })
            }
            AddressOrCommand::Command(command) => {
                let done = self.run("--code", &command, extra).await?;
                // Any exit code of the command itself says nothing about the payment.
                if done.was_run() {
                    return Ok(());
                }
                let step = format!("to enter a one-time password, `{command}`");
                Err(Trouble::new(step, done.says(), "correct --code"))
            }
        }
    }

    /// Enters the right password while a fault strikes the charge, and returns the charge's invoice
    /// number. Waits until the shop has reacted to the fault: its call is over, and the payer has
    /// an answer.
    pub(super) async fn enter_struck(
        self: &Arc<Self>,
        order: &Proposed,
        fault: Fault,
    ) -> Result<InvoiceNo, Trouble> {
        let (charged, call, entering) = self.enter_and_strike(order, fault).await?;
        self.until_over(&call).await;
        // What the shop shows the payer may be worded in any way, so it is not read.
        let _ = entering.await;
        Ok(charged)
    }

    /// Enters the right password, and lets the payer leave while the shop waits for the reply to
    /// the charge, which comes after this time. Returns the charge's invoice number when the shop's
    /// call is over.
    pub(super) async fn enter_and_leave(
        self: &Arc<Self>,
        order: &Proposed,
        time: Duration,
    ) -> Result<InvoiceNo, Trouble> {
        let fault = Fault::Delay(time);
        let (charged, call, entering) = self.enter_and_strike(order, fault).await?;
        let is_too_late = self.is_over(&call);
        // This closes the payer's connection, or ends the command.
        entering.abort();
        let _ = entering.await;
        if is_too_late {
            return Err(Trouble::new(
                "to leave while the shop waits for the reply to a charge",
                "the shop's call was over before the payer could leave",
                "let the shop wait longer for Plutu, or repeat the check on a machine with less load",
            ));
        }
        self.until_over(&call).await;
        Ok(charged)
    }

    /// Enters the right password while a fault strikes the charge. Returns as soon as the sandbox
    /// has recorded the charge, with its invoice number and the payer's request, which may still be
    /// waiting.
    async fn enter_and_strike(
        self: &Arc<Self>,
        order: &Proposed,
        fault: Fault,
    ) -> Result<(InvoiceNo, StruckCall, JoinHandle<Result<(), Trouble>>), Trouble> {
        let alone = self.common.starting.write().await;
        let last = self.last_payment();
        let charge = self.endpoint(Role::Charge);
        let before = self.call_at(charge);
        self.plan(fault, charge);
        let (shop, entered) = (Arc::clone(self), order.clone());
        let entering = tokio::spawn(async move { shop.type_in(&entered, true, shop.late()).await });
        let patience = self.visitor.patience();
        let charged = until(patience, || self.charge_after(last)).await;
        self.account().faults().clear();
        let call = self.call_at(charge).without(&before);
        drop(alone);
        let charged = charged.ok_or_else(|| {
            Trouble::new(
                "to enter a one-time password",
                "the shop did not send it to the sandbox",
                "correct --code",
            )
        })?;
        if self.is_of_another(charged.as_str(), order) {
            return Err(self.not_asked());
        }
        Ok((charged, call, entering))
    }

    /// Lets the payer try to pay an order again whose charge has an unknown outcome: with the same
    /// password, and then from the start. Returns how the shop sent a second charge, if it did. The
    /// error says that the payer could not try.
    pub(super) async fn pay_again(
        &self,
        order: &Proposed,
    ) -> Result<Option<SecondCharge>, Trouble> {
        let _alone = self.common.starting.write().await;
        let before = self.calls();
        let entered = self.type_in(order, true, Duration::ZERO).await;
        if self.charges_after(before).await {
            return Ok(Some(SecondCharge::SamePassword));
        }
        entered?;
        let Some(again) = &self.again else {
            return Ok(None);
        };
        let started = self.start_again(again, order).await;
        if self.charges_after(before).await {
            return Ok(Some(SecondCharge::SecondStart));
        }
        started.map(|()| None)
    }

    /// Starts the payment of an order again, and enters the password. A shop may refuse the payer
    /// in any way: its calls of the API say what it did.
    async fn start_again(&self, again: &Start, order: &Proposed) -> Result<(), Trouble> {
        match self.begin_at(again, order.clone(), Duration::ZERO).await {
            Ok(begun) => {
                if let Some(trouble) = again.not_found(&begun) {
                    return Err(trouble);
                }
                // What --again prints says nothing, and may be empty: {started} is --start's.
                let is_start = again.option == START;
                let entered = if is_start { &begun.order } else { order };
                self.type_in(entered, true, Duration::ZERO).await
            }
            Err(error) if again.is_refusal(&error) => Ok(()),
            Err(error) => Err(self.not_begun(again, error)),
        }
    }

    /// Whether the shop sends a charge after the call with this number. It may answer the payer
    /// first and charge then.
    async fn charges_after(&self, number: u64) -> bool {
        let charge = self.endpoint(Role::Charge);
        let is_charged = || (!self.calls_after(number, charge).is_empty()).then_some(());
        let time = self.lag.get().map_or(TIME, |lag| TIME.max(*lag));
        until(time, is_charged).await.is_some()
    }

    fn password(&self, is_right: bool) -> String {
        let challenge = self.endpoint(Role::Challenge);
        let right = challenge.and_then(Endpoint::one_time_password);
        let right = right.unwrap_or_default();
        if is_right {
            right.to_owned()
        } else {
            right.replace('1', "2")
        }
    }

    fn charge_after(&self, last: u64) -> Option<InvoiceNo> {
        let read = |_, record: &Record| match record {
            Record::Otp(payment) => Some(payment.invoice_no.clone()),
            Record::Page(_) => None,
        };
        let found = self.account().payments().after(last, Limit::count(1), read);
        found.into_iter().flatten().next()
    }

    /// How often the shop sent a request again whose answer was lost or late.
    pub(super) fn repetitions(&self, invoice_no: &InvoiceNo) -> usize {
        let calls = self.calls_after(0, None).into_iter();
        calls
            .filter(|call| call.invoice_no.as_deref() == Some(invoice_no.as_str()))
            .count()
    }
}

/// How long a shop has, at least, to charge after it has answered the payer.
const TIME: Duration = Duration::from_millis(500);
