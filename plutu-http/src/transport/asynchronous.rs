//! The transport of the async client.

use std::future::Future;

use bytes::Bytes;

use super::error::TransportError;
use super::maybe_send::MaybeSend;
use super::maybe_send::MaybeSync;

/// Sends a request and gives its answer, whatever the answer's status is.
///
/// A plain `async fn` implements it, and so does a closure. [`ClientBuilder::transport`] takes either.
///
/// ```
/// use bytes::Bytes;
/// use plutu_http::{Transport, TransportError};
///
/// /// Answers by itself, for a shop's own tests.
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
/// The request is complete: a `POST` with its credentials, its body's type, and its body, which goes out
/// as it is. A payment hangs on what happens to it, so a transport
///
/// - sends it **once**. It never sends it again, not even after an error or on another connection, unless
///   it is certain that not one byte of it left;
/// - sends it over a **fresh connection**, which has carried no other request, and keeps that connection for
///   no other request. On a kept HTTP/1.1 connection, a late answer to an earlier request is read as the answer
///   to the next one: a charge that was refused would look paid. The request says `Connection: close`, which
///   most clients follow; switch the pool of your client off as well. HTTP/2 and HTTP/3 number their answers,
///   so there the header is dropped and a connection may be shared;
/// - **never follows a redirect**: it gives the 3xx as the answer. A followed redirect hands the
///   credentials, and often the whole form, to another host. A client that cannot be kept from it fails
///   with [`TransportErrorKind::Redirected`] where it notices;
/// - calls an error [`Connect`](TransportErrorKind::Connect) or [`Build`](TransportErrorKind::Build) **only
///   if the request cannot have reached the server**: the host was not found or refused, TLS was not
///   agreed upon, connecting took too long. A reset or closed connection is not among these, even if
///   nothing was read. Every error that it is not sure of is [`TransportError::other`];
/// - keeps to the [`Timeouts`](crate::Timeouts) that it finds in the request's extensions, the total one
///   until the body's last byte;
/// - reads no more than [`MAX_BODY`] bytes of the answer's body, after which it fails with
///   [`TransportErrorKind::TooLarge`], and does not decompress it: a short body may become a very long one;
/// - gives the answer as it came, status, headers and body, whatever the status is, and only if the body is
///   whole;
/// - checks the server's certificate, and does not log the request's headers or body, nor the answer's.
///
/// If its future is dropped before it is ready, the outcome is unknown as well.
///
/// Test your transport with `plutu_contract::transport::check`, which plays every fault against it.
///
/// [`MaybeSend`] and [`MaybeSync`] are [`Send`] and [`Sync`], and on WebAssembly nothing, so that one
/// implementation serves both.
///
/// [`ClientBuilder::transport`]: crate::ClientBuilder::transport
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no transport",
    label = "this type does not implement `plutu_http::Transport`",
    note = "a closure is a transport if it is `Fn(http::Request<Bytes>) -> impl Future<Output = \
            Result<http::Response<Bytes>, TransportError>> + Send`, and `Send + Sync + 'static` itself"
)]
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends the request, once, and reads its answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when there is no whole answer. Its kind must hold to the contract above.
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
use super::{error::TransportErrorKind, max_body::MAX_BODY};
