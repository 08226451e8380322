//! A port that neither accepts nor refuses a connection.

use std::io;
use std::net::Ipv4Addr;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use socket2::Domain;
use socket2::Socket;
use socket2::Type;

use super::server::Server;

/// A port whose queue of connections is full, because none is ever accepted. The system silently
/// drops every further attempt to connect. (Windows refuses it instead.)
#[derive(Debug)]
pub(super) struct FullQueue {
    address: SocketAddr,
    gave_up: Arc<AtomicBool>,
    /// Keeps the port taken.
    _kept: mpsc::Sender<()>,
}

impl FullQueue {
    pub(super) fn start() -> io::Result<Self> {
        let socket = bound()?;
        socket.listen(0)?;
        let address = local_address(&socket)?;
        let mut queued = Vec::new();
        // On the loopback interface, a connection is made at once or never.
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            queued.push(stream);
        }
        let gave_up = Arc::<AtomicBool>::default();
        let reported = Arc::clone(&gave_up);
        let (kept, dropped) = mpsc::channel::<()>();
        thread::spawn(move || {
            let _queued = queued;
            if dropped.recv_timeout(Server::PATIENCE) == Err(RecvTimeoutError::Timeout) {
                reported.store(true, Ordering::SeqCst);
                // Finally refuses a client without time-outs. The port stays taken.
                _ = socket.shutdown(Shutdown::Both);
                _ = dropped.recv();
            }
        });
        Ok(Self {
            address,
            gave_up,
            _kept: kept,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn gave_up(&self) -> bool {
        self.gave_up.load(Ordering::SeqCst)
    }
}

/// A port that is bound but not listened on. It refuses connections, and no other program can use
/// it.
pub(super) fn bound() -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    Ok(socket)
}

pub(super) fn local_address(socket: &Socket) -> io::Result<SocketAddr> {
    socket
        .local_addr()?
        .as_socket()
        .ok_or_else(|| io::ErrorKind::AddrNotAvailable.into())
}
