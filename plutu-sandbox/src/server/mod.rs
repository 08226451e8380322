//! The server's thread: it serves a router until the server is dropped.
//!
//! The server has its own thread and runtime, instead of a task on the caller's runtime: a caller
//! that blocks (a blocking client in a test) would starve a task, and a drop could not wait for the
//! task's end. It uses hyper for connections, because axum cannot close a connection without an
//! answer.
//!
//! No client can block others: the time for a head and for a body is limited, and when all
//! [`seats`] are taken, a new client replaces the one that the server has been waiting for the
//! longest.

mod seats;
mod slow_body;
#[cfg(test)]
mod tests;

use std::io;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service as _;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::runtime::Handle;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::hangup::HangupError;
use crate::server::seats::Guest;
use crate::server::seats::Seat;
use crate::server::seats::Seats;
use crate::server::slow_body::SlowBody;

/// A running server. Dropping it closes its port and its connections.
pub(crate) struct Server {
    /// Nothing is ever sent through it: dropping it stops the server.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    handle: Handle,
}

impl Server {
    /// Serves `router` on `listener`; returns when the server is up.
    pub(crate) async fn start(
        listener: StdListener,
        router: Router,
        patience: Patience,
    ) -> io::Result<Self> {
        let (started, has_started) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("plutu-sandbox".to_owned())
            .spawn(move || run(listener, router, patience, started, stopped))?;
        let handle = has_started.await.map_err(io::Error::other)??;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
            handle,
        })
    }

    /// Runs a task on the server's thread. The task runs to its end even if the caller stops
    /// waiting. Returns `None` if it panicked.
    pub(crate) async fn run<F>(&self, task: F) -> Option<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.handle.spawn(task).await.ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

fn run(
    listener: StdListener,
    router: Router,
    patience: Patience,
    started: oneshot::Sender<io::Result<Handle>>,
    stopped: oneshot::Receiver<()>,
) {
    match prepare(listener) {
        Ok((runtime, listener)) => {
            // If the caller has given up the start, sending fails, and `stopped` is ready already.
            let _ = started.send(Ok(runtime.handle().clone()));
            let accept = accept(listener, router, patience);
            runtime.block_on(serve(accept, stopped));
        }
        Err(error) => {
            let _ = started.send(Err(error));
        }
    }
}

fn prepare(listener: StdListener) -> io::Result<(Runtime, TcpListener)> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    listener.set_nonblocking(true)?;
    let context = runtime.enter();
    let listener = TcpListener::from_std(listener)?;
    drop(context);
    Ok((runtime, listener))
}

/// Serves until `stopped`. Connections are tasks of the runtime, which is dropped afterwards.
async fn serve(accept: impl Future<Output = ()>, stopped: oneshot::Receiver<()>) {
    tokio::select! {
        () = accept => {}
        _ = stopped => {}
    }
}

async fn accept(listener: TcpListener, router: Router, patience: Patience) {
    let seats = Seats::new(patience.seats);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The machine has run out of a resource, for example sockets, that a silent client may
            // hold.
            seats.free_one();
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let seat = seats.take().await;
        let (guest, router) = (Guest(Arc::clone(&seat)), router.clone());
        let served = tokio::spawn(async move {
            serve_connection(stream, router, &guest.0, patience).await;
        });
        seat.is_taken_by(served.abort_handle());
    }
}

async fn serve_connection(stream: TcpStream, router: Router, seat: &Arc<Seat>, patience: Patience) {
    // Answers are short and written at once. Without this, each would wait until the client has
    // acknowledged the one before.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let seat = Arc::clone(seat);
        let body = |body| SlowBody::new(body, patience.body, Arc::clone(&seat));
        let response = service.call(request.map(body));
        async move {
            let response = response.await.unwrap_or_else(|never| match never {});
            seat.waits();
            match response.extensions().get::<HangupError>() {
                Some(hangup) => Err(*hangup),
                None => Ok(response),
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // An error only means that the connection has ended.
    let _ = connection.await;
}

/// The limits for clients: how long the server waits for them, and for how many at once.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// The time for the head of a request, and for an idle connection.
    pub(crate) head: Duration,
    /// The time for the whole body of a request.
    pub(crate) body: Duration,
    /// How many connections are served at once. One more replaces the one that the server has been
    /// waiting for the longest. If all requests are being answered, it waits.
    pub(crate) seats: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            body: Duration::from_secs(10),
            seats: 1024,
        }
    }
}

/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 64 * 1024;
