//! The adapter for ureq, the default transport of the blocking client.
//!
//! It is built from ureq's configuration and never from a finished agent, because an agent's errors
//! do not show whether a connection was made. [`connect`] wraps the parts of ureq that make it.
//!
//! No connection is reused. The adapter for reqwest explains why.

mod config;
mod connect;
mod proxy;
mod tls;

use std::io;
use std::io::Read;

use bytes::Bytes;
use http::Response;
use log::Level;
use ureq::Agent;
use ureq::Body;
use ureq::Error;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;

use self::connect::Marked;
use crate::base_url::BaseUrl;
use crate::build_error::BuildError;
use crate::timeouts::Timeouts;
use crate::transport::blocking::BlockingTransport;
use crate::transport::body::MAX_BODY;
use crate::transport::error::TransportError;
use crate::transport::error::TransportErrorKind;

pub(crate) use self::tls::default_config;

/// Sends through ureq.
pub(crate) struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Finishes the caller's configuration. The settings that a payment depends on come last, so
    /// that nothing replaces them.
    pub(crate) fn build(
        builder: ConfigBuilder<AgentScope>,
        base_url: &BaseUrl,
        timeouts: Timeouts,
    ) -> Result<Self, BuildError> {
        let config = config::finish(builder, base_url, timeouts);
        let connector = DefaultConnector::default();
        config::check(&config, base_url, &connector)?;
        let agent = Agent::with_parts(
            config,
            Marked(connector),
            Marked(DefaultResolver::default()),
        );
        Ok(Self { agent })
    }
}

impl BlockingTransport for UreqTransport {
    fn send(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if log::log_enabled!(target: VERBOSE_TARGET, Level::Trace) {
            return Err(TransportError::new(TransportErrorKind::Build, VERBOSE));
        }
        let (parts, form) = request.into_parts();
        let answer = self
            .agent
            .run(http::Request::from_parts(parts, form.as_ref()))
            .map_err(failed_before_answer)?;
        read(answer)
    }
}

/// Reads the answer with its complete body.
fn read(answer: Response<Body>) -> Result<Response<Bytes>, TransportError> {
    let (parts, body) = answer.into_parts();
    let body = read_body(body).map_err(|error| error.with_status(parts.status))?;
    Ok(Response::from_parts(parts, body))
}

fn read_body(body: Body) -> Result<Bytes, TransportError> {
    let mut bytes = Vec::new();
    // The limit applies to the decompressed body: ureq decompresses if the application enables its
    // features for that.
    let cap = MAX_BODY.saturating_add(1);
    let mut reader = body
        .into_reader()
        .take(u64::try_from(cap).unwrap_or(u64::MAX));
    reader.read_to_end(&mut bytes).map_err(failed_in_answer)?;
    if bytes.len() > MAX_BODY {
        return Err(TransportErrorKind::TooLarge.into());
    }
    Ok(bytes.into())
}

fn failed_before_answer(error: Error) -> TransportError {
    let error = match connect::unmark(error) {
        Ok(error) => return TransportError::new(TransportErrorKind::Connect, error),
        Err(error) => error,
    };
    let kind = match &error {
        Error::Timeout(_) => TransportErrorKind::Timeout,
        Error::Io(_) | Error::Protocol(_) | Error::LargeResponseHeader(..) => {
            TransportErrorKind::Interrupted
        }
        Error::TooManyRedirects | Error::RedirectFailed => TransportErrorKind::Redirected,
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}

fn failed_in_answer(error: io::Error) -> TransportError {
    let error = Error::from(error);
    let kind = match &error {
        Error::Timeout(_) => TransportErrorKind::Timeout,
        _ => TransportErrorKind::ResponseBody,
    };
    TransportError::new(kind, error)
}

/// The log target to which ureq writes the bytes of a request's head and of an answer.
const VERBOSE_TARGET: &str = "ureq_proto::util";

const VERBOSE: &str = "ureq logs credentials and answers at the level TRACE and has no option to turn that off: set \
                       the level of the log target `ureq_proto` to DEBUG or higher";
