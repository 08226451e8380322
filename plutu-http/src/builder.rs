//! A client before it is made: what may be set. The result is a [`Client`].

use std::fmt;
use std::time::Duration;

use plutu_core::Credentials;

use crate::build_error::BuildError;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::settings::Settings;
use crate::settings::setters;
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransport;
use crate::transport::SharedTransport;
use crate::transport::Transport;

/// Makes a [`Client`]. [`Client::builder`] starts one.
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
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            settings: Settings::new(credentials),
            choice: Choice::default(),
        }
    }

    setters!();

    /// Sends through a transport of the caller's own, whose contract is written at [`Transport`]. The
    /// last call of this method and of `reqwest` decides.
    ///
    /// The time-outs go with each request, as a [`Timeouts`](crate::Timeouts) among its extensions; to keep
    /// to them is the transport's part.
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

    /// Sends through reqwest as the caller configured it: with a proxy, with certificates of his own. The
    /// last call of this method and of [`transport`](Self::transport) decides.
    ///
    /// What a payment needs is set afterwards, whatever the caller chose: redirects are not followed,
    /// nothing is sent again, bodies are not decompressed, connections are not logged byte by byte, and the
    /// time-outs are those of this builder. If the base URL is on this machine, no proxy is used.
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

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the base URL or the time-outs are not usable, or when there is no transport.
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

/// Which transport the client will have.
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
        expect(unused_variables, reason = "only an adapter asks where requests go")
    )]
    fn build(self, endpoint: &Endpoint) -> Result<SharedTransport, BuildError> {
        match self {
            #[cfg(not(feature = "reqwest"))]
            Self::Missing => Err(BuildError::NoTransport),
            #[cfg(feature = "reqwest")]
            Self::Reqwest(builder) => ReqwestTransport::build(*builder, endpoint)
                .map(SharedTransport::new)
                .map_err(BuildError::Transport),
            Self::Own(transport) => Ok(transport),
        }
    }
}

impl Default for Choice {
    #[cfg(feature = "reqwest")]
    fn default() -> Self {
        Self::Reqwest(Box::default())
    }

    #[cfg(not(feature = "reqwest"))]
    fn default() -> Self {
        Self::Missing
    }
}
