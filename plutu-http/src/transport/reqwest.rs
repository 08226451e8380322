//! The adapter for reqwest, which is the transport unless another is given.
//!
//! It is made from a `reqwest::ClientBuilder` and never from a finished client, since that one hides
//! whether it follows redirects or sends requests again.

use std::mem;

use bytes::Bytes;
use bytes::BytesMut;
use http::Response;
use reqwest::ClientBuilder;
use reqwest::redirect;
use reqwest::retry;

use crate::timeouts::Timeouts;
use crate::transport::MAX_BODY;
use crate::transport::Transport;
use crate::transport::TransportError;
use crate::transport::TransportErrorKind;

/// Sends through reqwest.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Finishes the caller's builder. What a payment needs is set last, so that it is set for certain.
    pub(crate) fn build(
        builder: ClientBuilder,
        timeouts: Timeouts,
        is_loopback: bool,
    ) -> Result<Self, TransportError> {
        let builder = builder
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            // A verbose connection logs every byte, credentials and forms included.
            .connection_verbose(false);
        // Plain http would show everything to a proxy that the environment names.
        let builder = if is_loopback {
            builder.no_proxy()
        } else {
            builder
        };
        let client = builder
            .build()
            .map_err(|error| failed(TransportErrorKind::Build, error))?;
        Ok(Self { client })
    }
}

impl Transport for ReqwestTransport {
    async fn send(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request)
            .map_err(|error| failed(TransportErrorKind::Build, error))?;
        let url = request.url().clone();
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

/// Reads the answer with its whole body.
async fn read(mut answer: reqwest::Response) -> Result<Response<Bytes>, TransportError> {
    let status = answer.status();
    let body = read_body(&mut answer)
        .await
        .map_err(|error| error.with_status(status))?;
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

/// What an error means that came before the answer's status.
fn kind_before_answer(error: &reqwest::Error) -> TransportErrorKind {
    // Connecting in vain is both, if it took too long; so `is_connect` is asked first.
    if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_redirect() {
        TransportErrorKind::Redirected
    } else if error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        // `is_builder` is among these: the request was built before, and reqwest's handling of redirects
        // makes such errors of a location that it cannot read, when the request was received.
        TransportErrorKind::Other
    }
}

/// What an error means that came after the answer's status.
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

    use super::ReqwestTransport;
    use super::kind_before_answer;
    use crate::transport::Transport;
    use crate::transport::TransportErrorKind;

    #[tokio::test]
    async fn a_followed_redirect_is_noticed() {
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
        let request = http::Request::post(format!("http://{address}/a"))
            .body(Bytes::new())
            .unwrap();
        let error = ReqwestTransport { client }.send(request).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Redirected);
        assert!(!error.not_sent());
        server.join().unwrap();
    }

    #[test]
    fn an_error_of_building_is_no_proof_once_the_request_was_built() {
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
