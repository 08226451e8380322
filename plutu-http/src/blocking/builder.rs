//! A blocking client before it is made: what may be set. The result is a [`Client`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "ureq")]
use ::ureq::config::ConfigBuilder;
#[cfg(feature = "ureq")]
use ::ureq::typestate::AgentScope;
use plutu_core::Credentials;

use crate::blocking::Client;
use crate::build_error::BuildError;
use crate::endpoint::Endpoint;
use crate::settings::Settings;
use crate::settings::setters;
use crate::transport::BlockingTransport;
#[cfg(feature = "ureq")]
use crate::transport::UreqTransport;
#[cfg(feature = "ureq")]
use crate::transport::default_ureq_config;

/// Makes a [`Client`]. [`Client::builder`] starts one.
///
/// ```no_run
/// use std::time::Duration;
///
/// use plutu_http::blocking::Client;
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

    /// Sends through a transport of the caller's own, whose contract is written at
    /// [`Transport`](crate::Transport#contract). The last call of this method and of `ureq` decides.
    ///
    /// The time-outs go with each request, as a [`Timeouts`](crate::Timeouts) among its extensions; to keep
    /// to them is the transport's part.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use plutu_http::TransportError;
    /// use plutu_http::blocking::Client;
    /// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
    ///
    /// # let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
    /// let client = Client::builder(credentials)
    ///     .transport(|request: http::Request<Bytes>| {
    ///         assert_eq!(request.method(), "POST");
    ///         Err(TransportError::other("not today"))
    ///     })
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transport(mut self, transport: impl BlockingTransport) -> Self {
        self.choice = Choice::Own(Arc::new(transport));
        self
    }

    /// Sends through ureq as the caller configured it: with a proxy, with certificates of his own. The last
    /// call of this method and of [`transport`](Self::transport) decides.
    ///
    /// What a payment needs is set afterwards, whatever the caller chose: redirects are not followed, bodies
    /// are not asked for compressed, and the time-outs are those of this builder. If the base URL is on this
    /// machine, no proxy is used. A middleware of the caller's is kept, and held to the contract of
    /// [`Transport`](crate::Transport#contract).
    ///
    /// ureq logs requests and answers byte by byte at the level TRACE of the target `ureq_proto`, credentials
    /// included, and has no switch for it. Where a logger listens to that, nothing is sent, and the error
    /// says why.
    ///
    /// ```no_run
    /// use plutu_http::blocking::Client;
    /// # use plutu_http::core::Credentials;
    ///
    /// # fn run(credentials: Credentials) -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = ureq::Proxy::new("http://proxy.shop.example:3128")?;
    /// let client = Client::builder(credentials)
    ///     .ureq(ureq::Agent::config_builder().proxy(Some(proxy)))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "ureq")]
    pub fn ureq(mut self, config: ConfigBuilder<AgentScope>) -> Self {
        self.choice = Choice::Ureq(Box::new(config));
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
    #[cfg(not(feature = "ureq"))]
    Missing,
    #[cfg(feature = "ureq")]
    Ureq(Box<ConfigBuilder<AgentScope>>),
    Own(Arc<dyn BlockingTransport>),
}

impl Choice {
    #[cfg_attr(
        not(feature = "ureq"),
        expect(unused_variables, reason = "only an adapter asks where requests go")
    )]
    fn build(self, endpoint: &Endpoint) -> Result<Arc<dyn BlockingTransport>, BuildError> {
        match self {
            #[cfg(not(feature = "ureq"))]
            Self::Missing => Err(BuildError::NoTransport),
            #[cfg(feature = "ureq")]
            Self::Ureq(config) => UreqTransport::build(*config, endpoint)
                .map(|transport| Arc::new(transport) as Arc<dyn BlockingTransport>)
                .map_err(BuildError::Transport),
            Self::Own(transport) => Ok(transport),
        }
    }
}

impl Default for Choice {
    #[cfg(feature = "ureq")]
    fn default() -> Self {
        Self::Ureq(Box::new(default_ureq_config()))
    }

    #[cfg(not(feature = "ureq"))]
    fn default() -> Self {
        Self::Missing
    }
}
