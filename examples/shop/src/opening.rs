//! Opens the shop: database, sandbox, server and background work, in this order.

use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::mem;
use std::path::PathBuf;
use std::process;
use std::sync::Arc;

use plutu_core::Language;
use plutu_sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::address;
use crate::database::Database;
use crate::error::OpenError;
use crate::settings::PlutuAccount;
use crate::settings::Settings;
use crate::shipping;
use crate::shop;
use crate::shop::Shop;
use crate::token;
use crate::token::Token;
use crate::web;

/// A running shop. Dropping it stops everything at once, like a crash.
pub struct OpenShop {
    url: String,
    own_url: String,
    desk_url: String,
    sandbox: Option<Sandbox>,
    /// Stops the server when it is dropped.
    close: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
    worker: JoinHandle<()>,
    database: Database,
    /// Removed with the shop.
    _file: Option<TemporaryFile>,
}

/// Opens a shop.
///
/// # Errors
///
/// [`OpenError`] names the setting that cannot be used, or the part that did not start.
pub async fn open(settings: Settings) -> Result<OpenShop, OpenError> {
    let (sandbox, account) = find_plutu(settings.plutu).await?;
    let (file, database_url) = find_database(settings.database_url)?;
    let database = Database::open(&database_url).await?;
    let listener = TcpListener::bind(settings.address).await?;
    let own_url = format!("http://{}", listener.local_addr()?);
    let url: Arc<str> = match settings.url {
        Some(url) => url.trim_end_matches('/').into(),
        None => own_url.as_str().into(),
    };
    let desk = settings.desk.map_or_else(Token::random, Ok)?;
    let plutu_is_local = account.is_local();
    let (client, verifier) = shop::connect(account, settings.plutu_timeout)?;
    let shop = Shop {
        orders: database.orders.clone(),
        ledger: database.ledger.clone(),
        client,
        verifier,
        url: Arc::clone(&url),
        desk: desk.clone(),
        plutu_is_local,
    };
    let worker = shipping::run(shop.clone(), settings.pause, settings.plutu_timeout);
    let (close, closed) = oneshot::channel();
    let server = serve(listener, shop, closed);
    Ok(OpenShop {
        desk_url: format!("{url}{}", address::desk(Language::En, &desk)),
        url: url.to_string(),
        own_url,
        sandbox,
        close,
        server: tokio::spawn(server),
        worker: tokio::spawn(worker),
        database,
        _file: file,
    })
}

impl OpenShop {
    /// The shop's URL for payers.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL at which this process listens.
    #[must_use]
    pub fn own_url(&self) -> &str {
        &self.own_url
    }

    /// The URL of the desk. It is a secret.
    #[must_use]
    pub fn desk_url(&self) -> &str {
        &self.desk_url
    }

    /// The sandbox that the shop started; `None` if the settings name an account at Plutu.
    #[must_use]
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Answers the open requests, and closes.
    ///
    /// # Errors
    ///
    /// The server has failed.
    pub async fn close(mut self) -> io::Result<()> {
        let (nobody, _) = oneshot::channel();
        drop(mem::replace(&mut self.close, nobody));
        let served = (&mut self.server).await;
        self.worker.abort();
        self.database.close().await;
        served.map_err(io::Error::other)?
    }
}

impl Drop for OpenShop {
    fn drop(&mut self) {
        self.server.abort();
        self.worker.abort();
    }
}

impl fmt::Debug for OpenShop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenShop")
            .field("url", &self.url)
            .field("sandbox", &self.sandbox)
            .finish_non_exhaustive()
    }
}

async fn serve(listener: TcpListener, shop: Shop, closed: oneshot::Receiver<()>) -> io::Result<()> {
    axum::serve(listener, web::router(shop))
        .with_graceful_shutdown(async move {
            // Nothing is ever sent: the sender is dropped.
            let _ = closed.await;
        })
        .await
}

/// The account in the settings, or a new sandbox.
async fn find_plutu(
    account: Option<PlutuAccount>,
) -> Result<(Option<Sandbox>, PlutuAccount), OpenError> {
    if let Some(account) = account {
        return Ok((None, account));
    }
    let sandbox = Sandbox::start().await?;
    let base_url = Some(sandbox.base_url().to_owned());
    let account = PlutuAccount::new(base_url, sandbox.credentials(), sandbox.secret_key());
    Ok((Some(sandbox), account))
}

/// The database in the settings, or a temporary file.
fn find_database(url: Option<String>) -> Result<(Option<TemporaryFile>, String), OpenError> {
    if let Some(url) = url {
        return Ok((None, url));
    }
    let name = format!("shop-{}-{}.db", process::id(), token::random_hex::<4>()?);
    let file = env::temp_dir().join(name);
    let url = format!("sqlite:{}", file.display());
    Ok((Some(TemporaryFile(file)), url))
}

/// An SQLite file that is removed with the shop, because the sandbox with the payments is gone then
/// too.
struct TemporaryFile(PathBuf);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let mut file = self.0.clone().into_os_string();
            file.push(ending);
            // SQLite may have removed it already.
            let _ = fs::remove_file(file);
        }
    }
}
