//! The base URL and the headers of all requests. Here a request becomes an HTTP request, and an
//! HTTP answer becomes a reply. Both clients use it.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::header;
use plutu_core::Credentials;
use plutu_core::Request;
use plutu_core::WireRequest;

use crate::base_url::BaseUrl;
use crate::build_error::BuildError;
use crate::error::Cause;
use crate::timeouts::Timeouts;
use crate::transport::body::MAX_BODY;
use crate::transport::error::TransportError;
use crate::transport::error::TransportErrorKind;

/// Plutu's base URL, with an account's credentials as headers.
pub(crate) struct Endpoint {
    pub(crate) base_url: BaseUrl,
    pub(crate) timeouts: Timeouts,
    headers: HeaderMap,
}

impl Endpoint {
    pub(crate) fn new(
        base_url: BaseUrl,
        timeouts: Timeouts,
        credentials: &Credentials,
    ) -> Result<Self, BuildError> {
        let headers = headers(credentials).map_err(|_| BuildError::Credentials)?;
        Ok(Self {
            base_url,
            timeouts,
            headers,
        })
    }

    /// The HTTP request that carries `wire`.
    pub(crate) fn request(
        &self,
        wire: WireRequest,
    ) -> Result<http::Request<Bytes>, TransportError> {
        let uri = self
            .base_url
            .join(&wire.path)
            .map_err(|error| TransportError::new(TransportErrorKind::Build, error))?;
        let mut request = http::Request::new(Bytes::from(wire.form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        request.extensions_mut().insert(self.timeouts);
        Ok(request)
    }

    /// Formats a client of this endpoint for `Debug`.
    pub(crate) fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url)
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }

    /// Reads the answer to `request`.
    pub(crate) fn reply<R: Request>(
        request: &R,
        answer: &http::Response<Bytes>,
    ) -> Result<R::Reply, Cause> {
        let status = answer.status();
        // The adapters stop reading earlier, but another transport may not.
        if answer.body().len() > MAX_BODY {
            return Err(TransportError::from(TransportErrorKind::TooLarge)
                .with_status(status)
                .into());
        }
        request
            .reply(status.as_u16(), answer.body())
            .map_err(|error| error.with_retry_after(retry_after(answer.headers())).into())
    }
}

fn headers(credentials: &Credentials) -> Result<HeaderMap, http::Error> {
    let bearer = format!("Bearer {}", credentials.access_token().expose());
    Ok(HeaderMap::from_iter([
        (header::AUTHORIZATION, secret(&bearer)?),
        (API_KEY, secret(credentials.api_key().expose())?),
        (header::ACCEPT, HeaderValue::from_static("application/json")),
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        ),
        (header::USER_AGENT, HeaderValue::from_static(USER_AGENT)),
        // On a reused connection, a late answer to an earlier request can be read as the answer to
        // the next one.
        (header::CONNECTION, HeaderValue::from_static("close")),
    ]))
}

/// A header value that `Debug` does not show.
fn secret(value: &str) -> Result<HeaderValue, http::Error> {
    let mut value = HeaderValue::try_from(value)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The waiting time that the header `Retry-After` asks for, if it is a number of seconds. Its other
/// form, a date, is ignored, because it means something only if both clocks agree.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    let is_number = seconds.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        seconds.parse().ok().map(Duration::from_secs)
    } else {
        None
    }
}

const API_KEY: header::HeaderName = header::HeaderName::from_static("x-api-key");

const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;
    use http::HeaderValue;
    use http::header;

    use super::retry_after;

    #[test]
    fn retry_after_is_a_number_of_seconds() {
        let table = [
            ("120", Some(Duration::from_secs(120))),
            ("0", Some(Duration::ZERO)),
            ("18446744073709551615", Some(Duration::from_secs(u64::MAX))),
            ("18446744073709551616", None),
            ("", None),
            ("+5", None),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ];
        for (text, wait) in table {
            let headers =
                HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from_static(text))]);
            assert_eq!(retry_after(&headers), wait, "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
