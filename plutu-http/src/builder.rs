//! Builds a [`Client`].

use std::fmt;
use std::time::Duration;

use plutu_core::Credentials;

#[cfg(feature = "reqwest")]
use crate::adapters::reqwest;
#[cfg(feature = "reqwest")]
use crate::adapters::reqwest::ReqwestTransport;
use crate::build_error::BuildError;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::settings::Settings;
use crate::settings::setters;
use crate::transport::asynchronous::Transport;
use crate::transport::shared::SharedTransport;

impl Client {
    /// Builds a client that sends to Plutu through reqwest.
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
    /// [`BuildError::Transport`] if reqwest cannot be set up, for example if it finds no
    /// certificates to trust, and [`BuildError::Proxy`] if the environment names a proxy that
    /// reqwest cannot use.
    #[cfg(feature = "reqwest")]
    pub fn new(credentials: Credentials) -> Result<Self, BuildError> {
        Self::builder(credentials).build()
    }

    /// Returns a builder, to set another base URL, other time-outs or another transport.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            settings: Settings::new(credentials),
            choice: Choice::default(),
        }
    }
}

/// Builds a [`Client`]. Start with [`Client::builder`].
///
/// ```no_run
/// use std::time::Duration;
///
/// use plutu_http::Client;
/// # use plutu_http::core::Credentials;
///
/// # fn run(credentials: Credentials) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder(credentials)
///     .base_url("http://127.0.0.1:8080/api/v1")
///     .timeout(Duration::from_secs(30))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    settings: Settings,
    choice: Choice,
}

impl ClientBuilder {
    setters!();

    /// Sends through your own transport, which must keep the [contract](Transport#contract). This
    /// call replaces an earlier one of this method or of `reqwest`.
    ///
    /// Each request carries its [`Timeouts`](crate::Timeouts) as an extension. The transport must
    /// respect them.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use plutu_http::{Client, TransportError};
    /// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
    ///
    /// # let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
    /// let client = Client::builder(credentials)
    ///     .transport(|request: http::Request<Bytes>| async move {
    ///         assert_eq!(request.method(), "POST");
    ///         Err(TransportError::other("not today"))
    ///     })
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.choice = Choice::Own(SharedTransport::new(transport));
        self
    }

    /// Sends through reqwest with your configuration, for example with a proxy or your own
    /// certificates. This call replaces an earlier one of this method or of
    /// [`transport`](Self::transport).
    ///
    /// [`build`](Self::build) then replaces the settings that a payment depends on: redirects are
    /// not followed, nothing is sent again, no connection is reused, bodies are not decompressed,
    /// connections are not logged byte by byte, and the time-outs are those of this builder. If the
    /// base URL is on this machine, no proxy is used.
    ///
    /// The builder keeps its own TLS backend. reqwest's default is the platform's TLS as soon as
    /// any crate enables reqwest's feature `native-tls`, and rustls otherwise. Call the builder's
    /// `tls_backend_rustls` to get rustls in both cases. With this crate's feature
    /// `rustls-no-provider`, install a cryptography provider for either backend, because the
    /// builder does not show which one it has.
    ///
    /// If the environment names a proxy that reqwest cannot read, reqwest ignores it and connects
    /// directly. Here that is a [`BuildError::Proxy`], even if your `reqwest::ClientBuilder` has
    /// proxies of its own, because the builder does not show them. A SOCKS proxy needs the feature
    /// `socks` of reqwest, which the application enables in its own `Cargo.toml`. Without that
    /// feature, connecting fails and nothing is sent.
    ///
    /// ```no_run
    /// use plutu_http::Client;
    /// # use plutu_http::core::Credentials;
    ///
    /// # fn run(credentials: Credentials) -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = reqwest::Proxy::https("http://proxy.shop.example:3128")?;
    /// let client = Client::builder(credentials)
    ///     .reqwest(reqwest::Client::builder().proxy(proxy))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn reqwest(mut self, builder: ::reqwest::ClientBuilder) -> Self {
        self.choice = Choice::Reqwest(Box::new(builder));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if the base URL, the time-outs, the proxy or the TLS configuration cannot be
    /// used, or if there is no transport.
    pub fn build(self) -> Result<Client, BuildError> {
        let endpoint = self.settings.endpoint()?;
        let transport = self.choice.build(&endpoint)?;
        Ok(Client::from_parts(endpoint, transport))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt(f)
    }
}

/// The transport that the client will have.
enum Choice {
    #[cfg(not(feature = "reqwest"))]
    Missing,
    #[cfg(feature = "reqwest")]
    Reqwest(Box<::reqwest::ClientBuilder>),
    Own(SharedTransport),
}

impl Choice {
    #[cfg_attr(
        not(feature = "reqwest"),
        expect(unused_variables, reason = "only an adapter needs the base URL")
    )]
    fn build(self, endpoint: &Endpoint) -> Result<SharedTransport, BuildError> {
        match self {
            #[cfg(not(feature = "reqwest"))]
            Self::Missing => Err(BuildError::NoTransport),
            #[cfg(feature = "reqwest")]
            Self::Reqwest(builder) => {
                ReqwestTransport::build(*builder, &endpoint.base_url, endpoint.timeouts)
                    .map(SharedTransport::new)
            }
            Self::Own(transport) => Ok(transport),
        }
    }
}

impl Default for Choice {
    #[cfg(feature = "reqwest")]
    fn default() -> Self {
        Self::Reqwest(Box::new(reqwest::default_builder()))
    }

    #[cfg(not(feature = "reqwest"))]
    fn default() -> Self {
        Self::Missing
    }
}
