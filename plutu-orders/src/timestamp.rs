//! Points in time. They are passed as arguments: only [`Orders`](crate::Orders) reads a clock.

use std::time::SystemTime;

use serde::Deserialize;
use serde::Serialize;

/// A point in time, in whole seconds since 1970 (UTC).
///
/// ```
/// use std::time::SystemTime;
///
/// use plutu_orders::Timestamp;
///
/// assert_eq!(Timestamp::from_unix(1_700_000_000).unix(), 1_700_000_000);
/// assert!(Timestamp::from(SystemTime::now()) > Timestamp::from_unix(0));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
#[serde(transparent)]
pub struct Timestamp(u64);

impl Timestamp {
    /// Creates the point in time that is this many seconds after the start of 1970.
    #[must_use]
    pub const fn from_unix(seconds: u64) -> Self {
        Self(seconds)
    }

    /// The seconds since the start of 1970.
    #[must_use]
    pub const fn unix(self) -> u64 {
        self.0
    }
}

/// A time before 1970 becomes the start of 1970, because a wrong clock must not stop a payment.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        Self(since.map_or(0, |since| since.as_secs()))
    }
}
