//! A server on a raw socket that can give any wrong answer, and counts what it receives. The module
//! [`scene`](super::scene) starts one for each fault.

mod act;
mod authority;
mod log;
mod patience;
mod received;
mod script;
mod stream;

use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use rustls::ServerConfig;

pub use self::act::Act;
pub use self::act::Read;
pub use self::act::Then;
pub(super) use self::authority::Certificate;
pub use self::authority::authority;
use self::log::Log;
pub use self::received::Received;
use self::script::Script;
use self::stream::Stream;

/// A server on this machine that plays [`Act`]s. Use it to test how an application handles an
/// answer that is broken, late or lost. The server stops when it is dropped.
///
/// It uses threads and needs no async runtime. It is for tests only, and listens on the loopback
/// interface.
///
/// ```
/// use plutu_contract::transport::{Act, Server};
///
/// let server = Server::start([Act::answer("503 Service Unavailable", "<html>"), Act::close()])?;
/// assert!(server.base_url().starts_with("http://127.0.0.1:"));
/// assert_eq!((server.connections(), server.requests().len()), (0, 0));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    log: Arc<Log>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// The time that the server stays silent, or trickles, before it closes the connection. So a
    /// test ends even if the client has no time-outs.
    pub const PATIENCE: Duration = patience::PATIENCE;

    /// Starts a server on a free port. It plays the acts in their order, one for each request, and
    /// repeats the last one. An act that does not read a whole request is played for a connection
    /// instead.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not provide a port.
    pub fn start(acts: impl Into<Vec<Act>>) -> io::Result<Self> {
        Self::start_with(acts.into(), None)
    }

    /// Starts a server that speaks TLS, with a certificate for `127.0.0.1` and `localhost` that
    /// [`authority`] has signed.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not provide a port, or if a certificate cannot be
    /// created.
    pub fn start_tls(acts: impl Into<Vec<Act>>) -> io::Result<Self> {
        Self::start_with(acts.into(), Some(Certificate::Good.config()?))
    }

    pub(super) fn start_with(acts: Vec<Act>, tls: Option<Arc<ServerConfig>>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let server = Self {
            address: listener.local_addr()?,
            scheme: if tls.is_some() { "https" } else { "http" },
            log: Arc::default(),
            stopped: Arc::default(),
        };
        let script = Script::new(acts, tls, Arc::clone(&server.log));
        let stopped = Arc::clone(&server.stopped);
        thread::spawn(move || serve(&listener, &Arc::new(script), &stopped));
        Ok(server)
    }

    /// The base URL for a client of this server.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}://{}/api/v1", self.scheme, self.address)
    }

    /// The address on which the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of accepted connections.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.log.connections()
    }

    /// The requests that the server has read completely, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.log.requests()
    }

    /// The number of requests on connections that had already carried another request.
    #[must_use]
    pub fn requests_on_used_connections(&self) -> usize {
        self.log.on_used_connections()
    }

    /// The number of bytes that the server has read, including incomplete requests.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.log.bytes_read()
    }

    /// The number of bytes of answers that the client, or the system on its behalf, has accepted.
    #[must_use]
    pub fn bytes_written(&self) -> u64 {
        self.log.bytes_written()
    }

    /// Whether the server closed a connection because the client waited longer than
    /// [`PATIENCE`](Self::PATIENCE).
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.log.gave_up()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // The accepting thread waits for a connection, so this wakes it up. If connecting fails, no
        // thread is waiting.
        drop(TcpStream::connect(self.address));
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .field("connections", &self.connections())
            .field("requests", &self.requests().len())
            .finish_non_exhaustive()
    }
}

fn serve(listener: &TcpListener, script: &Arc<Script>, stopped: &AtomicBool) {
    while let Ok((socket, _)) = listener.accept() {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let script = Arc::clone(script);
        // A failed connection is a part of the fault.
        thread::spawn(move || _ = script.play(socket));
    }
}
