//! How long a request may take. A client's builder checks it, and every transport keeps to it.

use std::time::Duration;

/// How long a request may take. Every request that a [`Transport`](crate::Transport) is given
/// carries this value in its [`http::Extensions`].
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
    /// How long connecting may take, including TLS. A client makes it shorter than `total`, so that
    /// a host that cannot be reached differs from a host that does not answer.
    pub connect: Duration,
    /// How long the request may take, from its start until the last byte of the answer. Set it with
    /// the builder's method `timeout`; unless set, it is 60 s.
    pub total: Duration,
}

impl Timeouts {
    /// Makes the time-outs of a request, for tests of a transport. A client checks that `connect`
    /// is shorter than `total` when it is built.
    #[must_use]
    pub const fn new(connect: Duration, total: Duration) -> Self {
        Self { connect, total }
    }
}

impl Default for Timeouts {
    /// The time-outs of a client without others: ten seconds for connecting, one minute in total.
    fn default() -> Self {
        Self {
            connect: DEFAULT_CONNECT,
            total: DEFAULT_TOTAL,
        }
    }
}

/// The total time-out, unless another is set. An answer that comes after a time-out is an unknown
/// outcome, so this is longer than a payer likes to wait. It is shorter than the PHP SDK's 600 s:
/// most proxies and browsers give up long before that.
pub(crate) const DEFAULT_TOTAL: Duration = Duration::from_secs(60);

/// The time-out for connecting, unless another is set or the total time-out is short.
pub(crate) const DEFAULT_CONNECT: Duration = Duration::from_secs(10);
