//! The settings: where the shop listens, its database, and its account at Plutu.

use std::env;
use std::env::VarError;
use std::fmt;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use plutu_core::Credentials;
use plutu_core::EnvError;
use plutu_core::SecretKey;

use crate::error::OpenError;
use crate::token::Token;

/// The settings of a shop.
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `ADDRESS` | the address to listen on | `127.0.0.1` |
/// | `PORT` | the port to listen on; 0 is a free one | 3000 |
/// | `SHOP_URL` | the URL at which payers and Plutu reach the shop | the address that it listens on |
/// | `SHOP_DESK` | the secret in the desk's address | a random one |
/// | `DATABASE_URL` | `postgres://…` or `sqlite:FILE` | an SQLite file that is removed when the shop closes |
/// | `PLUTU_API_KEY`, `PLUTU_ACCESS_TOKEN`, `PLUTU_SECRET_KEY` | the account at Plutu | a sandbox that the shop starts |
/// | `PLUTU_BASE_URL` | another base URL, for example a sandbox's | Plutu's |
/// | `PLUTU_TIMEOUT` | how long Plutu may take to answer, in seconds | 60 |
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The address to listen on.
    pub address: SocketAddr,
    /// The URL at which payers and Plutu reach the shop. It is never taken from a request, which
    /// could forge it.
    pub url: Option<String>,
    /// The secret in the desk's address. Several processes of one shop share it.
    pub desk: Option<Token>,
    /// The database.
    pub database_url: Option<String>,
    /// The account at Plutu.
    pub plutu: Option<PlutuAccount>,
    /// How long Plutu may take to answer.
    pub plutu_timeout: Duration,
    /// How long the shop waits between two looks at the outbox.
    pub pause: Duration,
}

/// An account at Plutu, or at a sandbox.
#[derive(Clone)]
#[non_exhaustive]
pub struct PlutuAccount {
    /// The base URL, if it is not Plutu's.
    pub base_url: Option<String>,
    /// The credentials of requests.
    pub credentials: Credentials,
    /// The key that verifies callbacks.
    pub secret_key: SecretKey,
}

impl Settings {
    /// Reads the settings from the environment.
    ///
    /// # Errors
    ///
    /// [`OpenError`] names the variable that cannot be used. It never shows a value.
    pub fn from_env() -> Result<Self, OpenError> {
        let address = parsed("ADDRESS", "an IP address")?;
        let port = parsed("PORT", "a port")?;
        let timeout = parsed("PLUTU_TIMEOUT", "a number of seconds")?;
        Ok(Self {
            address: SocketAddr::new(address.unwrap_or(LOOPBACK), port.unwrap_or(3000)),
            url: variable("SHOP_URL")?,
            desk: variable("SHOP_DESK")?.map(Token::from),
            database_url: variable("DATABASE_URL")?,
            plutu: PlutuAccount::from_env()?,
            plutu_timeout: timeout.map_or(Self::default().plutu_timeout, Duration::from_secs),
            ..Self::default()
        })
    }
}

/// A shop on a free port of this machine, with a sandbox and a temporary database.
impl Default for Settings {
    fn default() -> Self {
        Self {
            address: SocketAddr::new(LOOPBACK, 0),
            url: None,
            desk: None,
            database_url: None,
            plutu: None,
            plutu_timeout: Duration::from_secs(60),
            pause: Duration::from_millis(500),
        }
    }
}

impl PlutuAccount {
    /// An account.
    #[must_use]
    pub fn new(base_url: Option<String>, credentials: Credentials, secret_key: SecretKey) -> Self {
        Self {
            base_url,
            credentials,
            secret_key,
        }
    }

    /// Whether it is an account at a sandbox, which is reached over plain HTTP. Plutu never is.
    pub(crate) fn is_local(&self) -> bool {
        let base_url = self.base_url.as_deref().unwrap_or_default();
        base_url.starts_with("http:")
    }

    /// The account in the environment, if there is one.
    fn from_env() -> Result<Option<Self>, OpenError> {
        match Credentials::from_env() {
            Ok(credentials) => Ok(Some(Self {
                base_url: variable("PLUTU_BASE_URL")?,
                credentials,
                secret_key: SecretKey::from_env()?,
            })),
            // An incomplete account is a mistake. The shop must not start a sandbox instead.
            Err(EnvError::Missing { .. }) if !names_an_account() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl fmt::Debug for PlutuAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlutuAccount")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

fn names_an_account() -> bool {
    let variables = [
        "PLUTU_API_KEY",
        "PLUTU_ACCESS_TOKEN",
        "PLUTU_SECRET_KEY",
        "PLUTU_BASE_URL",
    ];
    variables.iter().any(|name| env::var_os(name).is_some())
}

fn parsed<T: FromStr>(name: &'static str, expected: &'static str) -> Result<Option<T>, OpenError> {
    let parse = |value: String| value.parse().map_err(|_| unusable(name, expected));
    variable(name)?.map(parse).transpose()
}

fn variable(name: &'static str) -> Result<Option<String>, OpenError> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Err(unusable(name, "set to a value or left out")),
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(unusable(name, "UTF-8")),
    }
}

fn unusable(variable: &'static str, expected: &'static str) -> OpenError {
    OpenError::Setting { variable, expected }
}

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
