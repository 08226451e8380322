//! The blocking client. It hands a request to the transport, once, and reads the answer as the
//! request's reply.

use std::fmt;
use std::sync::Arc;

use plutu_core::Request;

use crate::endpoint::Endpoint;
use crate::error::Cause;
use crate::error::SendError;
use crate::trace::Trace;
use crate::transport::blocking::BlockingTransport;

/// Sends requests to Plutu and waits for the answer on the caller's own thread.
///
/// Build a client once and keep it: clones are cheap, and several threads may send at the same
/// time. Every request uses a new connection, because on a reused connection a late answer to one
/// request can be read as the answer to the next. `Debug` shows the base URL and the time-outs,
/// never a credential.
///
/// It needs no async runtime. In an async program, use [`plutu_http::Client`](crate::Client)
/// instead: this client would block a thread of the runtime.
#[derive(Clone)]
pub struct Client {
    endpoint: Arc<Endpoint>,
    transport: Arc<dyn BlockingTransport>,
}

impl Client {
    pub(crate) fn from_parts(endpoint: Endpoint, transport: Arc<dyn BlockingTransport>) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            transport,
        }
    }

    /// Sends a request once and reads its reply. Nothing is ever sent again automatically, and no
    /// redirect is followed.
    ///
    /// ```no_run
    /// use plutu_http::blocking::Client;
    /// use plutu_http::core::{Redirect, Request};
    ///
    /// fn checkout_page<R>(client: &Client, request: &R) -> Result<String, plutu_http::SendError>
    /// where
    ///     R: Request<Reply = Redirect>,
    /// {
    ///     let checkout = client.send(request)?;
    ///     Ok(checkout.url().to_owned())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SendError`]. Its [`certainty`](SendError::certainty) says what is known about this
    /// attempt.
    pub fn send<R: Request>(&self, request: &R) -> Result<R::Reply, SendError> {
        let trace = Trace::start(request, &self.endpoint.base_url);
        let sent = trace
            .in_scope(|| self.exchange(request, &trace))
            .map_err(|cause| SendError::new(request, cause));
        trace.end(&sent);
        sent
    }

    /// Returns the transport without the client. `plutu_contract::transport::check_blocking` can
    /// then test it.
    #[must_use]
    pub fn transport(&self) -> impl BlockingTransport + use<> {
        let transport = Arc::clone(&self.transport);
        move |request| transport.send(request)
    }

    fn exchange<R: Request>(&self, request: &R, trace: &Trace) -> Result<R::Reply, Cause> {
        let outgoing = self.endpoint.request(request.wire())?;
        let answer = self.transport.send(outgoing)?;
        trace.answered(answer.status());
        Endpoint::reply(request, &answer)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.endpoint.fmt(f)
    }
}
