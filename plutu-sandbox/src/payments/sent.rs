//! What was sent to the shop: a signed message, who carried it, and what became of it.
//!
//! A payment keeps its last ones. [`callback`](crate::callback) writes and sends them.

use serde::Serialize;

/// A callback, signed and ready to be carried to the shop.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Message {
    pub(crate) carrier: Carrier,
    /// The shop's return URL with the signed query, or the shop's callback URL.
    pub(crate) url: String,
    /// The signed JSON text; `None` for a query.
    pub(crate) body: Option<String>,
    /// The text that was signed.
    pub(crate) canonical: String,
}

/// A message that was sent to the shop's server, or given to the payer's browser.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SentCallback {
    #[serde(flatten)]
    pub(crate) message: Message,
    /// What became of it; `None` if the payer's browser carries it.
    pub(crate) delivery: Option<Delivery>,
    /// When it was recorded: seconds since the beginning of 1970, by the sandbox's clock.
    pub(crate) time: u64,
    pub(crate) duration_ms: Option<u64>,
    /// The beginning of the body that the shop answered with.
    pub(crate) answer: Option<String>,
}

impl SentCallback {
    /// A message with what became of it, before it is recorded.
    pub(crate) fn new(message: Message, delivery: Option<Delivery>) -> Self {
        Self {
            message,
            delivery,
            time: 0,
            duration_ms: None,
            answer: None,
        }
    }

    /// How much memory it takes, in bytes.
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

/// What became of a callback that was due to the shop's server.
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
    /// The shop's server answered. A redirect is an answer, too: it is not followed.
    Answered {
        /// The HTTP status of the answer.
        status: u16,
    },
    /// There was no connection, or it ended before an answer came.
    Failed,
    /// No answer came in time.
    TimedOut,
    /// Nothing was sent: the address is not one of plain http, or not of this machine nor of a host
    /// that was [named](crate::SandboxBuilder::deliver_to).
    NotSent,
}
