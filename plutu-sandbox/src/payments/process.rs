//! A payment that the payer answers with a one-time password: begun by
//! the first step, made by the second.

use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::ProcessId;

use crate::gateway::Endpoint;
use crate::money::Money;

/// A payment from its first step on. The payer's birth year is checked and not kept, and their
/// number only as it may be shown.
#[derive(Clone)]
pub(crate) struct Process {
    /// The endpoint that began it.
    pub(crate) endpoint: Endpoint,
    pub(crate) money: Money,
    /// The number that the one-time password was sent to, if the endpoint asks for one.
    pub(crate) masked_number: Option<String>,
    begun: Duration,
    pub(crate) is_used: bool,
}

impl Process {
    pub(super) fn new(
        endpoint: Endpoint,
        money: Money,
        masked_number: Option<String>,
        now: Duration,
    ) -> Self {
        Self {
            endpoint,
            money,
            masked_number,
            begun: now,
            is_used: false,
        }
    }

    /// When the one-time password was sent, since the beginning of 1970.
    pub(crate) fn begun(&self) -> Duration {
        self.begun
    }

    pub(crate) fn has_expired(&self, now: Duration) -> bool {
        now.saturating_sub(self.begun) >= LIFETIME
    }

    /// Uses the process up, if all is as it should be.
    pub(super) fn confirm(
        &mut self,
        confirmation: &Confirmation,
        now: Duration,
    ) -> Result<(), NotConfirmed> {
        // First, however late or wrong the rest is: the answer must not sound as if no money had
        // moved.
        if self.is_used {
            return Err(NotConfirmed::ProcessUsed);
        }
        if confirmation.money != self.money {
            return Err(NotConfirmed::OtherAmount);
        }
        if self.has_expired(now) {
            return Err(NotConfirmed::Expired);
        }
        // Tries are not counted (our decision): what Plutu does after several is unknown.
        if !confirmation.has_right_otp {
            return Err(NotConfirmed::WrongOtp);
        }
        self.is_used = true;
        Ok(())
    }
}

/// What the merchant asks for in the second step.
pub(crate) struct Confirmation {
    pub(crate) endpoint: Endpoint,
    pub(crate) process_id: ProcessId,
    pub(crate) has_right_otp: bool,
    pub(crate) money: Money,
    pub(crate) invoice_no: InvoiceNo,
}

/// Why no money was taken.
pub(crate) enum NotConfirmed {
    /// The invoice number was used before, by any gateway.
    InvoiceUsed,
    /// The first step has begun no such process.
    UnknownProcess,
    /// The money of the process was taken before.
    ProcessUsed,
    /// The first step was for another amount.
    OtherAmount,
    /// The one-time password is too old.
    Expired,
    /// The one-time password is another.
    WrongOtp,
}

/// How long a one-time password is good for. Plutu's own time is unknown.
pub(crate) const LIFETIME: Duration = Duration::from_secs(5 * 60);
