//! Tells errors that came before there was a connection from all other errors.
//!
//! ureq reports a name that was not found and a failed TLS handshake as plain I/O errors, just like
//! a connection that broke. But before it writes the first byte of a request, it calls a resolver
//! for the name and a connector for the connection, including TLS. So the errors of these two are
//! marked here.

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::ResolvedSocketAddrs;
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::ConnectionDetails;
use ureq::unversioned::transport::Connector;
use ureq::unversioned::transport::NextTimeout;

/// A resolver or a connector whose errors are marked.
#[derive(Debug)]
pub(super) struct Marked<T>(pub(super) T);

impl<R: Resolver> Resolver for Marked<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(mark)
    }
}

impl<C: Connector> Connector for Marked<C> {
    type Out = C::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<C::Out>, Error> {
        match self.0.connect(details, chained) {
            Ok(None) => Err(mark(Error::ConnectionFailed)),
            connected => connected.map_err(mark),
        }
    }
}

/// Marks an error, unless it is marked already: a connector also calls the resolver, and, for a
/// proxy, itself.
fn mark(error: Error) -> Error {
    match error {
        Error::Other(inner) if inner.is::<NotConnected>() => Error::Other(inner),
        error => Error::Other(Box::new(NotConnected(error))),
    }
}

/// Returns a marked error without its mark as `Ok`, and any other error as `Err`.
pub(super) fn unmark(error: Error) -> Result<Error, Error> {
    match error {
        Error::Other(inner) => match inner.downcast::<NotConnected>() {
            Ok(not_connected) => Ok(not_connected.0),
            Err(inner) => Err(Error::Other(inner)),
        },
        error => Err(error),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no connection could be made")]
struct NotConnected(#[source] Error);
