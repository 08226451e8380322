//! The adapter for reqwest, the default transport of the async client.
//!
//! It is built from a `reqwest::ClientBuilder` and never from a finished client, because a finished
//! client does not show whether it follows redirects or sends requests again.
//!
//! No connection is reused. On a reused connection, a late answer to an earlier request can be read
//! as the answer to the next one, and reqwest cannot detect it. It would be cheaper to open new
//! connections for charges only. But a wrong answer to another request does harm too: the payer
//! would be sent to another order's checkout page, or confirm another payer's process. The price is
//! a TCP and a TLS handshake for every request, which take two round trips with TLS 1.3.

mod no_proxy;
mod proxy;

use std::mem;

use bytes::Bytes;
use bytes::BytesMut;
use http::Response;
use http::Uri;
use reqwest::ClientBuilder;
use reqwest::Url;
use reqwest::redirect;
use reqwest::retry;

use crate::adapters::provider;
use crate::base_url::BaseUrl;
use crate::build_error::BuildError;
use crate::timeouts::Timeouts;
use crate::transport::asynchronous::Transport;
use crate::transport::body;
use crate::transport::body::MAX_BODY;
use crate::transport::error::TransportError;
use crate::transport::error::TransportErrorKind;

/// The builder of a client without a configuration of its own: with rustls, if its feature is
/// enabled.
///
/// reqwest itself would use the platform's TLS as soon as any crate enables its feature
/// `native-tls`. A dependency must not replace the TLS of payments.
pub(crate) fn default_builder() -> ClientBuilder {
    let builder = ClientBuilder::new();
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    let builder = builder.tls_backend_rustls();
    builder
}

/// Sends through reqwest.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    base: Base,
}

impl ReqwestTransport {
    /// Finishes the caller's builder. The settings that a payment depends on come last, so that
    /// nothing replaces them.
    pub(crate) fn build(
        builder: ClientBuilder,
        base_url: &BaseUrl,
        timeouts: Timeouts,
    ) -> Result<Self, BuildError> {
        provider::check()?;
        proxy::check(base_url)?;
        let builder = builder
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            // Not every version of hyper closes a connection because the request says so.
            .pool_max_idle_per_host(0)
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            // A verbose connection logs every byte, including credentials and forms.
            .connection_verbose(false);
        // A proxy from the environment would see everything that is sent over plain http.
        let builder = if base_url.is_loopback() {
            builder.no_proxy()
        } else {
            builder
        };
        let client = builder
            .build()
            .map_err(|error| BuildError::Transport(failed(TransportErrorKind::Build, error)))?;
        let base = Base::new(base_url).map_err(BuildError::Transport)?;
        Ok(Self { client, base })
    }
}

impl Transport for ReqwestTransport {
    async fn send(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let (parts, form) = request.into_parts();
        let url = self.base.url(&parts.uri)?;
        let mut request = reqwest::Request::new(parts.method, url.clone());
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(form.into());
        let answer = self
            .client
            .execute(request)
            .await
            .map_err(|error| failed(kind_before_answer(&error), error))?;
        if *answer.url() != url {
            return Err(
                TransportError::from(TransportErrorKind::Redirected).with_status(answer.status())
            );
        }
        read(answer).await
    }
}

/// A URL that is parsed only once, because parsing takes a tenth of a request's processor time.
/// Requests differ from it only in their path.
struct Base {
    uri: Uri,
    url: Url,
}

impl Base {
    fn new(base_url: &BaseUrl) -> Result<Self, TransportError> {
        let uri = base_url
            .join("/")
            .map_err(|error| TransportError::new(TransportErrorKind::Build, error))?;
        Self::from_uri(uri)
    }

    fn from_uri(uri: Uri) -> Result<Self, TransportError> {
        let url = parse(&uri)?;
        Ok(Self { uri, url })
    }

    /// Returns the same as [`parse`], and is faster if `uri` is below the base URL.
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let is_below = uri.scheme() == self.uri.scheme()
            && uri.authority() == self.uri.authority()
            && uri.query().is_none();
        if !is_below {
            return parse(uri);
        }
        let mut url = self.url.clone();
        url.set_path(uri.path());
        Ok(url)
    }
}

fn parse(uri: &Uri) -> Result<Url, TransportError> {
    let built = |error| TransportError::new(TransportErrorKind::Build, error);
    Url::parse(&uri.to_string()).map_err(built)
}

/// Reads the answer with its complete body.
async fn read(mut answer: reqwest::Response) -> Result<Response<Bytes>, TransportError> {
    let status = answer.status();
    let body = read_body(&mut answer)
        .await
        .map_err(|error| error.with_status(status))?;
    body::check_length(answer.headers(), &body)
        .map_err(|kind| TransportError::from(kind).with_status(status))?;
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = mem::take(answer.headers_mut());
    Ok(response)
}

async fn read_body(answer: &mut reqwest::Response) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|error| failed(kind_in_answer(&error), error))?
    {
        if chunk.len() > MAX_BODY.saturating_sub(body.len()) {
            return Err(TransportErrorKind::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Classifies an error that came before the answer's status.
fn kind_before_answer(error: &reqwest::Error) -> TransportErrorKind {
    // A connect attempt that times out matches both conditions, so `is_connect` is checked first.
    if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_redirect() {
        TransportErrorKind::Redirected
    } else if error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        // `is_builder` does not prove that nothing was sent: reqwest also reports it when a
        // redirect, which comes after the request was received, has a location that it cannot read.
        TransportErrorKind::Other
    }
}

/// Classifies an error that came after the answer's status.
fn kind_in_answer(error: &reqwest::Error) -> TransportErrorKind {
    if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::ResponseBody
    }
}

fn failed(kind: TransportErrorKind, error: reqwest::Error) -> TransportError {
    TransportError::new(kind, error.without_url())
}

#[cfg(test)]
mod tests {
    use std::io::BufRead;
    use std::io::BufReader;
    use std::io::Write;
    use std::net::TcpListener;
    use std::net::TcpStream;
    use std::thread;

    use bytes::Bytes;

    use super::Base;
    use super::ReqwestTransport;
    use super::kind_before_answer;
    use super::parse;
    use crate::transport::asynchronous::Transport;
    use crate::transport::error::TransportErrorKind;

    #[tokio::test]
    async fn a_followed_redirect_is_detected() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let redirect = "HTTP/1.1 302 Found\r\nlocation: /b\r\nconnection: close\r\n\r\n";
            answer(listener.accept().unwrap().0, redirect);
            answer(
                listener.accept().unwrap().0,
                "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n",
            );
        });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let base = Base::from_uri(format!("http://{address}/").parse().unwrap()).unwrap();
        let request = http::Request::post(format!("http://{address}/a"))
            .body(Bytes::new())
            .unwrap();
        let transport = ReqwestTransport { client, base };
        let error = transport.send(request).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Redirected);
        assert!(!error.not_sent());
        server.join().unwrap();
    }

    #[test]
    fn a_url_is_the_same_whether_its_base_was_parsed_before_or_not() {
        let bases = [
            "https://api.plutus.ly/",
            "HTTPS://API.PLUTUS.LY:443/api/v1/",
            "http://127.0.0.1:08080/a/../b/",
            "http://[::1]:8080/%61pi/",
        ];
        let paths = [
            "/",
            "/transaction/mpgs/confirm",
            "/a/../../b/./c",
            "/%2e%2e/%61",
            "/a//b",
            "/a?b",
        ];
        for base in bases.map(|base| Base::from_uri(base.parse().unwrap()).unwrap()) {
            for other in bases {
                for path in paths {
                    let uri = format!("{}{path}", other.trim_end_matches('/'))
                        .parse()
                        .unwrap();
                    assert_eq!(base.url(&uri).unwrap(), parse(&uri).unwrap(), "{uri}");
                }
            }
        }
    }

    #[test]
    fn a_builder_error_does_not_prove_that_nothing_was_sent() {
        let error = reqwest::Client::new().get("no URL").build().unwrap_err();
        assert!(error.is_builder());
        assert_eq!(kind_before_answer(&error), TransportErrorKind::Other);
    }

    /// Reads a request without a body and answers it.
    fn answer(mut stream: TcpStream, answer: &str) {
        let mut lines = BufReader::new(&stream).lines();
        while lines.next().unwrap().unwrap() != "" {}
        stream.write_all(answer.as_bytes()).unwrap();
    }
}
