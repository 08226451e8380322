//! A request's body with a time limit.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use hyper::body::Body;
use hyper::body::Bytes;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::body::SizeHint;
use tokio::time::Sleep;
use tokio::time::sleep;

use crate::server::seats::Seat;

/// A body that ends with an error if it is not complete in time. When it is complete, its
/// connection counts as being answered.
pub(super) struct SlowBody {
    body: Incoming,
    time_out: Duration,
    /// Starts when the server waits for the client for the first time.
    deadline: Option<Pin<Box<Sleep>>>,
    seat: Arc<Seat>,
}

impl SlowBody {
    pub(super) fn new(body: Incoming, time_out: Duration, seat: Arc<Seat>) -> Self {
        if body.is_end_stream() {
            seat.answers();
        }
        Self {
            body,
            time_out,
            deadline: None,
            seat,
        }
    }
}

impl Body for SlowBody {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            if self.body.is_end_stream() {
                self.seat.answers();
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let time_out = self.time_out;
        let deadline = self
            .deadline
            .get_or_insert_with(|| Box::pin(sleep(time_out)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Some(Err(TimedOutError.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body did not arrive in time")]
struct TimedOutError;
