//! The sandbox as its user holds it: started, asked for its address and credentials, dropped.

use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use plutu_core::Credentials;
use plutu_core::InvoiceNo;
use plutu_core::SecretKey;

use crate::account::Account;
use crate::api;
use crate::checkout;
use crate::error::SandboxError;
use crate::payments::Outcome;
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
    _server: Server,
}

impl Sandbox {
    /// Starts a sandbox on a free port of the loopback interface, with random credentials.
    ///
    /// # Errors
    ///
    /// There is no free port, no thread to be had, or no randomness.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
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
        // Never another interface: the page approves payments for whoever opens it.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let base_url = format!("{origin}{}", api::PATH);
        let account = Arc::new(Account::open(origin)?);
        let server = Server::start(listener, router(&account)).await?;
        Ok(Self {
            base_url,
            account,
            _server: server,
        })
    }

    /// The API's base URL: `http://127.0.0.1:PORT/api/v1`.
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
    /// Approving it again gives the same URL again, as a reload of the page does.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, or when it was canceled.
    #[expect(
        clippy::unused_async,
        reason = "some gateways call the shop's server before they answer"
    )]
    pub async fn approve(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.account.answer(invoice_no, Outcome::Approved)
    }

    /// Cancels a payment as the payer would on the checkout page, and says which URL his browser is
    /// then sent to.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, or when it was approved.
    #[expect(
        clippy::unused_async,
        reason = "some gateways call the shop's server before they answer"
    )]
    pub async fn cancel(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.account.answer(invoice_no, Outcome::Canceled)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

fn router(account: &Arc<Account>) -> Router {
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
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// The longest body that is read, in bytes: far above any genuine form.
const BODY_LIMIT: usize = 64 * 1024;
