//! The thread that moves the bytes: it serves a router until the server is dropped.
//!
//! A thread with a runtime of its own, rather than a task on the caller's: a caller that blocks (a
//! blocking client in a test) would starve a task, and a drop could not wait for it to end.
//! Connections are hyper's own rather than axum's, which has no way to close one without an answer.
//!
//! No client can keep others waiting: each has little time for a head and for a body, and when all
//! [`seats`] are taken, a new client gets that of the one that has been waited for the longest.

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

/// A running server. When it is dropped, its port is closed and its connections are ended.
pub(crate) struct Server {
    /// Nothing is ever sent through it: the server ends when it is dropped.
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

    /// Runs a task on the server's thread, to its end even if nobody waits for it any more; `None`
    /// if it panicked.
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
            // A thread that panicked is as gone as one that ended.
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
            // Nobody waits any more when the start was given up; then `stopped` has come already.
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

/// Serves until `stopped`. Connections are tasks of the runtime, which is dropped right after.
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
            // The machine is out of something, of sockets for example, that a silent client may
            // have.
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
    // Answers are short and come in one piece: without this, each would wait for the last one's
    // receipt.
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
    // However it ended, it is over.
    let _ = connection.await;
}

/// How long clients are waited for, and how many at once.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// How long a client has for the head of a request, and a connection may rest.
    pub(crate) head: Duration,
    /// How long a client has for a body, all of it.
    pub(crate) body: Duration,
    /// How many connections are served at once. One more pushes out the one that has been waited
    /// for the longest; if all are being answered, it waits.
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
