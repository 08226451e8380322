//! Builds a blocking [`Client`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "ureq")]
use ::ureq::config::ConfigBuilder;
#[cfg(feature = "ureq")]
use ::ureq::typestate::AgentScope;
use plutu_core::Credentials;

use super::client::Client;
#[cfg(feature = "ureq")]
use crate::adapters::ureq::UreqTransport;
#[cfg(feature = "ureq")]
use crate::adapters::ureq::default_config;
use crate::build_error::BuildError;
use crate::endpoint::Endpoint;
use crate::settings::Settings;
use crate::settings::setters;
use crate::transport::blocking::BlockingTransport;

impl Client {
    /// Builds a client that sends to Plutu through ureq.
    ///
    /// ```no_run
    /// use plutu_http::blocking::Client;
    /// use plutu_http::core::Credentials;
    ///
    /// let client = Client::new(Credentials::from_env()?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`BuildError::Tls`] if no TLS feature is enabled, and [`BuildError::Proxy`] if the
    /// environment names a proxy that ureq cannot use.
    #[cfg(feature = "ureq")]
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
    setters!();

    /// Sends through your own transport, which must keep the [contract](crate::Transport#contract).
    /// This call replaces an earlier one of this method or of `ureq`.
    ///
    /// Each request carries its [`Timeouts`](crate::Timeouts) as an extension. The transport must
    /// respect them.
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

    /// Sends through ureq with your configuration, for example with a proxy or your own
    /// certificates. This call replaces an earlier one of this method or of
    /// [`transport`](Self::transport).
    ///
    /// [`build`](Self::build) then replaces the settings that a payment depends on: redirects are
    /// not followed, no connection is reused, compressed bodies are not accepted, and the time-outs
    /// are those of this builder. If the base URL is on this machine, no proxy is used. Your
    /// middleware stays, and must keep the [contract](crate::Transport#contract) of a transport.
    ///
    /// If ureq lacks a feature that the configuration needs, it panics when it connects, or ignores
    /// a proxy. Here that is an error of `build`:
    ///
    /// - A SOCKS proxy needs the feature `socks-proxy` of ureq, which the application enables in
    ///   its own `Cargo.toml`. The [crate's features](crate#features) show how.
    /// - The platform's certificates (`RootCerts::PlatformVerifier`) need the platform's TLS: the
    ///   feature `native-tls` of this crate and `TlsProvider::NativeTls`. With rustls, pass the
    ///   certificates themselves (`RootCerts::new_with_certs`), for example those that the crate
    ///   rustls-native-certs finds. ureq also has a feature `platform-verifier` for rustls, but it
    ///   does not show whether that feature is enabled, and panics if it is not. So this
    ///   combination is rejected. To use it, write a [`transport`](Self::transport) around your own
    ///   agent.
    /// - A proxy in the environment that ureq cannot read is an error too, unless `NO_PROXY`
    ///   exempts the host.
    ///
    /// ureq logs requests and answers byte by byte, including credentials, at the level TRACE of
    /// the target `ureq_proto`, and has no option to turn that off. If a logger listens to that
    /// target at TRACE, nothing is sent, and the error says why.
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
    #[cfg(not(feature = "ureq"))]
    Missing,
    #[cfg(feature = "ureq")]
    Ureq(Box<ConfigBuilder<AgentScope>>),
    Own(Arc<dyn BlockingTransport>),
}

impl Choice {
    #[cfg_attr(
        not(feature = "ureq"),
        expect(unused_variables, reason = "only an adapter needs the base URL")
    )]
    fn build(self, endpoint: &Endpoint) -> Result<Arc<dyn BlockingTransport>, BuildError> {
        match self {
            #[cfg(not(feature = "ureq"))]
            Self::Missing => Err(BuildError::NoTransport),
            #[cfg(feature = "ureq")]
            Self::Ureq(config) => {
                UreqTransport::build(*config, &endpoint.base_url, endpoint.timeouts)
                    .map(|transport| Arc::new(transport) as Arc<dyn BlockingTransport>)
            }
            Self::Own(transport) => Ok(transport),
        }
    }
}

impl Default for Choice {
    #[cfg(feature = "ureq")]
    fn default() -> Self {
        Self::Ureq(Box::new(default_config()))
    }

    #[cfg(not(feature = "ureq"))]
    fn default() -> Self {
        Self::Missing
    }
}
