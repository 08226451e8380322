//! The type [`Sandbox`]: a running sandbox with its address, credentials and payments.
//!
//! [`answers`] plays the payer, [`waiting`] waits for the shop, [`desk`] sets faults and the clock.

mod answers;
mod desk;
mod waiting;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use plutu_core::Credentials;
use plutu_core::InvoiceNo;
use plutu_core::SecretKey;
#[cfg(feature = "cli")]
use tokio::sync::broadcast::Receiver;

use crate::account::Account;
use crate::address;
use crate::callback;
#[cfg(feature = "cli")]
use crate::environment;
#[cfg(feature = "cli")]
use crate::event::Event;
use crate::gateway::Endpoint;
use crate::gateway::Gateway;
use crate::payments;
use crate::payments::Carrier;
use crate::payments::Delivery;
use crate::payments::Limit;
use crate::report;
use crate::report::PaymentReport;
use crate::router;
use crate::server::Patience;
use crate::server::Server;

/// A running sandbox with one merchant account. It stops when this value is dropped.
///
/// Each sandbox has its own port, credentials and payments, so any number of them can run at the
/// same time. It answers on its own thread: clients may block, and any async runtime works.
/// Dropping it closes its port and its connections before the drop returns.
///
/// `Debug` shows the address and nothing secret.
///
/// ```
/// use plutu_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let sandbox = Sandbox::start().await?;
/// assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
/// assert!(sandbox.base_url().ends_with("/api/v1"));
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    base_url: String,
    account: Arc<Account>,
    server: Server,
    patience: Duration,
    /// The transaction id of the payment that was waited for last.
    last_seen: Mutex<u64>,
}

impl Sandbox {
    /// How long a one-time password is valid: five minutes (our decision).
    pub const OTP_LIFETIME: Duration = payments::LIFETIME;

    pub(crate) async fn serve(
        listener: TcpListener,
        address: SocketAddr,
        account: Arc<Account>,
        patience: Duration,
        clients: Patience,
    ) -> io::Result<Self> {
        let server = Server::start(listener, router::whole(&account), clients).await?;
        Ok(Self {
            base_url: format!("http://{address}{}", address::API),
            account,
            server,
            patience,
            last_seen: Mutex::default(),
        })
    }

    /// The one-time password of every payer of this gateway: the digit 1, repeated as often as the
    /// charge declares, like in Plutu's test mode (second hand). `None` for a gateway without
    /// one-time passwords.
    ///
    /// ```
    /// use plutu_core::gateways::{mpgs, sadad};
    /// use plutu_sandbox::Sandbox;
    ///
    /// assert_eq!(Sandbox::otp::<sadad::Gateway>(), Some("111111"));
    /// assert_eq!(Sandbox::otp::<mpgs::Gateway>(), None);
    /// ```
    #[must_use]
    pub fn otp<G: plutu_core::Gateway>() -> Option<&'static str> {
        let mut endpoints = Gateway::of(G::SPEC).endpoints();
        endpoints.find_map(Endpoint::one_time_password)
    }

    /// The gateways that send a one-time password, and that password.
    #[cfg(feature = "cli")]
    pub(crate) fn one_time_passwords(&self) -> impl Iterator<Item = (Gateway, &'static str)> {
        let endpoints = self.account.gateways().endpoints();
        endpoints.filter_map(|endpoint| Some((endpoint.gateway(), endpoint.one_time_password()?)))
    }

    /// The API's base URL: `http://127.0.0.1:PORT/api/v1`, unless another address was chosen.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The API key and the access token. The sandbox accepts no others.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.account.credentials().clone()
    }

    /// The secret key that signs the sandbox's callbacks.
    ///
    /// Unless one was set, it is random, so the callbacks of one sandbox do not verify with the key
    /// of another.
    #[must_use]
    pub fn secret_key(&self) -> SecretKey {
        self.account.secret_key().clone()
    }

    /// Whether the payer paid this invoice, on a page or with a one-time password.
    ///
    /// Use it in a test in which the shop does not receive the answer.
    #[must_use]
    pub fn is_paid(&self, invoice_no: &InvoiceNo) -> bool {
        self.account.payments().is_paid(invoice_no)
    }

    /// The callback that is posted to the shop's server for this invoice, whether it was delivered
    /// or not: a JSON object. `None` if the browser carries the gateway's callback, if the payer
    /// has not answered, and after a cancellation if the gateway has no flag for it.
    ///
    /// In a test without a server, give it to the shop yourself:
    ///
    /// ```
    /// use plutu_core::gateways::tlync;
    /// use plutu_core::{Request, Settlement, Verifier};
    /// use plutu_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await?;
    /// let request = tlync::Confirm::builder()
    ///     .amount("12.50".parse()?)
    ///     .invoice_no("INV-1001".parse()?)
    ///     .mobile_number("0913632323".parse()?)
    ///     .return_url("https://shop.example/thanks".parse()?)
    ///     .callback_url("https://shop.example/plutu/callback".parse()?)
    ///     .build();
    /// # let credentials = sandbox.credentials();
    /// # reqwest::Client::new()
    /// #     .post(format!("{}{}", sandbox.base_url(), request.wire().path))
    /// #     .bearer_auth(credentials.access_token().expose())
    /// #     .header("X-API-KEY", credentials.api_key().expose())
    /// #     .header("Content-Type", "application/x-www-form-urlencoded")
    /// #     .body(request.wire().form)
    /// #     .send()
    /// #     .await?;
    /// // … the shop sends it, and the payer approves.
    /// sandbox.approve(&request.invoice_no).await?;
    /// let body = sandbox.callback_body(&request.invoice_no).ok_or("not approved")?;
    ///
    /// let verifier = Verifier::new(sandbox.secret_key());
    /// let callback = tlync::Callback::verify_json(body.as_bytes(), &verifier)?;
    /// let settlement = callback.settle(&request.invoice_no, request.amount)?;
    /// assert!(matches!(settlement, Settlement::Paid(_)));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn callback_body(&self, invoice_no: &InvoiceNo) -> Option<String> {
        let payment = self.account.payments().by_invoice(invoice_no).ok()?;
        callback::for_server(&payment, self.account.secret_key())?.body
    }

    /// The result of the last callback that was posted to the shop's server for this invoice;
    /// `None` if none was due.
    #[must_use]
    pub fn delivery(&self, invoice_no: &InvoiceNo) -> Option<Delivery> {
        let payment = self.account.payments().by_invoice(invoice_no).ok()?;
        let mut callbacks = payment.callbacks().rev();
        callbacks
            .find(|callback| callback.message.carrier == Carrier::Server)?
            .delivery
    }

    /// The payment of this invoice with its callbacks; `None` if there is no such payment.
    #[must_use]
    pub fn payment(&self, invoice_no: &InvoiceNo) -> Option<PaymentReport> {
        report::of_invoice(&self.account, invoice_no)
    }

    /// All payments that the sandbox keeps, the oldest first.
    #[must_use]
    pub fn payments(&self) -> Vec<PaymentReport> {
        report::after(&self.account, 0, Limit::NONE)
    }

    /// The lines for a shop's `.env`.
    #[cfg(feature = "cli")]
    pub(crate) fn environment(&self) -> String {
        environment::of(&self.account)
    }

    /// The state of the sandbox, for the check.
    #[cfg(feature = "cli")]
    pub(crate) fn account(&self) -> &Arc<Account> {
        &self.account
    }

    /// The events from now on.
    #[cfg(feature = "cli")]
    pub(crate) fn events(&self) -> Receiver<Event> {
        self.account.events().listen()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
