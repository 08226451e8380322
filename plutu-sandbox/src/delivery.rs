//! The one request that the sandbox itself makes: T-Lync's callback, posted to the shop's server.
//!
//! A client of one connection rather than a full one: it cannot follow a redirect, use a proxy or send
//! anything twice.

use std::error::Error;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use axum::http::Uri;
use axum::http::header;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use plutu_core::CallbackUrl;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::account::Account;
use crate::payments::Payment;

/// What became of a callback that was due to the shop's server.
///
/// ```
/// use plutu_sandbox::{Delivery, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::start().await?;
/// let delivery = sandbox.delivery(&"INV-1001".parse()?);
/// assert_eq!(delivery, None, "no callback was due");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// The shop's server answered. A redirect is an answer, too: it is not followed.
    Answered {
        /// The HTTP status of the answer.
        status: u16,
    },
    /// There was no connection, or it ended before an answer came.
    Failed,
    /// No answer came in time.
    TimedOut,
    /// Nothing was sent: the address is not of this machine, or not one of plain http.
    NotSent,
}

/// Posts the callback of an approved payment, if its gateway has one, and records what became of it.
pub(crate) async fn deliver(account: Arc<Account>, payment: Payment) {
    let callback_url = payment.order.callback_url.as_ref();
    let Some((url, body)) = callback_url.zip(account.callback_body(&payment)) else {
        return;
    };
    let delivery = post(url, body, TIME_OUT).await;
    account.record(&payment, delivery);
}

async fn post(url: &CallbackUrl, body: String, time_out: Duration) -> Delivery {
    let Some(server) = ShopServer::of(url) else {
        return Delivery::NotSent;
    };
    match timeout(time_out, server.post(body)).await {
        Ok(Ok(status)) => Delivery::Answered { status },
        Ok(Err(_)) => Delivery::Failed,
        Err(_) => Delivery::TimedOut,
    }
}

/// A server on this machine.
struct ShopServer {
    addresses: Vec<SocketAddr>,
    uri: Uri,
}

impl ShopServer {
    /// The server of an address of plain http on this machine; `None` for any other.
    fn of(url: &CallbackUrl) -> Option<Self> {
        let uri: Uri = url.as_str().parse().ok()?;
        if !uri.scheme_str()?.eq_ignore_ascii_case("http") {
            return None;
        }
        let port = uri.port_u16().unwrap_or(80);
        let addresses = loopback_addresses(uri.host()?).into_iter();
        let addresses: Vec<_> = addresses
            .map(|address| SocketAddr::new(address, port))
            .collect();
        (!addresses.is_empty()).then_some(Self { addresses, uri })
    }

    /// Gives the status of the answer. Its body is not read.
    async fn post(&self, body: String) -> Result<u16, Box<dyn Error + Send + Sync>> {
        let stream = TcpStream::connect(self.addresses.as_slice()).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let mut answer = pin!(sender.send_request(self.request(body)?));
        let answer = tokio::select! {
            biased;
            answer = &mut answer => answer,
            // The connection may have ended with the answer.
            _ = connection => answer.await,
        };
        Ok(answer?.status().as_u16())
    }

    fn request(&self, body: String) -> Result<Request<String>, axum::http::Error> {
        let target = self.uri.path_and_query();
        let host = self.uri.authority();
        Request::post(target.map_or("/", |target| target.as_str()))
            .header(header::HOST, host.map_or("", |host| host.as_str()))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close")
            .body(body)
    }
}

/// The addresses behind a host that is this machine. A name is never looked up: `localhost` is what it
/// says (RFC 6761, section 6.3), whatever this machine's settings make of it.
fn loopback_addresses(host: &str) -> Vec<IpAddr> {
    if host.eq_ignore_ascii_case("localhost") {
        return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    let address = address.parse().ok().filter(IpAddr::is_loopback);
    address.into_iter().collect()
}

/// How long the shop's server has for its answer. Plutu's own patience is unknown.
const TIME_OUT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(url: &str) -> Option<Vec<String>> {
        let server = ShopServer::of(&url.parse().unwrap())?;
        Some(server.addresses.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn this_machine_is_reached_by_plain_http() {
        for (url, expected) in [
            ("http://127.0.0.1", vec!["127.0.0.1:80"]),
            ("HTTP://127.1.2.3:8080/x?y", vec!["127.1.2.3:8080"]),
            ("http://[::1]:9/", vec!["[::1]:9"]),
            ("http://LocalHost:9", vec!["127.0.0.1:9", "[::1]:9"]),
        ] {
            let expected = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(addresses(url), Some(expected), "{url}");
        }
    }

    #[test]
    fn nothing_else_is_reached() {
        for url in [
            "https://127.0.0.1",
            "https://localhost/",
            "http://shop.example/",
            "http://0.0.0.0:80/",
            "http://[::]:80/",
            "http://10.0.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fe80::1]/",
            "http://127.0.0.1.shop.example/",
            "http://localhost.shop.example/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://127.1/",
        ] {
            assert_eq!(addresses(url), None, "{url}");
        }
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_not_waited_for() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", server.local_addr().unwrap());
        let time_out = Duration::from_millis(20);
        let delivery = post(&url.parse().unwrap(), "{}".to_owned(), time_out).await;
        assert_eq!(delivery, Delivery::TimedOut);
    }
}
