//! The time that a server waits.

use std::time::Duration;

/// The time that a server waits for a client, and the time that it keeps a client waiting.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
