//! The time-outs of the contract test.

use std::time::Duration;

use plutu_http::Timeouts;

/// The time-outs in the extensions of every request that the contract test sends. If your transport
/// sets its time-outs when it is built, build it with these.
pub const TIMEOUTS: Timeouts = Timeouts::new(Duration::from_secs(5), Duration::from_secs(10));
