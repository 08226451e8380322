//! A client before it is made: what may be set, and why it may be refused. The result is a
//! [`Client`].

use std::fmt;
use std::time::Duration;

use plutu_core::Credentials;

use crate::base_url::BaseUrl;
use crate::base_url::InvalidBaseUrl;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::timeouts;
use crate::timeouts::Timeouts;
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransport;
use crate::transport::SharedTransport;
use crate::transport::Transport;
use crate::transport::TransportError;

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
    credentials: Credentials,
    base_url: String,
    connect_timeout: Option<Duration>,
    timeout: Duration,
    choice: Choice,
}

impl ClientBuilder {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            base_url: BaseUrl::PLUTU.to_owned(),
            connect_timeout: None,
            timeout: timeouts::DEFAULT_TOTAL,
            choice: Choice::default(),
        }
    }

    /// Sets the URL that requests go below, instead of `https://api.plutus.ly/api/v1`: a sandbox, a relay.
    ///
    /// It is an https URL without user information, query and fragment; plain http goes to this machine
    /// only (`localhost`, `127.0.0.0/8`, `[::1]`). A slash at its end makes no difference.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Sets how long connecting may take, TLS included. It must be shorter than the total time-out: when
    /// it runs out, the request is known not to have been sent.
    ///
    /// Unless set, it is ten seconds, or half of the total time-out where that is less.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long a request may take until the last byte of its answer. Unless set, it is a minute.
    ///
    /// When it runs out, the outcome is unknown. So it should be longer than any payment takes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends through a transport of the caller's own, whose contract is written at [`Transport`]. The
    /// last call of this method and of `reqwest` decides.
    ///
    /// The time-outs go with each request, as a [`Timeouts`] among its extensions; to keep to them is the
    /// transport's part.
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
        let base_url = BaseUrl::parse(&self.base_url)?;
        let timeouts = Timeouts::new(self.timeout, self.connect_timeout)?;
        let endpoint = Endpoint::new(base_url, timeouts, &self.credentials)?;
        let transport = self.choice.build(&endpoint)?;
        Ok(Client::from_parts(endpoint, transport))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is not checked yet, so it may hold a password.
        f.debug_struct("ClientBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Why a client cannot be made.
///
/// ```
/// use std::time::Duration;
///
/// use plutu_http::{BuildError, Client};
/// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
///
/// # let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
/// let built = Client::builder(credentials).timeout(Duration::ZERO).build();
/// assert!(matches!(built, Err(BuildError::ZeroTimeout)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not usable.
    #[error("the base URL is not usable")]
    BaseUrl(#[from] InvalidBaseUrl),
    /// A time-out is zero, or so short that nothing is left for connecting.
    #[error("a time-out is zero")]
    ZeroTimeout,
    /// Connecting may take as long as the whole request, or longer, so that a host that cannot be reached
    /// would be taken for one that does not answer.
    #[error(
        "the connect time-out ({connect:?}) is not shorter than the total time-out ({total:?})"
    )]
    ConnectTimeout {
        /// The time-out for connecting.
        connect: Duration,
        /// The total time-out.
        total: Duration,
    },
    /// A credential cannot stand in a header.
    #[error("a credential cannot stand in a header")]
    Credentials,
    /// There is no transport: the feature `reqwest` is off, and none was given.
    #[error("there is no transport: enable the feature `reqwest` of plutu-http, or give one")]
    NoTransport,
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Transport(#[source] TransportError),
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
            Self::Reqwest(builder) => ReqwestTransport::build(
                *builder,
                endpoint.timeouts,
                endpoint.base_url.is_loopback(),
            )
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
