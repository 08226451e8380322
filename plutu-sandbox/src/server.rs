//! The thread that moves the bytes: it serves a router until the server is dropped.
//!
//! A thread with a runtime of its own, rather than a task on the caller's: a caller that blocks (a
//! blocking client in a test) would starve a task, and a drop could not wait for it to end.

use std::io;
use std::net::TcpListener as StdListener;
use std::thread;
use std::thread::JoinHandle;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::runtime::Handle;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// A running server. When it is dropped, its port is closed and its connections are ended.
pub(crate) struct Server {
    /// Nothing is ever sent through it: the server ends when it is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    handle: Handle,
}

impl Server {
    /// Serves `router` on `listener`; returns when the server is up.
    pub(crate) async fn start(listener: StdListener, router: Router) -> io::Result<Self> {
        let (started, has_started) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("plutu-sandbox".to_owned())
            .spawn(move || run(listener, router, started, stopped))?;
        let handle = has_started.await.map_err(io::Error::other)??;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
            handle,
        })
    }

    /// Runs a task on the server's thread, to its end even if nobody waits for it any more; `None` if it
    /// panicked.
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
    started: oneshot::Sender<io::Result<Handle>>,
    stopped: oneshot::Receiver<()>,
) {
    match prepare(listener) {
        Ok((runtime, listener)) => {
            // Nobody waits any more when the start was given up; then `stopped` has come already.
            let _ = started.send(Ok(runtime.handle().clone()));
            runtime.block_on(serve(listener, router, stopped));
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
async fn serve(listener: TcpListener, router: Router, stopped: oneshot::Receiver<()>) {
    tokio::select! {
        _ = axum::serve(listener, router) => {}
        _ = stopped => {}
    }
}
