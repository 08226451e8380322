//! Starts a sandbox, with its settings: credentials, address, clock and limits.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use std::time::SystemTime;

use axum::http::Uri;
use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::Gateway;
use plutu_core::GatewaySpec;
use plutu_core::Request;
use plutu_core::SecretKey;
use serde_json::Value;

use crate::account::Account;
use crate::account::Settings;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::fault::Faults;
use crate::gateway::Gateways;
use crate::guard::Hosts;
use crate::own::Answers;
use crate::own::ReceivedFields;
use crate::own::Refusal;
use crate::payments::Payments;
use crate::random;
use crate::sandbox::Sandbox;
use crate::server::Patience;

impl Sandbox {
    /// Starts a sandbox on a free port of the loopback interface, with random credentials.
    ///
    /// # Errors
    ///
    /// There is no free port, a thread cannot be started, or there is no randomness.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Starts a sandbox on this port of the loopback interface; 0 stands for any free port.
    ///
    /// ```
    /// use plutu_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::start_on(0).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`start`](Self::start), and an error if the port is taken.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        Self::builder().port(port).start().await
    }

    /// Returns a builder that sets credentials, address, clock and limits before the sandbox
    /// starts.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
    }
}

/// The settings of a sandbox. Every setting has a default: see [`Sandbox::start`].
///
/// `Debug` shows nothing secret.
///
/// ```
/// use plutu_core::{AccessToken, ApiKey, Credentials, SecretKey};
/// use plutu_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let credentials = Credentials::new(ApiKey::new("key_of_my_tests")?, AccessToken::new("token")?);
/// let sandbox = Sandbox::builder()
///     .credentials(credentials)
///     .secret_key(SecretKey::new("sk_of_my_tests")?)
///     .start()
///     .await?;
/// assert_eq!(sandbox.credentials().api_key().expose(), "key_of_my_tests");
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing runs until it is started"]
pub struct SandboxBuilder {
    address: SocketAddr,
    public_url: Option<String>,
    credentials: Option<Credentials>,
    secret_key: Option<SecretKey>,
    starts_at: SystemTime,
    has_running_clock: bool,
    max_payments: usize,
    patience: Duration,
    clients: Patience,
    reachable: Vec<String>,
    hosts: Vec<String>,
    merchant: Option<String>,
    faults: Vec<Fault>,
    has_magic: bool,
    has_limit: bool,
    gateways: Gateways,
    answers: Answers,
}

impl SandboxBuilder {
    fn new() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            public_url: None,
            credentials: None,
            secret_key: None,
            starts_at: SystemTime::now(),
            has_running_clock: true,
            max_payments: MAX_PAYMENTS,
            patience: PATIENCE,
            clients: Patience::default(),
            reachable: Vec::new(),
            hosts: Vec::new(),
            merchant: None,
            faults: Vec::new(),
            has_magic: true,
            has_limit: true,
            gateways: Gateways::built_in(),
            answers: Answers::default(),
        }
    }

    /// Adds a gateway, which is played from its declaration. May be called several times. The
    /// gateway replaces an earlier or built-in gateway of the same name.
    ///
    /// ```
    /// use plutu_core::plutu_gateway;
    /// use plutu_sandbox::Sandbox;
    ///
    /// /// MPGS for an account in euros.
    /// #[plutu_gateway(name = "mpgs", currency = "EUR")]
    /// pub mod mpgs {
    ///     use plutu_core::field::*;
    ///
    ///     #[request(reply = Redirect)]
    ///     pub struct Confirm {
    ///         pub amount: Amount,
    ///         pub invoice_no: InvoiceNo,
    ///         pub return_url: ReturnUrl,
    ///     }
    ///
    ///     #[callback]
    ///     pub struct Callback {
    ///         pub amount: Amount,
    ///         pub currency: Currency,
    ///         pub invoice_no: InvoiceNo,
    ///         pub transaction_id: TransactionId,
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::builder().gateway::<mpgs::Gateway>().start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn gateway<G: Gateway>(self) -> Self {
        self.described(G::SPEC)
    }

    /// Adds the gateway of this description.
    pub(crate) fn described(mut self, spec: &'static GatewaySpec) -> Self {
        self.gateways.register(spec);
        self
    }

    /// Plays these gateways, with these answers.
    #[cfg(feature = "cli")]
    pub(crate) fn playing(mut self, gateways: Gateways, answers: Answers) -> Self {
        (self.gateways, self.answers) = (gateways, answers);
        self
    }

    /// Sets how the sandbox answers a request whose reply is your own type. Without this, it
    /// answers with the status 501.
    ///
    /// The function receives the fields, decoded and checked as declared, and returns the answer's
    /// `result`, or a [`Refusal`]. It runs on the sandbox's thread, so it must not block. The
    /// sandbox keeps no payment for such a request.
    ///
    /// ```
    /// use plutu_core::plutu_gateway;
    /// use plutu_sandbox::{Refusal, Sandbox};
    /// use serde_json::json;
    ///
    /// /// Payments at a till.
    /// #[plutu_gateway(name = "till", currency = "LYD")]
    /// pub mod till {
    ///     use plutu_core::field::*;
    ///     use plutu_core::reply::{Reply, ReplyFields};
    ///
    ///     /// The number that the payer shows at the till.
    ///     pub struct Ticket(pub TransactionId);
    ///
    ///     impl Reply<Open> for Ticket {
    ///         fn read(_: &Open, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
    ///             Ok(Self(result.required("ticket")?.parse()?))
    ///         }
    ///     }
    ///
    ///     #[request(reply = Ticket)]
    ///     pub struct Open {
    ///         pub amount: Amount,
    ///         pub till: PlainText,
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::builder()
    ///     .gateway::<till::Gateway>()
    ///     .answer::<till::Open>(|fields| match fields.field("till") {
    ///         Some("T9") => Err(Refusal::new(400, "TILL_CLOSED", "the till is closed")),
    ///         _ => Ok(json!({ "ticket": 77 })),
    ///     })
    ///     .start()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer<R: Request>(
        mut self,
        answer: impl Fn(&ReceivedFields) -> Result<Value, Refusal> + Send + Sync + 'static,
    ) -> Self {
        self.answers.set::<R>(answer);
        self
    }

    /// Sets the port. The default is 0, which stands for any free port.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Sets the address to listen on. The default is `127.0.0.1`.
    ///
    /// If it is not a loopback address, anyone who can reach it can approve payments and read the
    /// credentials. Use such an address only in a network of containers, never in one that you
    /// share with others.
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address.set_ip(address);
        self
    }

    /// Sets the URL at which browsers reach the sandbox, if it differs from its address, for
    /// example `http://plutu.test:8080`. The URLs of checkout pages start with it, and so does the
    /// base URL that `/_sandbox/env` and `/_sandbox/credentials` of the [control
    /// API](crate::control_api) return. [`Sandbox::base_url`] keeps the address.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into().trim_end_matches('/').to_owned());
        self
    }

    /// Sets the API key and the access token that the sandbox accepts. By default they are random.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the secret key that signs callbacks. By default it is random.
    ///
    /// Never use a real account's key: anyone who can reach the sandbox can read it and then forge
    /// callbacks of that account.
    pub fn secret_key(mut self, secret_key: SecretKey) -> Self {
        self.secret_key = Some(secret_key);
        self
    }

    /// Sets the time of the sandbox's clock at the start. The default is this machine's time.
    ///
    /// The clock decides which birth years are accepted, when one-time passwords and cards expire,
    /// and the times in reports.
    pub fn starts_at(mut self, time: SystemTime) -> Self {
        self.starts_at = time;
        self
    }

    /// Stops the clock: only [`Sandbox::advance`] moves it.
    pub fn frozen_clock(mut self) -> Self {
        self.has_running_clock = false;
        self
    }

    /// Sets the merchant's name on the checkout page. The default is "Test shop" in the page's
    /// language.
    pub fn merchant(mut self, name: impl Into<String>) -> Self {
        self.merchant = Some(name.into());
        self
    }

    /// Sets how many payments are kept, 200,000 by default. Beyond that, or beyond 512 MiB, the
    /// oldest payment is forgotten, and its invoice number is free again.
    pub fn max_payments(mut self, payments: usize) -> Self {
        self.max_payments = payments;
        self
    }

    /// Sets how long [`Sandbox::wait_for_payment`] and similar methods wait, 30 seconds by default.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Permits callbacks to a host besides this machine, over plain http: for example the shop's
    /// container. May be called several times.
    ///
    /// ```
    /// # use plutu_sandbox::Sandbox;
    /// let builder = Sandbox::builder().deliver_to("shop").deliver_to("host.docker.internal");
    /// ```
    pub fn deliver_to(mut self, host: impl Into<String>) -> Self {
        self.reachable.push(host.into());
        self
    }

    /// Adds a host name of the sandbox, besides `localhost`, the loopback addresses, the
    /// [address](Self::address) and the [public URL](Self::public_url). May be called several
    /// times.
    ///
    /// The sandbox refuses requests with any other `Host`. So no web page can reach it by pointing
    /// its own name at this machine (DNS rebinding).
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Plans a fault before the start, like [`Sandbox::fault`] after it. May be called several
    /// times.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Sets whether [magic](crate#faults) invoice numbers and amounts stand for faults. The default
    /// is yes.
    pub fn magic(mut self, has_magic: bool) -> Self {
        self.has_magic = has_magic;
        self
    }

    /// Sets whether a transaction is limited to 500, like in Plutu's test mode. The default is yes.
    /// Above the limit, every gateway answers `SANDBOX_TRANSACTION_LIMIT_EXCEEDED`.
    ///
    /// ```
    /// # use plutu_sandbox::Sandbox;
    /// // For a shop whose test orders are larger.
    /// let builder = Sandbox::builder().limit(false);
    /// ```
    pub fn limit(mut self, has_limit: bool) -> Self {
        self.has_limit = has_limit;
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// The port is taken, the address does not belong to this machine, a thread cannot be started,
    /// or there is no randomness. If a gateway cannot be played as described, the error has the
    /// kind `InvalidInput` and contains a [`DescriptionError`](crate::DescriptionError). The kind
    /// is also `InvalidInput` if the [public URL](Self::public_url) is not an http or https URL
    /// with a host, or if it has a query or a fragment.
    pub async fn start(self) -> io::Result<Sandbox> {
        self.gateways.check(&self.answers).map_err(invalid_input)?;
        if let Some(url) = &self.public_url {
            check_public_url(url).map_err(invalid_input)?;
        }
        let listener = TcpListener::bind(self.address)?;
        let mut address = listener.local_addr()?;
        address.set_ip(reached_at(address.ip()));
        let hosts = self.hosts();
        let origin = self.public_url.unwrap_or(format!("http://{address}"));
        let credentials = match self.credentials {
            Some(credentials) => credentials,
            None => random_credentials()?,
        };
        let secret_key = match self.secret_key {
            Some(secret_key) => secret_key,
            None => random_secret_key()?,
        };
        let account = Account::open(
            origin,
            credentials,
            secret_key,
            Payments::new(self.max_payments),
            Clock::start(self.starts_at, self.has_running_clock),
            Faults::new(self.has_magic),
            Settings {
                reachable: self.reachable,
                hosts,
                merchant: self.merchant,
                has_limit: self.has_limit,
                gateways: self.gateways,
                answers: self.answers,
            },
        );
        let sandbox = Sandbox::serve(
            listener,
            address,
            Arc::new(account),
            self.patience,
            self.clients,
        )
        .await?;
        for fault in self.faults {
            sandbox.fault(fault);
        }
        Ok(sandbox)
    }

    fn hosts(&self) -> Hosts {
        let address = self.address.ip();
        let public_url = self.public_url.as_deref().unwrap_or_default();
        let public_url = public_url.parse::<Uri>().ok();
        let public_host = public_url.as_ref().and_then(Uri::host).map(str::to_owned);
        let names = self.hosts.iter().cloned().chain(public_host);
        Hosts {
            names: names.chain([host_of(address)]).collect(),
            any_address: address.is_unspecified(),
        }
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder")
            .field("address", &self.address)
            .field("public_url", &self.public_url)
            .field("starts_at", &self.starts_at)
            .field("max_payments", &self.max_payments)
            .field("patience", &self.patience)
            .field("reachable", &self.reachable)
            .field("hosts", &self.hosts)
            .field("merchant", &self.merchant)
            .field("faults", &self.faults)
            .field("has_magic", &self.has_magic)
            .field("has_limit", &self.has_limit)
            .field("gateways", &self.gateways)
            .finish_non_exhaustive()
    }
}

/// Where this machine reaches a server that listens on this address: one on all interfaces is on
/// the loopback, too.
pub(crate) fn reached_at(listening: IpAddr) -> IpAddr {
    match listening {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        address => address,
    }
}

/// The address in the form for URLs.
fn host_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

fn invalid_input(error: impl Into<Box<dyn Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, error)
}

/// Checks a URL to which the paths of the sandbox can be appended.
pub(crate) fn check_public_url(text: &str) -> Result<(), &'static str> {
    let url = text.parse::<Uri>().ok().filter(|_| !text.contains('#'));
    let is_web = |url: &Uri| matches!(url.scheme_str(), Some("http" | "https"));
    match url {
        Some(url) if is_web(&url) && url.host().is_some() && url.query().is_none() => Ok(()),
        _ => Err("expected a public URL such as http://plutu.test:8080"),
    }
}

pub(crate) fn random_credentials() -> io::Result<Credentials> {
    let api_key = ApiKey::new(random::hex::<20>()?).map_err(io::Error::other)?;
    let access_token = AccessToken::new(random::hex::<32>()?).map_err(io::Error::other)?;
    Ok(Credentials::new(api_key, access_token))
}

pub(crate) fn random_secret_key() -> io::Result<SecretKey> {
    SecretKey::new(format!("sk_{}", random::hex::<20>()?)).map_err(io::Error::other)
}

/// At less than two kilobytes each (`benches/load.rs` measures it), far below what a developer's
/// machine has.
const MAX_PAYMENTS: usize = 200_000;

/// Longer than anything on this machine takes, so that only a test that waits for something that
/// never comes reaches it.
const PATIENCE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_all_interfaces_is_reached_on_the_loopback_of_its_family() {
        for (listening, reached) in [
            ("0.0.0.0", "127.0.0.1"),
            ("::", "::1"),
            ("192.0.2.1", "192.0.2.1"),
            ("::1", "::1"),
        ] {
            let address = listening.parse().map(reached_at);
            assert_eq!(address, reached.parse(), "{listening}");
        }
    }
}
