//! The settings of a client before it is built. They become the client's [`Endpoint`].

use std::fmt;
use std::time::Duration;

use plutu_core::Credentials;

use crate::base_url::BaseUrl;
use crate::build_error::BuildError;
use crate::endpoint::Endpoint;
use crate::timeouts;
use crate::timeouts::Timeouts;

/// Everything except the transport.
pub(crate) struct Settings {
    credentials: Credentials,
    pub(crate) base_url: String,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) timeout: Duration,
}

impl Settings {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            base_url: BaseUrl::PLUTU.to_owned(),
            connect_timeout: None,
            timeout: timeouts::DEFAULT_TOTAL,
        }
    }

    /// Checks all settings.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, BuildError> {
        let base_url = BaseUrl::parse(&self.base_url)?;
        let timeouts = self.timeouts()?;
        Endpoint::new(base_url, timeouts, &self.credentials)
    }

    /// Checks the time-outs. The default for connecting is ten seconds, or half of the total
    /// time-out if that is less.
    fn timeouts(&self) -> Result<Timeouts, BuildError> {
        let total = self.timeout;
        let connect = self.connect_timeout.unwrap_or_else(|| {
            let half = total.checked_div(2).unwrap_or_default();
            half.min(timeouts::DEFAULT_CONNECT)
        });
        if connect.is_zero() || total.is_zero() {
            return Err(BuildError::ZeroTimeout);
        }
        if connect >= total {
            return Err(BuildError::ConnectTimeout { connect, total });
        }
        Ok(Timeouts { connect, total })
    }

    /// Formats a builder with these settings for `Debug`.
    pub(crate) fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is left out: it is not checked yet, so it may hold a password.
        f.debug_struct("ClientBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The methods that both builders have for their field `settings`.
macro_rules! setters {
    () => {
        /// Sets the base URL of all requests, for example of a sandbox or a relay. The default is
        /// `https://api.plutus.ly/api/v1`.
        ///
        /// It must be an https URL without user information, query or fragment. Plain http is
        /// allowed for this machine only (`localhost`, `127.0.0.0/8`, `[::1]`). A slash at the end
        /// makes no difference.
        pub fn base_url(mut self, url: impl Into<String>) -> Self {
            self.settings.base_url = url.into();
            self
        }

        /// Sets how long connecting may take, including the TLS handshake. It must be shorter than
        /// the total time-out. When it runs out, it is certain that the request was not sent.
        ///
        /// The default is ten seconds, or half of the total time-out if that is less.
        pub fn connect_timeout(mut self, timeout: Duration) -> Self {
            self.settings.connect_timeout = Some(timeout);
            self
        }

        /// Sets how long a request may take, until the last byte of its answer. The default is 60
        /// seconds.
        ///
        /// When it runs out, the outcome is unknown, so set it longer than any payment takes. The
        /// documentation does not say how long Plutu may take. Its official PHP SDK and WooCommerce
        /// plugin wait 600 s, and other clients wait 10 to 60 s. The default is 60 s because most
        /// proxies between the payer's browser and the shop give up by then. A charge in a
        /// background job can wait as long as these do: `.timeout(Duration::from_secs(600))`. The
        /// adapter for ureq shortens a time-out of more than a year to a year.
        pub fn timeout(mut self, timeout: Duration) -> Self {
            self.settings.timeout = timeout;
            self
        }
    };
}

pub(crate) use setters;
