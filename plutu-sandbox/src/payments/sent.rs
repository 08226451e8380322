//! The messages to the shop: a signed callback, its carrier, and its delivery.
//!
//! A payment keeps its last messages. [`callback`](crate::callback) makes and sends them.

use serde::Serialize;

/// A signed callback, ready to be sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Message {
    pub(crate) carrier: Carrier,
    /// The shop's return URL with the signed query, or the shop's callback URL.
    pub(crate) url: String,
    /// The signed JSON; `None` for a query.
    pub(crate) body: Option<String>,
    /// The string that was signed.
    pub(crate) canonical: String,
}

/// A message that was sent to the shop's server, or given to the payer's browser.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SentCallback {
    #[serde(flatten)]
    pub(crate) message: Message,
    /// The result; `None` if the payer's browser carries it.
    pub(crate) delivery: Option<Delivery>,
    /// The time of the record: seconds since the beginning of 1970, by the sandbox's clock.
    pub(crate) time: u64,
    pub(crate) duration_ms: Option<u64>,
    /// The beginning of the body that the shop answered with.
    pub(crate) answer: Option<String>,
}

impl SentCallback {
    /// A message with its delivery, before it is recorded.
    pub(crate) fn new(message: Message, delivery: Option<Delivery>) -> Self {
        Self {
            message,
            delivery,
            time: 0,
            duration_ms: None,
            answer: None,
        }
    }

    /// The memory that it takes, in bytes.
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>()
            .saturating_add(self.message.url.len())
            .saturating_add(self.message.body.as_ref().map_or(0, String::len))
            .saturating_add(self.message.canonical.len())
            .saturating_add(self.answer.as_ref().map_or(0, String::len))
    }
}

/// Who carries a callback to the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Carrier {
    /// The payer's browser, to the return URL.
    Browser,
    /// The gateway's server, to the callback URL.
    Server,
}

/// The result of a callback that the sandbox sent to the shop's server.
///
/// ```
/// use plutu_sandbox::{Delivery, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::start().await?;
/// let delivery = sandbox.delivery(&"INV-1001".parse()?);
/// assert_eq!(delivery, None, "no callback was due");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "result")]
#[non_exhaustive]
pub enum Delivery {
    /// The shop's server answered. A redirect counts as an answer and is not followed.
    Answered {
        /// The HTTP status of the answer.
        status: u16,
    },
    /// The connection failed, or ended before an answer came.
    Failed,
    /// No answer came in time.
    TimedOut,
    /// Nothing was sent, because the URL is not plain http, or its host is neither this machine nor
    /// [permitted](crate::SandboxBuilder::deliver_to).
    NotSent,
}
