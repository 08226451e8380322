//! Why a request has no reply, what is known about it, and what to do next.

use std::error::Error;
use std::fmt;

use plutu_core::ApiError;
use plutu_core::Certainty;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::ReplyError;
use plutu_core::Request;

use crate::transport::error::TransportError;

/// Why a request has no reply.
///
/// There is one question to ask of it, [`certainty`](Self::certainty), and `Display` says what to do next.
/// The [`source`](Error::source) is the [`TransportError`] or the [`ReplyError`], whole.
///
/// ```
/// use plutu_http::SendError;
/// use plutu_http::core::Certainty;
///
/// fn what_now(error: &SendError) -> &'static str {
///     match error.certainty() {
///         Certainty::NotSent => "send it again",
///         Certainty::Refused => "nothing happened: see `error.api_error()`",
///         Certainty::Unknown if error.moves_money() => "freeze the order and have a person look it up",
///         Certainty::Unknown if error.invoice_no().is_some() => "try again, with a new invoice number",
///         Certainty::Unknown => "ask again",
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

    /// The endpoint that the request was for: `verify`, `confirm`.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.0.action
    }

    /// The invoice that the request was for, where it has one. It is what a person looks the payment up by.
    #[must_use]
    pub fn invoice_no(&self) -> Option<&InvoiceNo> {
        self.0.invoice_no.as_ref()
    }

    /// Whether the request takes the payer's money. If it does, [`Certainty::Unknown`] means that the
    /// money may have moved.
    #[must_use]
    pub fn moves_money(&self) -> bool {
        self.0.moves_money
    }

    /// Why there was no whole answer, where there was none.
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.0.cause {
            Cause::Transport(error) => Some(error),
            Cause::Reply(_) => None,
        }
    }

    /// What the answer said, where there was one.
    #[must_use]
    pub fn reply_error(&self) -> Option<&ReplyError> {
        match &self.0.cause {
            Cause::Transport(_) => None,
            Cause::Reply(error) => Some(error),
        }
    }

    /// Plutu's error, where the answer was one: its code, its words, how long to wait.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.reply_error().and_then(ReplyError::api_error)
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempt = &*self.0;
        match self.certainty() {
            Certainty::NotSent => write!(
                f,
                "{attempt} was not sent: nothing happened, and it may be sent again as it is"
            ),
            Certainty::Refused => write!(
                f,
                "plutu refused {attempt}: this attempt did nothing, and the error's code tells what to change"
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

/// The request and what became of it.
#[derive(Debug)]
struct Attempt {
    gateway: &'static str,
    action: &'static str,
    invoice_no: Option<InvoiceNo>,
    moves_money: bool,
    cause: Cause,
}

impl Attempt {
    /// What to do when the outcome is unknown.
    fn advice(&self) -> &'static str {
        if self.moves_money {
            " and the money may have moved: do not send it again; freeze the order until a person has looked \
             the payment up, as there is no callback and no endpoint to ask"
        } else if self.invoice_no.is_some() {
            ", but it moves no money: a new attempt is harmless, with a new invoice number"
        } else {
            ", but it moves no money: it may simply be asked again"
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

/// What an attempt failed on.
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
