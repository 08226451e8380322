//! The async client. It hands a request to the transport, once, and reads the answer as the
//! request's reply.

use std::fmt;
use std::sync::Arc;

use plutu_core::Request;

use crate::endpoint::Endpoint;
use crate::error::Cause;
use crate::error::SendError;
use crate::trace::Trace;
use crate::transport::asynchronous::Transport;
use crate::transport::shared::SharedTransport;

/// Sends requests to Plutu.
///
/// Build a client once and keep it: clones are cheap. Every request uses a new connection, because
/// on a reused connection a late answer to one request can be read as the answer to the next.
/// `Debug` shows the base URL and the time-outs, never a credential.
///
/// With the default transport, reqwest, call [`send`](Self::send) within a Tokio runtime.
#[derive(Clone)]
pub struct Client {
    endpoint: Arc<Endpoint>,
    transport: SharedTransport,
}

impl Client {
    pub(crate) fn from_parts(endpoint: Endpoint, transport: SharedTransport) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            transport,
        }
    }

    /// Sends a request once and reads its reply. Nothing is ever sent again automatically, and no
    /// redirect is followed.
    ///
    /// If the future is dropped before it completes, the outcome is unknown, as with
    /// [`Certainty::Unknown`](plutu_core::Certainty::Unknown). Web servers often drop a handler
    /// when the payer closes the page, so send a charge from a task of its own.
    ///
    /// ```no_run
    /// use plutu_http::Client;
    /// use plutu_http::core::{Redirect, Request};
    ///
    /// async fn checkout_page<R>(client: &Client, request: &R) -> Result<String, Box<dyn std::error::Error>>
    /// where
    ///     R: Request<Reply = Redirect>,
    /// {
    ///     let checkout = client.send(request).await?;
    ///     Ok(checkout.url().to_owned())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SendError`]. Its [`certainty`](SendError::certainty) says what is known about this
    /// attempt.
    pub async fn send<R: Request>(&self, request: &R) -> Result<R::Reply, SendError> {
        let trace = Trace::start(request, &self.endpoint.base_url);
        let sent = trace
            .instrument(self.exchange(request, &trace))
            .await
            .map_err(|cause| SendError::new(request, cause));
        trace.end(&sent);
        sent
    }

    /// Returns the transport without the client. `plutu_contract::transport::check` can then test
    /// it.
    #[must_use]
    pub fn transport(&self) -> impl Transport + use<> {
        let transport = self.transport.clone();
        move |request| {
            let transport = transport.clone();
            async move { transport.send(request).await }
        }
    }

    async fn exchange<R: Request>(&self, request: &R, trace: &Trace) -> Result<R::Reply, Cause> {
        let outgoing = self.endpoint.request(request.wire())?;
        let answer = self.transport.send(outgoing).await?;
        trace.answered(answer.status());
        Endpoint::reply(request, &answer)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.endpoint.fmt(f)
    }
}
