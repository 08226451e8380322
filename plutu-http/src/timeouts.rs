//! How long a request may take. The builder in [`client`](crate::Client) checks it, and every transport
//! keeps to it.

use std::time::Duration;

use crate::build_error::BuildError;

/// How long a request may take. Every request that a [`Transport`](crate::Transport) is given carries
/// this value in its [`http::Extensions`].
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
    /// Until there is a connection, TLS included. It is always shorter than `total`, so that a host that
    /// cannot be reached is told apart from one that does not answer.
    pub connect: Duration,
    /// From the start until the last byte of the answer.
    pub total: Duration,
}

impl Timeouts {
    /// Checks the time-outs that were asked for. Without one for connecting, it is ten seconds, or half
    /// of the total time-out where that is less.
    pub(crate) fn new(total: Duration, connect: Option<Duration>) -> Result<Self, BuildError> {
        let connect = connect.unwrap_or_else(|| default_connect(total));
        if connect.is_zero() || total.is_zero() {
            return Err(BuildError::ZeroTimeout);
        }
        if connect >= total {
            return Err(BuildError::ConnectTimeout { connect, total });
        }
        Ok(Self { connect, total })
    }
}

impl Default for Timeouts {
    /// What a client has unless it is told otherwise: ten seconds for connecting, a minute in all.
    fn default() -> Self {
        Self {
            connect: DEFAULT_CONNECT,
            total: DEFAULT_TOTAL,
        }
    }
}

/// The total time-out, unless another is set. An answer that comes later than a time-out is an unknown
/// outcome, so it is longer than a payer likes to wait.
pub(crate) const DEFAULT_TOTAL: Duration = Duration::from_secs(60);

const DEFAULT_CONNECT: Duration = Duration::from_secs(10);

fn default_connect(total: Duration) -> Duration {
    total
        .checked_div(2)
        .unwrap_or_default()
        .min(DEFAULT_CONNECT)
}
