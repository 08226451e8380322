//! The client: it hands a request to the transport, once, and reads the answer as the request's reply.

use std::fmt;
use std::sync::Arc;

use plutu_core::Credentials;
use plutu_core::Request;

#[cfg(feature = "reqwest")]
use crate::build_error::BuildError;
use crate::builder::ClientBuilder;
use crate::endpoint::Endpoint;
use crate::error::Cause;
use crate::error::SendError;
use crate::trace::Trace;
use crate::transport::SharedTransport;

/// Sends requests to Plutu.
///
/// A client is made once and kept: clones are cheap and share its connections. `Debug` shows its address
/// and time-outs, never a credential.
///
/// With reqwest, requests are sent from within a Tokio runtime.
#[derive(Clone)]
pub struct Client {
    endpoint: Arc<Endpoint>,
    transport: SharedTransport,
}

impl Client {
    /// Makes a client that sends to Plutu through reqwest.
    ///
    /// ```no_run
    /// use plutu_http::Client;
    /// use plutu_http::core::Credentials;
    ///
    /// let client = Client::new(Credentials::from_env()?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`BuildError::Transport`] when reqwest cannot be set up: TLS without certificates to trust, say.
    #[cfg(feature = "reqwest")]
    pub fn new(credentials: Credentials) -> Result<Self, BuildError> {
        Self::builder(credentials).build()
    }

    /// Starts a client with an address, time-outs or a transport of the caller's choice.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(credentials)
    }

    pub(crate) fn from_parts(endpoint: Endpoint, transport: SharedTransport) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            transport,
        }
    }

    /// Sends a request, once, and reads its reply. Nothing is ever sent again by itself, and no redirect
    /// is followed.
    ///
    /// If the future is dropped before it is ready, the outcome is unknown, as with
    /// [`Certainty::Unknown`](plutu_core::Certainty::Unknown). A charge should run in a task of its own,
    /// which outlives the payer's patience.
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
    /// [`SendError`], whose [`certainty`](SendError::certainty) tells what is known about this attempt.
    pub async fn send<R: Request>(&self, request: &R) -> Result<R::Reply, SendError> {
        let trace = Trace::start(request);
        let sent = trace
            .instrument(self.exchange(request, &trace))
            .await
            .map_err(|cause| SendError::new(request, cause));
        trace.end(&sent);
        sent
    }

    /// The transport alone. `plutu_contract::transport::check` tests its contract.
    #[must_use]
    pub fn transport(&self) -> impl crate::Transport + use<> {
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
