//! The transport of the blocking client.

use bytes::Bytes;

use super::error::TransportError;

/// Sends a request and returns its answer, whatever the status. It is [`Transport`] without async.
///
/// A closure implements it too. [`blocking::ClientBuilder::transport`] takes either.
///
/// ```
/// use bytes::Bytes;
/// use plutu_http::{BlockingTransport, TransportError};
///
/// /// Returns the same answer to every request, for tests.
/// struct Canned(&'static str);
///
/// impl BlockingTransport for Canned {
///     fn send(
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
/// The contract of [`Transport`] applies here too. `plutu_contract::transport::check_blocking`
/// tests it.
///
/// [`Transport`]: crate::Transport#contract
/// [`blocking::ClientBuilder::transport`]: crate::blocking::ClientBuilder::transport
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a blocking transport",
    label = "this type does not implement `plutu_http::BlockingTransport`",
    note = "a closure is a blocking transport if it is `Fn(http::Request<Bytes>) -> \
            Result<http::Response<Bytes>, TransportError>` and `Send + Sync + 'static`"
)]
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request once and reads its answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no complete answer. Its kind must follow the contract.
    fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError>;
}

impl<F> BlockingTransport for F
where
    F: Fn(http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError>
        + Send
        + Sync
        + 'static,
{
    fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        self(request)
    }
}
