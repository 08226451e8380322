//! The situations, and the conversions from every outcome.

use plutu_core::ApiError;
use plutu_core::CallbackError;
use plutu_core::Certainty;
use plutu_core::ErrorCode;
use plutu_core::Mismatch;
use plutu_core::Paid;
use plutu_core::ReplyError;
use plutu_core::Request;
use plutu_core::Settlement;
#[cfg(feature = "http")]
use plutu_http::SendError;

use crate::answer::refusal::Refusal;
use crate::rejection::Rejection;

/// The message for a payer about one attempt to pay.
///
/// This enum is exhaustive. A new case is a breaking change, so that no shop overlooks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Situation {
    /// The order is paid.
    Paid,
    /// The payer canceled. This attempt took no money.
    Canceled,
    /// It is not known yet whether the order is paid. The shop looks the payment up.
    BeingChecked,
    /// The money may have moved. The sentence promises that the shop looks into it: freeze the
    /// order until a person has looked the payment up.
    InDoubt,
    /// The answer does not verify, or belongs to another order. It says nothing about this order.
    NotBelieved,
    /// Plutu refused the attempt, which took no money.
    Refused(Refusal),
    /// This attempt took no money, and the next one may succeed.
    TryAgain,
}

impl Situation {
    /// The HTTP status of the page that the payer sees.
    ///
    /// If the outcome is unknown, it is never 500, 502 or 504: such a status would call it a
    /// failure, and proxies replace such answers with a page of their own.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Paid | Self::Canceled => 200,
            Self::BeingChecked | Self::InDoubt => 202,
            Self::NotBelieved => 400,
            Self::Refused(_) => 402,
            Self::TryAgain => 503,
        }
    }

    /// Whether a page may offer to pay again. It may only if this attempt is known to have taken no
    /// money.
    #[must_use]
    pub const fn may_pay_again(self) -> bool {
        match self {
            Self::Canceled | Self::Refused(_) | Self::TryAgain => true,
            Self::Paid | Self::BeingChecked | Self::InDoubt | Self::NotBelieved => false,
        }
    }

    /// Returns the situation after a request that was sent without plutu-http and has no reply.
    #[must_use]
    pub fn of_reply_error<R: Request>(error: &ReplyError) -> Self {
        let code = error.api_error().map(ApiError::code);
        Self::of_attempt(error.certainty(), R::MOVES_MONEY, code)
    }

    fn of_attempt(certainty: Certainty, moves_money: bool, code: Option<&ErrorCode>) -> Self {
        match (certainty, code) {
            (Certainty::Unknown, _) if moves_money => Self::InDoubt,
            (Certainty::NotSent | Certainty::Unknown, _) => Self::TryAgain,
            (Certainty::Refused, Some(code)) if next_may_succeed(code) => Self::TryAgain,
            (Certainty::Refused, Some(code)) => Self::Refused(Refusal::of(code)),
            (Certainty::Refused, None) => Self::Refused(Refusal::Unavailable),
        }
    }
}

impl From<&Settlement> for Situation {
    fn from(settlement: &Settlement) -> Self {
        match settlement {
            Settlement::Paid(_) => Self::Paid,
            Settlement::Canceled => Self::Canceled,
            Settlement::Undecided => Self::BeingChecked,
        }
    }
}

impl From<&Paid> for Situation {
    fn from(_: &Paid) -> Self {
        Self::Paid
    }
}

impl From<&CallbackError> for Situation {
    fn from(_: &CallbackError) -> Self {
        Self::NotBelieved
    }
}

/// The payer may have paid another order or another amount, so the sentence does not invite them to
/// pay again.
impl From<&Mismatch> for Situation {
    fn from(_: &Mismatch) -> Self {
        Self::NotBelieved
    }
}

/// Whatever the reason is, the payer may have paid.
impl From<&Rejection> for Situation {
    fn from(_: &Rejection) -> Self {
        Self::NotBelieved
    }
}

#[cfg(feature = "http")]
impl From<&SendError> for Situation {
    fn from(error: &SendError) -> Self {
        let code = error.api_error().map(ApiError::code);
        Self::of_attempt(error.certainty(), error.moves_money(), code)
    }
}

/// Whether the next attempt may succeed although neither the payer nor the shop changes anything.
///
/// The next attempt has a new invoice number, so a number that was used before is no obstacle. This
/// function is never called for a charge with such a number, because the outcome of that charge is
/// unknown.
fn next_may_succeed(code: &ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DuplicatedInvoiceNumber
            | ErrorCode::TooManyRequests
            | ErrorCode::MaintenanceMode
            | ErrorCode::AuthError
            | ErrorCode::BackendError
            | ErrorCode::BackendServerError
    )
}
