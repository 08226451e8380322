//! A payment that the payer answers with a one-time password: begun by `verify`, made by `confirm`.

use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::ProcessId;

use crate::gateway::Money;
use crate::gateway::OtpGateway;

/// A payment from its first step on. The payer's number and birth year are checked and not kept.
pub(super) struct Process {
    pub(super) gateway: OtpGateway,
    money: Money,
    begun: Duration,
    is_used: bool,
}

impl Process {
    pub(super) fn new(gateway: OtpGateway, money: Money, now: Duration) -> Self {
        Self {
            gateway,
            money,
            begun: now,
            is_used: false,
        }
    }

    /// Uses the process up, if all is as it should be.
    pub(super) fn confirm(
        &mut self,
        confirmation: &Confirmation,
        now: Duration,
    ) -> Result<(), NotConfirmed> {
        // First, however late or wrong the rest is: the answer must not sound as if no money had moved.
        if self.is_used {
            return Err(NotConfirmed::ProcessUsed);
        }
        if confirmation.money != self.money {
            return Err(NotConfirmed::OtherAmount);
        }
        if now.saturating_sub(self.begun) >= LIFETIME {
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
    pub(crate) gateway: OtpGateway,
    pub(crate) process_id: ProcessId,
    pub(crate) has_right_otp: bool,
    pub(crate) money: Money,
    pub(crate) invoice_no: InvoiceNo,
}

/// Why no money was taken.
pub(crate) enum NotConfirmed {
    /// The invoice number was used before, by any gateway.
    InvoiceUsed,
    /// The gateway has begun no such process.
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
