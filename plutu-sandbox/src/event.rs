//! The events of the sandbox, for its listeners.

use tokio::sync::broadcast;
#[cfg(feature = "cli")]
use tokio::sync::broadcast::Receiver;
#[cfg(feature = "cli")]
use tokio::sync::broadcast::error::RecvError;

use crate::journal::CallReport;
use crate::payments::Outcome;
use crate::payments::SentCallback;

/// An event.
#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "only the program listens")
)]
#[derive(Clone)]
pub(crate) enum Event {
    /// The API was called.
    Call(CallReport),
    /// The payer, or their bank, answered.
    Answered {
        invoice_no: String,
        outcome: Outcome,
    },
    /// A callback was sent, or given to the payer's browser.
    Callback {
        invoice_no: String,
        callback: SentCallback,
    },
}

/// The sender of events. Without a listener, an event is not even created.
pub(crate) struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::Sender::new(KEPT))
    }
}

impl Events {
    pub(crate) fn tell(&self, event: impl FnOnce() -> Event) {
        if self.0.receiver_count() > 0 {
            // The last listener may have gone in the meantime.
            let _ = self.0.send(event());
        }
    }

    #[cfg(feature = "cli")]
    pub(crate) fn listen(&self) -> Receiver<Event> {
        self.0.subscribe()
    }
}

/// The next event. A listener that is too slow misses the oldest ones. `None` when the sandbox has
/// ended.
#[cfg(feature = "cli")]
pub(crate) async fn next(events: &mut Receiver<Event>) -> Option<Event> {
    loop {
        match events.recv().await {
            Ok(event) => return Some(event),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

const KEPT: usize = 1024;
