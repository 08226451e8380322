//! A payment with a one-time password: the first step starts it, the second step completes it.

use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::ProcessId;

use crate::gateway::Endpoint;
use crate::money::Money;

/// A payment after its first step. The payer's birth year is checked and not kept, and their number
/// is kept only in masked form.
#[derive(Clone)]
pub(crate) struct Process {
    /// The endpoint that started it.
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

    /// Uses up the process, if the confirmation is valid.
    pub(super) fn confirm(
        &mut self,
        confirmation: &Confirmation,
        now: Duration,
    ) -> Result<(), NotConfirmed> {
        // This is checked first: even if the rest is late or wrong, the answer must not suggest
        // that no money has moved.
        if self.is_used {
            return Err(NotConfirmed::ProcessUsed);
        }
        if confirmation.money != self.money {
            return Err(NotConfirmed::OtherAmount);
        }
        if self.has_expired(now) {
            return Err(NotConfirmed::Expired);
        }
        // Tries are not counted (our decision): it is not known what Plutu does after several.
        if !confirmation.has_right_otp {
            return Err(NotConfirmed::WrongOtp);
        }
        self.is_used = true;
        Ok(())
    }
}

/// The request of the second step.
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
    /// The first step has not started such a process.
    UnknownProcess,
    /// The process was already confirmed.
    ProcessUsed,
    /// The first step had another amount.
    OtherAmount,
    /// The one-time password has expired.
    Expired,
    /// The one-time password is wrong.
    WrongOtp,
}

/// How long a one-time password is valid (our decision). Plutu's own limit is not known.
pub(crate) const LIFETIME: Duration = Duration::from_secs(5 * 60);
