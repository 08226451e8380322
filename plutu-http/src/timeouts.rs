//! The time-outs of a request. A client's builder checks them, and every transport respects them.

use std::time::Duration;

/// The time-outs of a request. Every request that a [`Transport`](crate::Transport) receives
/// carries them in its [`http::Extensions`].
///
/// ```
/// use std::time::Duration;
///
/// use bytes::Bytes;
/// use plutu_http::Timeouts;
///
/// fn total(request: &http::Request<Bytes>) -> Option<Duration> {
///     request.extensions().get::<Timeouts>().map(|timeouts| timeouts.total)
/// }
/// # assert_eq!(total(&http::Request::new(Bytes::new())), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Timeouts {
    /// How long connecting may take, including the TLS handshake. In a client it is always shorter
    /// than `total`, so that an unreachable host is distinguished from a host that does not answer.
    pub connect: Duration,
    /// How long the request may take, from its start until the last byte of the answer. The default
    /// is 60 s.
    pub total: Duration,
}

impl Timeouts {
    /// Creates time-outs, for tests of a transport. They are not checked here: a client checks its
    /// own when it is built.
    #[must_use]
    pub const fn new(connect: Duration, total: Duration) -> Self {
        Self { connect, total }
    }
}

impl Default for Timeouts {
    /// The default time-outs of a client: ten seconds for connecting, one minute in total.
    fn default() -> Self {
        Self {
            connect: DEFAULT_CONNECT,
            total: DEFAULT_TOTAL,
        }
    }
}

/// The default total time-out. A request that times out has an unknown outcome, so this is longer
/// than a payer likes to wait. It is shorter than the PHP SDK's 600 s, because most proxies give up
/// long before that.
pub(crate) const DEFAULT_TOTAL: Duration = Duration::from_secs(60);

/// The default time-out for connecting, unless the total time-out is short.
pub(crate) const DEFAULT_CONNECT: Duration = Duration::from_secs(10);
