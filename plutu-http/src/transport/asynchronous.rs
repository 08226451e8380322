//! The transport of the async client.

use std::future::Future;

use bytes::Bytes;

use super::error::TransportError;
use super::maybe_send::MaybeSend;
use super::maybe_send::MaybeSync;

/// Sends a request and returns its answer, whatever its status.
///
/// A plain `async fn` implements it, and so does a closure. [`ClientBuilder::transport`] takes
/// either.
///
/// ```
/// use bytes::Bytes;
/// use plutu_http::{Transport, TransportError};
///
/// /// Gives the same answer to every request, for tests.
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
/// sent unchanged. A payment depends on what happens to it, so a transport
///
/// - sends it **once**. It never sends it again, not even after an error or on another connection,
///   unless it is certain that no byte of it left. Many HTTP/2 clients send a refused stream again;
///   switch that off. It sends none of it as TLS early data, which can
///   be replayed;
/// - sends it over a **fresh connection**, which has carried no other request, and uses that
///   connection for no other request afterwards. On a kept HTTP/1.1 connection, a late answer to an
///   earlier request is read as the answer to the next one: a charge that was refused would look
///   paid. The request carries `Connection: close`, which most HTTP clients obey; switch off the
///   pool of your client as well. HTTP/2 and HTTP/3 number their answers, so there the header is
///   dropped and a connection may be shared;
/// - **never follows a redirect**: it returns the 3xx as the answer. A followed redirect gives the
///   credentials, and often the whole form, to another host. A client that cannot be configured so
///   fails with [`TransportErrorKind::Redirected`] when it notices;
/// - reports [`Connect`](TransportErrorKind::Connect) or [`Build`](TransportErrorKind::Build)
///   **only if the request cannot have reached the server**: the host was not found or refused, the
///   TLS handshake failed, or connecting took too long. A reset or closed connection is not such an
///   error, even if nothing was read. Every error that is not certain is [`TransportError::other`];
/// - keeps to the [`Timeouts`](crate::Timeouts) in the request's extensions, to the total one until
///   the last byte of the body;
/// - reads no more than [`MAX_BODY`] bytes of the answer's body, fails with
///   [`TransportErrorKind::TooLarge`] beyond that, and does not decompress the body, since a short
///   body may become a very long one;
/// - returns the answer unchanged, with status, headers and body, whatever its status, and only if
///   the body is complete;
/// - checks the server's certificate, and does not log the headers or the body of the request or
///   the answer.
///
/// If its future is dropped before it is ready, the outcome is unknown too.
///
/// Test your transport with `plutu_contract::transport::check`, which plays every fault against it.
///
/// [`MaybeSend`] and [`MaybeSync`] are [`Send`] and [`Sync`], and on WebAssembly they require
/// nothing, so that one implementation serves both.
///
/// [`ClientBuilder::transport`]: crate::ClientBuilder::transport
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "this type does not implement `plutu_http::Transport`",
    note = "a closure is a transport if it is `Fn(http::Request<Bytes>) -> impl Future<Output = \
            Result<http::Response<Bytes>, TransportError>> + Send`, and `Send + Sync + 'static` itself"
)]
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends the request, once, and reads its answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no complete answer. Its kind must hold to the contract above.
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
