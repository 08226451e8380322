//! The error of a request that has no reply: what is known about the attempt, and what to do next.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use plutu_core::ApiError;
use plutu_core::Certainty;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::ReplyError;
use plutu_core::Request;

use crate::transport::error::TransportError;

/// Why a request has no reply.
///
/// Branch on its [`certainty`](Self::certainty). Its `Display` shows Plutu's error code, if there
/// is one, and says what to do next. Its [`source`](Error::source) is the [`TransportError`] or the
/// [`ReplyError`].
///
/// ```
/// use plutu_http::SendError;
/// use plutu_http::core::Certainty;
///
/// fn what_now(error: &SendError) -> &'static str {
///     match error.certainty() {
///         Certainty::NotSent => "send it again",
///         Certainty::Refused => "nothing happened: see `error.api_error()`",
///         Certainty::Unknown if error.moves_money() => "freeze the order until a person has looked it up",
///         Certainty::Unknown if error.invoice_no().is_some() => "try again, with a new invoice number",
///         Certainty::Unknown => "send it again",
///     }
/// }
/// ```
#[derive(Debug)]
pub struct SendError(Box<Attempt>);

impl SendError {
    pub(crate) fn new<R: Request>(request: &R, cause: Cause) -> Self {
        Self(Box::new(Attempt {
            gateway: R::Gateway::NAME,
            action: R::ACTION,
            invoice_no: request.invoice_no().cloned(),
            moves_money: R::MOVES_MONEY,
            cause,
        }))
    }

    /// What is known about this attempt.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match &self.0.cause {
            Cause::Transport(error) => error.certainty(),
            Cause::Reply(error) => error.certainty(),
        }
    }

    /// The name of the gateway that the request was for.
    #[must_use]
    pub fn gateway(&self) -> &'static str {
        self.0.gateway
    }

    /// The action that the request was for, for example `verify` or `confirm`.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.0.action
    }

    /// The invoice number of the request, if it has one. A person can look the payment up by it.
    #[must_use]
    pub fn invoice_no(&self) -> Option<&InvoiceNo> {
        self.0.invoice_no.as_ref()
    }

    /// Whether the request takes the payer's money. If it does, [`Certainty::Unknown`] means that
    /// the money may have moved.
    #[must_use]
    pub fn moves_money(&self) -> bool {
        self.0.moves_money
    }

    /// The reason why no complete answer arrived, if none did.
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.0.cause {
            Cause::Transport(error) => Some(error),
            Cause::Reply(_) => None,
        }
    }

    /// The reason why the answer is not a reply, if an answer arrived.
    #[must_use]
    pub fn reply_error(&self) -> Option<&ReplyError> {
        match &self.0.cause {
            Cause::Transport(_) => None,
            Cause::Reply(error) => Some(error),
        }
    }

    /// Plutu's own error, if the answer was one: its code, its message and its fields.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.reply_error().and_then(ReplyError::api_error)
    }

    /// The time to wait before another attempt, from the answer's header `Retry-After`. It is kept
    /// whether or not the answer was Plutu's own error. This crate never waits by itself.
    ///
    /// It says nothing about the money. If the outcome of a charge is
    /// [unknown](Certainty::Unknown), waiting does not make it safe to charge again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply_error().and_then(ReplyError::retry_after)
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempt = &*self.0;
        match self.certainty() {
            Certainty::NotSent => write!(
                f,
                "{attempt} was not sent: nothing happened, and it can be sent again unchanged"
            ),
            Certainty::Refused => write!(
                f,
                "plutu refused {attempt}{}: this attempt did nothing, and its error says what to change",
                Code(self.api_error())
            ),
            Certainty::Unknown => {
                write!(f, "the outcome of {attempt} is unknown{}", attempt.advice())
            }
        }
    }
}

impl Error for SendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.cause {
            Cause::Transport(error) => Some(error),
            Cause::Reply(error) => Some(error),
        }
    }
}

/// A request and the reason why it has no reply.
#[derive(Debug)]
struct Attempt {
    gateway: &'static str,
    action: &'static str,
    invoice_no: Option<InvoiceNo>,
    moves_money: bool,
    cause: Cause,
}

impl Attempt {
    /// What to do if the outcome is unknown.
    fn advice(&self) -> &'static str {
        if self.moves_money {
            ", and the money may have moved: do not send it again; freeze the order until a person has looked the \
             payment up, because Plutu sends no callback for it and documents no status endpoint"
        } else if self.invoice_no.is_some() {
            ", but it moves no money: try again with a new invoice number"
        } else {
            ", but it moves no money: it can be sent again"
        }
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.gateway, self.action)?;
        match &self.invoice_no {
            Some(invoice_no) => write!(f, " for invoice {invoice_no}"),
            None => Ok(()),
        }
    }
}

/// Plutu's error code in parentheses, if the answer has one. A code holds only letters, digits, `_`
/// and `-`.
struct Code<'a>(Option<&'a ApiError>);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.map(|error| error.code().as_str()) {
            None | Some("") => Ok(()),
            Some(code) => write!(f, " ({code})"),
        }
    }
}

/// Why an attempt failed.
#[derive(Debug)]
pub(crate) enum Cause {
    Transport(TransportError),
    Reply(ReplyError),
}

impl From<TransportError> for Cause {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<ReplyError> for Cause {
    fn from(error: ReplyError) -> Self {
        Self::Reply(error)
    }
}
