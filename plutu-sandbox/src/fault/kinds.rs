//! The kinds of faults, and their names.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A fault that a test can ask for.
///
/// Its string form is used in [magic invoice numbers](crate#faults), in the control API and on the
/// command line:
///
/// ```
/// use std::time::Duration;
/// use plutu_sandbox::Fault;
///
/// assert_eq!("drop-after".parse(), Ok(Fault::DropAfter));
/// assert_eq!("delay-1500".parse(), Ok(Fault::Delay(Duration::from_millis(1500))));
/// let error = Fault::Error { status: 400, code: "INSUFFICIENT_BALANCE".to_owned() };
/// assert_eq!("error-INSUFFICIENT_BALANCE".parse(), Ok(error.clone()));
/// assert_eq!(error.to_string(), "error-400-INSUFFICIENT_BALANCE");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `error-CODE` or `error-STATUS-CODE`: the request is not carried out, and the API answers
    /// with this error.
    ///
    /// Without a status, the sandbox uses the usual one for the code, or 400.
    Error {
        /// The HTTP status, from 400 to 599.
        status: u16,
        /// The error's code, in letters, digits and underscores.
        code: String,
    },
    /// `rate-limit-SECONDS`: the request is not carried out, and the API answers 429 with
    /// `Retry-After`.
    RateLimit {
        /// The value of `Retry-After`, in whole seconds.
        retry_after: Duration,
    },
    /// `html-502`: the request is not carried out, and the answer is the error page of a proxy.
    Html502,
    /// `drop-before`: the request is not carried out, and the connection is closed without an
    /// answer.
    DropBefore,
    /// `drop-after`: the request is carried out, and the connection is closed without an answer.
    /// After a `confirm` with a one-time password, the money has moved.
    DropAfter,
    /// `cut-json`: the request is carried out, and the answer is the first half of its JSON.
    CutJson,
    /// `delay-MILLISECONDS`: the request is carried out at once, and the answer comes so much
    /// later. A client that gives up in the meantime does not undo the request. If 1,024 answers
    /// are delayed already, this one is not.
    Delay(Duration),
    /// `callback-twice`: the callback comes twice. A callback of the server is posted twice. A
    /// callback that the browser carries is first sent by the sandbox itself.
    CallbackTwice,
    /// `callback-late-MILLISECONDS`: the callback comes so much later. If the server posts it, the
    /// payer returns first. If the browser carries it, the browser waits. If 1,024 callbacks are
    /// delayed already, this one is not.
    CallbackLate(Duration),
    /// `no-callback`: the callback never comes. If the server would post it, the payer returns
    /// without it. If the browser would carry it, the payer stays on the page.
    NoCallback,
}

impl Fault {
    /// Whether it concerns the callback, rather than the API's answer.
    pub(super) fn strikes_callback(&self) -> bool {
        matches!(
            self,
            Self::CallbackTwice | Self::CallbackLate(_) | Self::NoCallback
        )
    }

    fn error(text: &str) -> Option<Self> {
        let (status, code) = match text.split_once('-') {
            Some((status, code)) => (status.parse().ok()?, code),
            None => (usual_status(text), text),
        };
        let is_code = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_sound = (400..600).contains(&status)
            && (1..=MAX_CODE).contains(&code.len())
            && code.bytes().all(is_code);
        is_sound.then(|| Self::Error {
            status,
            code: code.to_owned(),
        })
    }

    fn read(text: &str) -> Option<Self> {
        match text {
            "html-502" => return Some(Self::Html502),
            "drop-before" => return Some(Self::DropBefore),
            "drop-after" => return Some(Self::DropAfter),
            "cut-json" => return Some(Self::CutJson),
            "callback-twice" => return Some(Self::CallbackTwice),
            "no-callback" => return Some(Self::NoCallback),
            _ => {}
        }
        if let Some(error) = text.strip_prefix("error-") {
            return Self::error(error);
        }
        if let Some(seconds) = text.strip_prefix("rate-limit-") {
            let retry_after = Duration::from_secs(number(seconds)?);
            return Some(Self::RateLimit { retry_after });
        }
        if let Some(time) = text.strip_prefix("delay-") {
            return milliseconds(time).map(Self::Delay);
        }
        let time = text.strip_prefix("callback-late-")?;
        milliseconds(time).map(Self::CallbackLate)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error { status, code } => write!(f, "error-{status}-{code}"),
            Self::RateLimit { retry_after } => write!(f, "rate-limit-{}", retry_after.as_secs()),
            Self::Html502 => f.write_str("html-502"),
            Self::DropBefore => f.write_str("drop-before"),
            Self::DropAfter => f.write_str("drop-after"),
            Self::CutJson => f.write_str("cut-json"),
            Self::Delay(time) => write!(f, "delay-{}", time.as_millis()),
            Self::CallbackTwice => f.write_str("callback-twice"),
            Self::CallbackLate(time) => write!(f, "callback-late-{}", time.as_millis()),
            Self::NoCallback => f.write_str("no-callback"),
        }
    }
}

impl FromStr for Fault {
    type Err = UnknownFaultError;

    fn from_str(text: &str) -> Result<Self, UnknownFaultError> {
        Self::read(text).ok_or(UnknownFaultError)
    }
}

/// A string that is not the name of a fault.
///
/// ```
/// use plutu_sandbox::Fault;
///
/// let error = "drop".parse::<Fault>().unwrap_err();
/// assert!(error.to_string().starts_with("no such fault; expected error-CODE, "));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such fault; expected error-CODE, error-STATUS-CODE, rate-limit-SECONDS, html-502, drop-before, drop-after, \
     cut-json, delay-MILLISECONDS, callback-twice, callback-late-MILLISECONDS or no-callback"
)]
#[non_exhaustive]
pub struct UnknownFaultError;

/// The usual HTTP status of a code. Only the status of `UNAUTHORIZED` is known from a real answer.
/// The others follow from the meaning of the words, and 400 for all other codes is our decision.
fn usual_status(code: &str) -> u16 {
    match code.to_ascii_uppercase().as_str() {
        "UNAUTHORIZED" | "AUTH_ERROR" => 401,
        "FORBIDDEN_IP_ADDRESS" | "DENIED_ACCESS_GATEWAY" => 403,
        "INVALID_GATEWAY" => 404,
        "INVALID_INPUTS" => 422,
        "TOO_MAY_REQUESTS" | "TOO_MANY_REQUESTS" => 429,
        "BACKEND_ERROR" | "BACKEND_SERVER_ERROR" => 500,
        "MAINTENANCE_MODE" => 503,
        _ => 400,
    }
}

fn milliseconds(text: &str) -> Option<Duration> {
    number(text).map(Duration::from_millis)
}

/// A number of at most six digits, so that nothing waits forever.
fn number(text: &str) -> Option<u64> {
    let is_number = text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

const MAX_CODE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_its_text() {
        for text in [
            "error-400-INVALID_OTP",
            "error-599-x",
            "rate-limit-30",
            "html-502",
            "drop-before",
            "drop-after",
            "cut-json",
            "delay-0",
            "delay-999999",
            "callback-twice",
            "callback-late-1500",
            "no-callback",
        ] {
            assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_code_has_its_status() {
        for (text, expected) in [
            ("error-Unauthorized", "error-401-Unauthorized"),
            ("error-INVLIAD_OTP", "error-400-INVLIAD_OTP"),
            ("error-MAINTENANCE_MODE", "error-503-MAINTENANCE_MODE"),
        ] {
            assert_eq!(text.parse::<Fault>().unwrap().to_string(), expected);
        }
    }

    #[test]
    fn nothing_else_is_a_fault() {
        let long = format!("error-{}", "X".repeat(65));
        for text in [
            "",
            "error-",
            "error-400-",
            "error-200-OK",
            "error-600-X",
            "error-a b",
            "error-400-a-b",
            &long,
            "delay-",
            "delay-+1",
            "delay-1000000",
            "delay--1",
            "rate-limit-",
            "Drop-After",
            "drop",
        ] {
            assert_eq!(text.parse::<Fault>(), Err(UnknownFaultError), "{text}");
        }
    }
}
