//! The span of a request. Without the feature `tracing` there is no span, and this module does
//! nothing.

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::Trace;
#[cfg(feature = "tracing")]
pub(crate) use self::on::Trace;

#[cfg(feature = "tracing")]
mod on {
    use std::future::Future;
    use std::time::Instant;

    use http::StatusCode;
    use plutu_core::Certainty;
    use plutu_core::Gateway;
    use plutu_core::Request;
    use tracing::Instrument;
    use tracing::Span;
    use tracing::field::Empty;

    use crate::error::SendError;
    use crate::transport::error::TransportError;

    /// A request's span. What is known is recorded when this is dropped.
    pub(crate) struct Trace {
        span: Span,
        started: Option<Instant>,
        // `Unknown` until the request ends, so that a future that is dropped midway records it.
        certainty: Option<Certainty>,
    }

    impl Trace {
        pub(crate) fn start<R: Request>(_request: &R) -> Self {
            let span = tracing::info_span!(
                "plutu_request",
                gateway = R::Gateway::NAME,
                action = R::ACTION,
                status = Empty,
                certainty = Empty,
                duration_ms = Empty,
            );
            Self {
                span,
                started: now(),
                certainty: Some(Certainty::Unknown),
            }
        }

        /// Runs `future` within the span, wherever it is polled.
        pub(crate) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.span.clone())
        }

        /// Runs `call` within the span.
        pub(crate) fn in_scope<T>(&self, call: impl FnOnce() -> T) -> T {
            self.span.in_scope(call)
        }

        /// Records the answer's status.
        pub(crate) fn answered(&self, status: StatusCode) {
            self.span.record("status", status.as_u16());
        }

        /// Records what is known when the request has ended.
        pub(crate) fn end<T>(mut self, sent: &Result<T, SendError>) {
            self.certainty = sent.as_ref().err().map(SendError::certainty);
            let error = sent.as_ref().err().and_then(SendError::transport_error);
            if let Some(status) = error.and_then(TransportError::status) {
                self.answered(status);
            }
        }
    }

    impl Drop for Trace {
        fn drop(&mut self) {
            if let Some(certainty) = self.certainty {
                self.span.record("certainty", name(certainty));
            }
            if let Some(started) = self.started {
                let millis = started.elapsed().as_secs_f64() * 1_000.0;
                self.span.record("duration_ms", millis);
            }
        }
    }

    fn name(certainty: Certainty) -> &'static str {
        match certainty {
            Certainty::NotSent => "not_sent",
            Certainty::Refused => "refused",
            Certainty::Unknown => "unknown",
        }
    }

    /// The time, if there is a clock: on WebAssembly without a system, reading it panics.
    fn now() -> Option<Instant> {
        (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(Instant::now)
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::future::Future;

    use http::StatusCode;
    use plutu_core::Request;

    use crate::error::SendError;

    /// Nothing.
    pub(crate) struct Trace;

    #[expect(
        clippy::unused_self,
        reason = "it has the same methods with the feature `tracing`"
    )]
    impl Trace {
        pub(crate) fn start(_request: &impl Request) -> Self {
            Self
        }

        pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn in_scope<T>(&self, call: impl FnOnce() -> T) -> T {
            call()
        }

        pub(crate) fn answered(&self, _status: StatusCode) {}

        pub(crate) fn end<T>(self, _sent: &Result<T, SendError>) {}
    }
}
