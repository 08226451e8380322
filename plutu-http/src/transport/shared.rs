//! A transport whose type is erased, so that the client has no type parameter.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::asynchronous::Transport;
use super::error::TransportError;
use super::maybe_send::MaybeSend;
use super::maybe_send::MaybeSync;

/// Any transport, cheap to clone.
#[derive(Clone)]
pub(crate) struct SharedTransport(Arc<dyn DynTransport>);

impl SharedTransport {
    pub(crate) fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }

    pub(crate) fn send(&self, request: http::Request<Bytes>) -> BoxAnswer<'_> {
        self.0.send_boxed(request)
    }
}

/// The object-safe form of [`Transport`].
trait DynTransport: MaybeSend + MaybeSync {
    fn send_boxed(&self, request: http::Request<Bytes>) -> BoxAnswer<'_>;
}

impl<T: Transport> DynTransport for T {
    fn send_boxed(&self, request: http::Request<Bytes>) -> BoxAnswer<'_> {
        Box::pin(self.send(request))
    }
}

type Answer = Result<http::Response<Bytes>, TransportError>;

// A trait object can name only auto traits besides its main one, so `MaybeSend` is not possible
// here.
#[cfg(not(target_family = "wasm"))]
type BoxAnswer<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

#[cfg(target_family = "wasm")]
type BoxAnswer<'a> = Pin<Box<dyn Future<Output = Answer> + 'a>>;
