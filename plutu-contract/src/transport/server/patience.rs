//! How long a server waits.

use std::time::Duration;

/// How long a server waits for a client, and how long it keeps a client waiting.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
