//! The transport of the async client.

use std::future::Future;

use bytes::Bytes;

use super::error::TransportError;
use super::maybe_send::MaybeSend;
use super::maybe_send::MaybeSync;

/// Sends a request and returns its answer, whatever the status.
///
/// A plain `async fn` implements it, and so does a closure. [`ClientBuilder::transport`] takes
/// either.
///
/// ```
/// use bytes::Bytes;
/// use plutu_http::{Transport, TransportError};
///
/// /// Returns the same answer to every request, for tests.
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     async fn send(
///         &self,
///         _request: http::Request<Bytes>,
///     ) -> Result<http::Response<Bytes>, TransportError> {
///         Ok(http::Response::new(Bytes::from_static(self.0.as_bytes())))
///     }
/// }
/// ```
///
/// # Contract
///
/// The request is complete: a `POST` with its credentials, its content type, and a body that is
/// sent unchanged. The money depends on how it is sent, so a transport
///
/// - sends it **once**. It never sends it again, not even after an error or on another connection,
///   unless it is certain that no byte of it was sent. Many HTTP/2 clients send a refused stream
///   again: switch that off. It sends nothing as TLS early data, which can be replayed;
/// - sends it over a **new connection**, which carries no other request before or after. On a
///   reused HTTP/1.1 connection, a late answer to an earlier request can be read as the answer to
///   the next one: a charge that was refused would look paid. The request carries the header
///   `Connection: close`, which most HTTP clients obey. Switch off the connection pool of your
///   client as well. HTTP/2 and HTTP/3 assign each answer to its request, so with them the header
///   is dropped and a connection may be shared;
/// - **never follows a redirect**: it returns the 3xx as the answer. Following it would give the
///   credentials, and often the whole form, to another host. If the HTTP client cannot be stopped
///   from following redirects, fail with [`TransportErrorKind::Redirected`] as soon as one is
///   detected;
/// - reports [`Connect`](TransportErrorKind::Connect) or [`Build`](TransportErrorKind::Build)
///   **only if the request cannot have reached the server**: the host was not found or refused, the
///   TLS handshake failed, or connecting took too long. A connection that was reset or closed is
///   not such an error, even if the server read nothing. Use [`TransportError::other`] for every
///   error whose meaning is not certain;
/// - respects the [`Timeouts`](crate::Timeouts) in the request's extensions; the total one includes
///   the last byte of the body;
/// - reads at most [`MAX_BODY`] bytes of the answer's body, fails with
///   [`TransportErrorKind::TooLarge`] if there are more, and does not decompress the body, because
///   a short body can become a very long one;
/// - returns the answer unchanged, with its headers and body, whatever its status, and only if the
///   body is complete;
/// - checks the server's certificate, and does not log the headers or the body of the request or
///   the answer.
///
/// If its future is dropped before it completes, the outcome is unknown too.
///
/// Test your transport with `plutu_contract::transport::check`, which simulates every fault.
///
/// [`MaybeSend`] and [`MaybeSync`] mean [`Send`] and [`Sync`]. On WebAssembly they require nothing,
/// so one implementation works on both.
///
/// [`ClientBuilder::transport`]: crate::ClientBuilder::transport
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "this type does not implement `plutu_http::Transport`",
    note = "a closure is a transport if it is `Fn(http::Request<Bytes>) -> impl Future<Output = \
            Result<http::Response<Bytes>, TransportError>> + Send`, and `Send + Sync + 'static` itself"
)]
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends the request once and reads its answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no complete answer. Its kind must follow the contract above.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + MaybeSend;
}

impl<F, Answer> Transport for F
where
    F: Fn(http::Request<Bytes>) -> Answer + MaybeSend + MaybeSync + 'static,
    Answer: Future<Output = Result<http::Response<Bytes>, TransportError>> + MaybeSend,
{
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Answer::Output> + MaybeSend {
        self(request)
    }
}

#[cfg(doc)]
use super::{body::MAX_BODY, error::TransportErrorKind};
