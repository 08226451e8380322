//! The adapter for tower: any service that takes HTTP requests is a transport.
//!
//! tower knows neither time nor connections, so the caller provides both: a function that sleeps,
//! and, if it is known, which errors of the service mean that no connection was made.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::Response;
use http_body::Body;
use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::LengthLimitError;
use http_body_util::Limited;
use tower_service::Service;

use super::asynchronous::Transport;
use super::body;
use super::body::MAX_BODY;
use super::error::TransportError;
use super::error::TransportErrorKind;
use super::maybe_send::MaybeSend;
use super::maybe_send::MaybeSync;
use crate::timeouts::Timeouts;

/// Sends through a tower service: hyper's client, a stack of tower layers, or an application's
/// router without a socket.
///
/// The service is a `Service<http::Request<Full<Bytes>>>` that returns an [`http::Response`] with
/// any body. It is cloned for every request, as is usual with tower.
///
/// ```
/// use std::convert::Infallible;
///
/// use bytes::Bytes;
/// use http_body_util::Full;
/// use plutu_http::Client;
/// use plutu_http::transport::TowerTransport;
/// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
/// let service = tower::service_fn(async |_request: http::Request<Full<Bytes>>| {
///     Ok::<_, Infallible>(http::Response::new(Full::<Bytes>::from("hello")))
/// });
/// let client = Client::builder(credentials)
///     .transport(TowerTransport::new(service, tokio::time::sleep))
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// # What the service must do
///
/// It must keep the contract of [`Transport`](Transport#contract), except for the total time-out
/// and the limit of the answer's body, which this adapter enforces:
///
/// - None of its layers sends a request again (`tower::retry`), follows redirects
///   (`tower_http::follow_redirect`), decompresses bodies, or logs headers.
/// - Every request uses a new connection. hyper closes an HTTP/1.1 connection after a request with
///   `Connection: close`, which every request carries; older versions of hyper do so only if the
///   server agrees. Set `pool_max_idle_per_host(0)` on hyper-util's client to be certain.
/// - It limits how long connecting may take. hyper's `HttpConnector` has `set_connect_timeout`: set
///   it below the total time-out. Otherwise, an unreachable host is an unknown outcome.
///
/// # What its errors mean
///
/// If the service does not become ready, it has not received the request: the error is
/// [`Connect`](TransportErrorKind::Connect). A later error may mean anything, so it is
/// [`Other`](TransportErrorKind::Other) and the outcome is unknown, even if the port refused the
/// connection. Use [`classify`](Self::classify) if you know which of the service's errors mean that
/// no connection was made.
pub struct TowerTransport<S, T>
where
    S: Service<Request<Full<Bytes>>>,
{
    service: S,
    sleep: T,
    classify: fn(&S::Error) -> TransportErrorKind,
}

impl<S, T> TowerTransport<S, T>
where
    S: Service<Request<Full<Bytes>>>,
{
    /// Sends through `service`, and waits with `sleep`: `tokio::time::sleep` with Tokio, or another
    /// function that returns a future which completes after the given time.
    pub fn new(service: S, sleep: T) -> Self {
        Self {
            service,
            sleep,
            classify: |_| TransportErrorKind::Other,
        }
    }

    /// Sets what an error of the service means, for a service whose errors show whether a
    /// connection was made.
    ///
    /// The function must follow the contract: it returns [`Connect`](TransportErrorKind::Connect)
    /// only if the request cannot have reached the server.
    ///
    /// ```
    /// use hyper_util::client::legacy;
    /// use plutu_http::TransportErrorKind;
    /// use plutu_http::transport::TowerTransport;
    ///
    /// # type Form = http_body_util::Full<bytes::Bytes>;
    /// # fn transport(service: legacy::Client<legacy::connect::HttpConnector, Form>) {
    /// let transport = TowerTransport::new(service, tokio::time::sleep).classify(|error| {
    ///     if error.is_connect() {
    ///         TransportErrorKind::Connect
    ///     } else {
    ///         TransportErrorKind::Other
    ///     }
    /// });
    /// # }
    /// ```
    #[must_use]
    pub fn classify(self, classify: fn(&S::Error) -> TransportErrorKind) -> Self {
        Self { classify, ..self }
    }
}

impl<S, T, B, Sleep> Transport for TowerTransport<S, T>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>>,
    S: Clone + MaybeSend + MaybeSync + 'static,
    S::Error: Into<BoxError> + 'static,
    S::Future: MaybeSend,
    T: Fn(Duration) -> Sleep + MaybeSend + MaybeSync + 'static,
    Sleep: Future + MaybeSend,
    B: Body<Data: MaybeSend, Error: Into<BoxError>> + MaybeSend,
{
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let timeouts: Timeouts = request.extensions().get().copied().unwrap_or_default();
        let mut total = pin!((self.sleep)(timeouts.total));
        let mut service = self.service.clone();

        let connect = pin!((self.sleep)(timeouts.connect));
        before(before(ready(&mut service), connect), total.as_mut())
            .await
            .flatten()
            .ok_or(TransportErrorKind::Connect)?
            .map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;

        let (parts, body) = before(service.call(request.map(Full::new)), total.as_mut())
            .await
            .ok_or(TransportErrorKind::Timeout)?
            .map_err(|error| TransportError::new((self.classify)(&error), error))?
            .into_parts();

        let body = before(read(body), total)
            .await
            .unwrap_or(Err(TransportErrorKind::Timeout.into()))
            .map_err(|error| error.with_status(parts.status))?;
        body::check_length(&parts.headers, &body)
            .map_err(|kind| TransportError::from(kind).with_status(parts.status))?;
        Ok(Response::from_parts(parts, body))
    }
}

impl<S, T> Clone for TowerTransport<S, T>
where
    S: Service<Request<Full<Bytes>>> + Clone,
    T: Clone,
{
    fn clone(&self) -> Self {
        Self {
            service: self.service.clone(),
            sleep: self.sleep.clone(),
            classify: self.classify,
        }
    }
}

impl<S, T> fmt::Debug for TowerTransport<S, T>
where
    S: Service<Request<Full<Bytes>>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

/// Waits until the service accepts a request.
async fn ready<S: Service<Request<Full<Bytes>>>>(service: &mut S) -> Result<(), S::Error> {
    poll_fn(|context| service.poll_ready(context)).await
}

/// Reads an answer's complete body, up to the limit.
async fn read<B: Body<Error: Into<BoxError>>>(body: B) -> Result<Bytes, TransportError> {
    let limited = Limited::new(body, MAX_BODY);
    match limited.collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(TransportErrorKind::TooLarge.into()),
        Err(error) => Err(TransportError::new(TransportErrorKind::ResponseBody, error)),
    }
}

/// Returns the output of `future`, or `None` if `time` completes first.
async fn before<F: Future>(future: F, mut time: Pin<&mut impl Future>) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => time.as_mut().poll(context).map(|_| None),
    })
    .await
}

/// An error of any type, which tower's errors convert into.
type BoxError = Box<dyn Error + Send + Sync>;
