//! The span of a request. Without the feature `tracing` there is no span, and this module does
//! nothing.

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::Trace;
#[cfg(feature = "tracing")]
pub(crate) use self::on::Trace;

#[cfg(feature = "tracing")]
mod on {
    use std::borrow::Cow;
    use std::fmt;
    use std::future::Future;
    use std::time::Instant;

    use http::Method;
    use http::StatusCode;
    use plutu_core::Certainty;
    use plutu_core::ErrorCode;
    use plutu_core::Gateway;
    use plutu_core::ReplyError;
    use plutu_core::Request;
    use tracing::Instrument;
    use tracing::Span;
    use tracing::field::Empty;

    use crate::base_url::BaseUrl;
    use crate::error::SendError;
    use crate::transport::error::TransportError;
    use crate::transport::error::TransportErrorKind;

    /// A request's span. What is known is recorded when this is dropped.
    ///
    /// The documentation of the crate lists its fields. None of them is taken from the request's
    /// own fields. Integers are recorded as `i64`, because tracing-opentelemetry exports a `u64` as
    /// a string.
    pub(crate) struct Trace {
        span: Span,
        started: Option<Instant>,
        ended: bool,
    }

    impl Trace {
        pub(crate) fn start<R: Request>(_request: &R, base_url: &BaseUrl) -> Self {
            let template = Template {
                gateway: R::Gateway::NAME,
                action: R::ACTION,
            };
            let span = tracing::info_span!(
                "plutu_request",
                otel.name = %format_args!("{} {template}", Method::POST),
                otel.kind = "client",
                otel.status_code = Empty,
                http.request.method = Method::POST.as_str(),
                http.response.status_code = Empty,
                url.full = %format_args!("{base_url}{template}"),
                url.template = %template,
                server.address = address(base_url),
                server.port = i64::from(base_url.port()),
                error.type = Empty,
                plutu.gateway = template.gateway,
                plutu.action = template.action,
                plutu.certainty = Empty,
                plutu.duration_ms = Empty,
            );
            Self {
                span,
                started: now(),
                ended: false,
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
            let status = i64::from(status.as_u16());
            self.span.record("http.response.status_code", status);
        }

        /// Records how the request ended.
        pub(crate) fn end<T>(mut self, sent: &Result<T, SendError>) {
            self.ended = true;
            let Err(error) = sent else { return };
            let transport_error = error.transport_error();
            if let Some(status) = transport_error.and_then(TransportError::status) {
                self.answered(status);
            }
            self.failed(error.certainty(), &error_type(error));
        }

        fn failed(&self, certainty: Certainty, error_type: &str) {
            self.span.record("otel.status_code", "ERROR");
            self.span.record("error.type", error_type);
            self.span.record("plutu.certainty", name(certainty));
        }
    }

    impl Drop for Trace {
        fn drop(&mut self) {
            if !self.ended {
                // The future was dropped midway.
                self.failed(Certainty::Unknown, "dropped");
            }
            if let Some(started) = self.started {
                let millis = started.elapsed().as_secs_f64() * 1_000.0;
                self.span.record("plutu.duration_ms", millis);
            }
        }
    }

    /// The path of an endpoint below the base URL.
    #[derive(Clone, Copy)]
    struct Template {
        gateway: &'static str,
        action: &'static str,
    }

    impl fmt::Display for Template {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "/transaction/{}/{}", self.gateway, self.action)
        }
    }

    /// The host of the base URL, an IPv6 address without its brackets.
    fn address(base_url: &BaseUrl) -> &str {
        base_url.host().trim_matches(['[', ']'])
    }

    /// The class of an error, from a short list. An unknown code is not shown: it may repeat what
    /// was sent, and there may be any number of them.
    fn error_type(error: &SendError) -> Cow<'_, str> {
        if let Some(error) = error.transport_error() {
            return transport_error_type(error.kind()).into();
        }
        match error.reply_error() {
            Some(ReplyError::Api(error)) if is_known(error.code()) => error.code().as_str().into(),
            Some(error) if !(200..300).contains(&error.status()) => {
                error.status().to_string().into()
            }
            Some(ReplyError::Unexpected(_)) => "unexpected_reply".into(),
            _ => OTHER.into(),
        }
    }

    fn transport_error_type(kind: TransportErrorKind) -> &'static str {
        match kind {
            TransportErrorKind::Build => "build",
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Interrupted => "interrupted",
            TransportErrorKind::ResponseBody => "response_body",
            TransportErrorKind::TooLarge => "too_large",
            TransportErrorKind::Redirected => "redirected",
            TransportErrorKind::Other => OTHER,
        }
    }

    fn is_known(code: &ErrorCode) -> bool {
        !matches!(code, ErrorCode::Unspecified | ErrorCode::Other(_))
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

    /// The conventions' name for an error of no other class.
    const OTHER: &str = "_OTHER";
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::future::Future;

    use http::StatusCode;
    use plutu_core::Request;

    use crate::base_url::BaseUrl;
    use crate::error::SendError;

    /// Nothing.
    pub(crate) struct Trace;

    #[expect(
        clippy::unused_self,
        reason = "it has the same methods with the feature `tracing`"
    )]
    impl Trace {
        pub(crate) fn start(_request: &impl Request, _base_url: &BaseUrl) -> Self {
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
