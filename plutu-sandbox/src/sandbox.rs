//! The sandbox as its user holds it: started, asked for its address and credentials, dropped.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use plutu_core::Credentials;
use plutu_core::InvoiceNo;
use plutu_core::SecretKey;
#[cfg(feature = "cli")]
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::account::Account;
use crate::api;
use crate::builder::SandboxBuilder;
use crate::checkout;
use crate::control;
use crate::dashboard;
use crate::delivery::Delivery;
use crate::error::SandboxError;
#[cfg(feature = "cli")]
use crate::event::Event;
use crate::fault::Fault;
use crate::fault::Planned;
use crate::gateway::OtpGateway;
use crate::guard;
use crate::payer;
use crate::payer::Answer;
use crate::payments;
use crate::payments::Outcome;
use crate::report::CallbackReport;
use crate::report::Carrier;
use crate::report::PaymentReport;
use crate::server::Server;

/// Plutu on this machine, for one merchant account, for as long as this value lives.
///
/// Each sandbox has a port, credentials and payments of its own, so that as many as wanted can run at
/// once. It answers on a thread of its own: clients may block, and any async runtime will do. Dropping
/// it closes its port and ends its connections before the drop returns.
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
    /// The one-time password that every payer of Adfali gets, as in Plutu's test mode.
    pub const ADFALI_OTP: &str = OtpGateway::Adfali.otp();

    /// The one-time password that every payer of Sadad gets, as in Plutu's test mode.
    pub const SADAD_OTP: &str = OtpGateway::Sadad.otp();

    /// How long a one-time password is good for: five minutes, by our decision.
    pub const OTP_LIFETIME: Duration = payments::LIFETIME;

    /// Starts a sandbox on a free port of the loopback interface, with random credentials.
    ///
    /// # Errors
    ///
    /// There is no free port, no thread to be had, or no randomness.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Starts a sandbox on this port of the loopback interface; 0 stands for any free one.
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
    /// As [`start`](Self::start); and the port is taken.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        Self::builder().port(port).start().await
    }

    /// A sandbox that is not started yet: its credentials, address, clock and limits can be chosen.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
    }

    pub(crate) async fn serve(
        listener: TcpListener,
        address: SocketAddr,
        account: Arc<Account>,
        patience: Duration,
        body_time_out: Duration,
    ) -> io::Result<Self> {
        let server = Server::start(listener, router(&account, body_time_out)).await?;
        Ok(Self {
            base_url: format!("http://{address}{}", api::PATH),
            account,
            server,
            patience,
            last_seen: Mutex::default(),
        })
    }

    /// The API's base URL: `http://127.0.0.1:PORT/api/v1`, unless another address was chosen.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The API key and the access token that the sandbox takes, and no other.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.account.credentials().clone()
    }

    /// The secret that the sandbox signs callbacks with.
    ///
    /// It is random and belongs to this sandbox alone, so no callback of its can pass for another's.
    #[must_use]
    pub fn secret_key(&self) -> SecretKey {
        self.account.secret_key().clone()
    }

    /// Approves a payment as the payer would on the checkout page, and says which URL his browser is
    /// then sent to: the return URL with the signed query.
    ///
    /// For T-Lync, the callback is first posted to the shop's server, and the payer chose Tadawul.
    /// [`delivery`](Self::delivery) tells what became of it; the payer returns in any case, after five
    /// seconds at the latest.
    ///
    /// Approving it again gives the same URL and the same callback again, as a shop must expect both.
    ///
    /// With [`Fault::NoCallback`] the URL is told all the same: it is the test that does not go there.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was canceled, or when it was made with a
    /// one-time password.
    pub async fn approve(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Approved).await
    }

    /// Cancels a payment as the payer would on the checkout page, and says which URL his browser is
    /// then sent to.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was approved, or when it was made with a
    /// one-time password.
    pub async fn cancel(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Canceled).await
    }

    /// Declines a payment as the payer's bank would, and says which URL his browser is then sent to.
    ///
    /// What a merchant hears of a declined payment is not documented. Here the callback carries neither
    /// `approved` nor `canceled`, so that a shop that takes "not canceled" for "paid" is found out; T-Lync's
    /// server hears nothing.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was approved or canceled, or when it was made
    /// with a one-time password.
    pub async fn decline(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Declined).await
    }

    /// Whether the payer paid this invoice, on a page or with a one-time password.
    ///
    /// A test asks it where the shop's own answer was lost.
    #[must_use]
    pub fn is_paid(&self, invoice_no: &InvoiceNo) -> bool {
        self.account.payments().is_paid(invoice_no)
    }

    /// The callback that T-Lync posts to the shop's server for this invoice, whether it was delivered or
    /// not: a JSON object. `None` for other gateways, and until the payer approved.
    ///
    /// A test without a server hands it to the shop by itself:
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
        payer::server_callback(&self.account, &payment)?.body
    }

    /// What became of the last callback that T-Lync posted to the shop's server for this invoice; `None`
    /// if none was due.
    #[must_use]
    pub fn delivery(&self, invoice_no: &InvoiceNo) -> Option<Delivery> {
        let payment = self.account.payments().by_invoice(invoice_no).ok()?;
        let mut callbacks = payment.callbacks().rev();
        callbacks
            .find(|callback| callback.carrier == Carrier::Server)?
            .delivery
    }

    /// The payment of this invoice, with the callbacks that were sent for it; `None` if there is none.
    #[must_use]
    pub fn payment(&self, invoice_no: &InvoiceNo) -> Option<PaymentReport> {
        let account = &self.account;
        let report = |id, record: &_| PaymentReport::of(id, record, account);
        account.payments().read(invoice_no, report)
    }

    /// All payments that are remembered, the oldest first.
    #[must_use]
    pub fn payments(&self) -> Vec<PaymentReport> {
        let account = &self.account;
        let report = |id, record: &_| PaymentReport::of(id, record, account);
        account.payments().after(0, usize::MAX, report)
    }

    /// Waits until the shop has opened the payment of this invoice, or made it with a one-time password.
    ///
    /// ```
    /// # use plutu_core::{Request, gateways::mpgs};
    /// use plutu_sandbox::{PaymentStatus, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await?;
    /// # let request = mpgs::Confirm::builder()
    /// #     .amount("12.50".parse()?)
    /// #     .invoice_no("INV-1001".parse()?)
    /// #     .return_url("https://shop.example/paid".parse()?)
    /// #     .build();
    /// # let credentials = sandbox.credentials();
    /// # let send = reqwest::Client::new()
    /// #     .post(format!("{}{}", sandbox.base_url(), request.wire().path))
    /// #     .bearer_auth(credentials.access_token().expose())
    /// #     .header("X-API-KEY", credentials.api_key().expose())
    /// #     .header("Content-Type", "application/x-www-form-urlencoded")
    /// #     .body(request.wire().form)
    /// #     .send();
    /// # let send = tokio::spawn(send);
    /// // … elsewhere, a customer presses the shop's button.
    /// let payment = sandbox.wait_for_payment(&"INV-1001".parse()?).await?;
    /// assert_eq!((payment.amount(), payment.status()), ("12.50", PaymentStatus::Open));
    /// # send.await??;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SandboxError::NotInTime`].
    pub async fn wait_for_payment(
        &self,
        invoice_no: &InvoiceNo,
    ) -> Result<PaymentReport, SandboxError> {
        let wanted = invoice_no.clone();
        let look = move |account: &Account| {
            let report = |id, record: &_| PaymentReport::of(id, record, account);
            account.payments().read(&wanted, report)
        };
        let awaited = format!("payment of invoice {invoice_no}");
        self.wait(look, awaited).await
    }

    /// Waits for the next payment whose invoice number the shop chose by itself: each call gives one more,
    /// in the order in which they came, beginning with the first that the sandbox remembers.
    ///
    /// # Errors
    ///
    /// [`SandboxError::NotInTime`].
    pub async fn next_payment(&self) -> Result<PaymentReport, SandboxError> {
        loop {
            let seen = *self.last_seen();
            let look = move |account: &Account| {
                let report = |id, record: &_| PaymentReport::of(id, record, account);
                account.payments().after(seen, 1, report).pop()
            };
            let payment = self.wait(look, "payment".to_owned()).await?;
            let mut last_seen = self.last_seen();
            // Another call may have taken it in the meantime.
            if payment.transaction_id() > *last_seen {
                *last_seen = payment.transaction_id();
                return Ok(payment);
            }
        }
    }

    /// Waits until the callback for this invoice was sent, or given to the payer's browser, and gives the
    /// first. For T-Lync that is the one to the shop's server, and it tells what the server answered.
    ///
    /// # Errors
    ///
    /// [`SandboxError::NotInTime`].
    pub async fn wait_for_callback(
        &self,
        invoice_no: &InvoiceNo,
    ) -> Result<CallbackReport, SandboxError> {
        let wanted = invoice_no.clone();
        let look = move |account: &Account| {
            let payment = account.payments().by_invoice(&wanted).ok()?;
            let carrier = payer::proof_carrier(&payment);
            let mut callbacks = payment.callbacks();
            callbacks
                .find(|callback| callback.carrier == carrier)
                .cloned()
        };
        let awaited = format!("callback for invoice {invoice_no}");
        self.wait(look, awaited).await
    }

    /// Lets something go wrong, once: a fault of the API's answer in the next call, one of the callback with
    /// the next payment that is answered. Several wait for their turn, up to a thousand of them.
    ///
    /// A call with wrong credentials or an unreadable body does not use a fault up.
    ///
    /// ```
    /// use plutu_sandbox::{Fault, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::start().await?;
    /// sandbox.fault(Fault::DropAfter);
    /// // … the shop's next request is done and not answered.
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.plan(fault, None);
    }

    /// As [`fault`](Self::fault), at one endpoint alone, such as `edfali/confirm`. Calls of others pass it by.
    pub fn fault_at(&self, endpoint: impl Into<String>, fault: Fault) {
        self.plan(fault, Some(endpoint.into()));
    }

    /// The faults that were planned and have not struck yet, the next first.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let waiting = self.account.faults().waiting().into_iter();
        waiting.map(|planned| planned.fault).collect()
    }

    /// Forgets all payments, processes, calls and faults, so that invoice numbers are free again. Credentials
    /// stay, and so does the clock, which never goes back.
    pub fn reset(&self) {
        self.account.reset();
        *self.last_seen() = 0;
    }

    /// Sends the callback of an answered payment once more: T-Lync's to the shop's server, another as a visit
    /// to the return URL, on this machine alone. `None` if the payer has not answered.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, or when it was made with a one-time password.
    pub async fn resend(
        &self,
        invoice_no: &InvoiceNo,
    ) -> Result<Option<CallbackReport>, SandboxError> {
        let account = Arc::clone(&self.account);
        let wanted = invoice_no.clone();
        let resend = async move { payer::resend(account, &wanted).await };
        let sent = self.server.run(resend).await;
        sent.unwrap_or_else(|| Err(self.not_in_time(format!("callback for invoice {invoice_no}"))))
    }

    /// Forgets the faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.account.faults().clear();
    }

    fn plan(&self, fault: Fault, endpoint: Option<String>) {
        self.account.faults().plan(Planned { fault, endpoint });
    }

    /// Sets the sandbox's clock ahead, so that a test need not wait for a one-time password to expire.
    ///
    /// ```
    /// use plutu_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::start().await?;
    /// sandbox.advance(Sandbox::OTP_LIFETIME);
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance(&self, time: Duration) {
        self.account.clock().advance(time);
    }

    /// What happens from now on.
    #[cfg(feature = "cli")]
    pub(crate) fn events(&self) -> Receiver<Event> {
        self.account.events().listen()
    }

    async fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
    ) -> Result<String, SandboxError> {
        let answer = Answer::new(outcome);
        let payment = payer::answer(&self.account, invoice_no, &answer)?;
        let notify = payer::notify(Arc::clone(&self.account), payment, answer);
        let notified = self.server.run(notify).await;
        let url = notified.map(|notified| notified.url);
        url.ok_or_else(|| self.not_in_time(format!("answer for invoice {invoice_no}")))
    }

    /// Looks again after every change, until it finds something.
    async fn wait<T: Send + 'static>(
        &self,
        look: impl Fn(&Account) -> Option<T> + Send + 'static,
        awaited: String,
    ) -> Result<T, SandboxError> {
        let account = Arc::clone(&self.account);
        let mut changes = account.payments().changes();
        let found = timeout(self.patience, async move {
            loop {
                changes.mark_unchanged();
                if let Some(found) = look(&account) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        });
        // On the server's thread: the caller's runtime may have no timer, or be none of tokio's.
        let found = self.server.run(found).await;
        let found = found.and_then(Result::ok).flatten();
        found.ok_or_else(|| self.not_in_time(awaited))
    }

    fn not_in_time(&self, awaited: String) -> SandboxError {
        SandboxError::NotInTime {
            awaited,
            patience: self.patience,
        }
    }

    fn last_seen(&self) -> MutexGuard<'_, u64> {
        self.last_seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

fn router(account: &Arc<Account>, body_time_out: Duration) -> Router {
    let check_host = middleware::from_fn_with_state(Arc::clone(account), guard::check_host);
    // As services: a plain nest would leave out each room's own `/`.
    Router::new()
        .nest_service(
            api::PATH,
            api::router(account).with_state(Arc::clone(account)),
        )
        .nest_service(
            checkout::PATH,
            checkout::router().with_state(Arc::clone(account)),
        )
        .nest_service(
            control::PATH,
            control::router().with_state(Arc::clone(account)),
        )
        .merge(dashboard::router().with_state(Arc::clone(account)))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(body_time_out))
        .layer(check_host)
}

/// The longest body that is read, in bytes: far above any genuine form.
const BODY_LIMIT: usize = 64 * 1024;
