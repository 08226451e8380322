//! How long a request of the contract test may take.

use std::time::Duration;

use plutu_http::Timeouts;

/// The time-outs that every request of the contract test carries in its extensions. Build a
/// transport with these if its time-outs are set when it is built.
pub const TIMEOUTS: Timeouts = Timeouts::new(Duration::from_secs(5), Duration::from_secs(10));
