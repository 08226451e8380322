//! Sends requests to the shop, as a payer's browser or as a gateway's server.
//!
//! They go to this machine or to hosts that were named, over plain http, and never to Plutu. Each
//! request has its own connection. Their number is limited.

use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::Request;
use axum::http::Uri;
use axum::http::header;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;

use crate::check::budget::Budget;
use crate::check::budget::Sent;
use crate::check::cookies::Arrival;
use crate::check::cookies::Jar;
use crate::shop_server::ShopServer;

/// Sends requests to the shop.
pub(crate) struct Visitor {
    hosts: Vec<String>,
    patience: Duration,
    budget: Budget,
}

/// A request to the shop.
pub(super) struct Visit<'a> {
    pub(super) method: Method,
    pub(super) url: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// A JSON string.
    pub(super) body: Option<&'a str>,
    /// The cookies of the payer whose browser this is; `None` for a server.
    pub(super) jar: Option<&'a Jar>,
    pub(super) arrival: Arrival,
    /// How much longer than usual the shop may take to answer.
    pub(super) extra: Duration,
}

/// The shop's answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The absolute address of a redirect.
    pub(super) location: Option<String>,
    /// The body's beginning.
    pub(super) body: String,
}

/// Why the shop gave no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    #[error("the address is not plain http on this machine or on a host named with --allow-host")]
    NotAllowed,
    #[error("the check has already sent {0} requests and commands, which is its limit")]
    TooMany(u32),
    #[error("cannot connect: {0}")]
    NotConnected(io::Error),
    #[error("no answer within {} s", .0.as_secs_f64())]
    TimedOut(Duration),
    #[error("the connection ended without an HTTP answer: {0}")]
    Broken(String),
}

impl Visitor {
    /// Visits this machine and the hosts with these names. Plutu's own hosts are never visited.
    pub(crate) fn new(hosts: &[String], patience: Duration) -> Self {
        let is_allowed = |host: &&String| !is_plutu(host);
        Self {
            hosts: hosts.iter().filter(is_allowed).cloned().collect(),
            patience,
            budget: Budget::new(MAX_REQUESTS),
        }
    }

    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    /// How much was sent.
    pub(super) fn sent(&self) -> Sent {
        self.budget.sent()
    }

    /// The server of a URL, if it may be visited.
    pub(super) fn server(&self, url: &str) -> Option<ShopServer> {
        ShopServer::of(url, &self.hosts)
    }

    /// Counts a command. The error says that there were too many.
    pub(super) fn count_command(&self) -> Result<(), NoAnswer> {
        let is_left = self.budget.takes_command();
        is_left.then_some(()).ok_or_else(|| self.too_many())
    }

    fn too_many(&self) -> NoAnswer {
        NoAnswer::TooMany(self.budget.max())
    }

    /// Sends one request. A redirect is an answer.
    pub(super) async fn send(&self, visit: &Visit<'_>) -> Result<Answer, NoAnswer> {
        let server = self.server(visit.url).ok_or(NoAnswer::NotAllowed)?;
        if !self.budget.takes_request() {
            return Err(self.too_many());
        }
        let patience = self.patience.saturating_add(visit.extra);
        let answer = timeout(patience, exchange(&server, visit)).await;
        answer.unwrap_or(Err(NoAnswer::TimedOut(patience)))
    }

    /// Visits an address as the payer's browser does when Plutu sends it there. Redirects are
    /// followed as far as they lead to the shop.
    pub(super) async fn browse(&self, url: &str, jar: &Jar) -> Result<Answer, NoAnswer> {
        let mut answer = self.send(&Visit::from_plutu(url, jar)).await?;
        for _ in 0..MAX_REDIRECTS {
            let Some(next) = answer.location.clone() else {
                break;
            };
            match self.send(&Visit::from_plutu(&next, jar)).await {
                Ok(next) => answer = next,
                Err(NoAnswer::NotAllowed) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(answer)
    }
}

impl<'a> Visit<'a> {
    pub(super) const fn get(url: &'a str) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: &[],
            body: None,
            jar: None,
            arrival: Arrival::Direct,
            extra: Duration::ZERO,
        }
    }

    /// The visit of a payer whom Plutu sends to the shop.
    fn from_plutu(url: &'a str, jar: &'a Jar) -> Self {
        Self {
            jar: Some(jar),
            arrival: Arrival::FromPlutu,
            ..Self::get(url)
        }
    }

    fn request(&self, uri: &Uri) -> Result<Request<Body>, axum::http::Error> {
        let target = uri.path_and_query();
        let mut request = Request::builder()
            .method(&self.method)
            .uri(target.map_or("/", |target| target.as_str()))
            .header(header::HOST, uri.authority().map_or("", |it| it.as_str()))
            .header(header::CONNECTION, "close")
            .header(header::ACCEPT, "*/*");
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        let cookies = self.jar.and_then(|jar| jar.header(uri, self.arrival));
        if let Some(cookies) = cookies {
            request = request.header(header::COOKIE, cookies);
        }
        if self.body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        request.body(Body::from(self.body.unwrap_or_default().to_owned()))
    }
}

async fn exchange(server: &ShopServer, visit: &Visit<'_>) -> Result<Answer, NoAnswer> {
    let broken = |error: &dyn std::error::Error| NoAnswer::Broken(error.to_string());
    let stream = server.connect().await.map_err(NoAnswer::NotConnected)?;
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|error| broken(&error))?;
    let request = visit
        .request(server.uri())
        .map_err(|error| broken(&error))?;
    let mut exchange = pin!(async {
        let response = sender.send_request(request).await;
        let response = response.map_err(|error| broken(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        keep_cookies(visit, server.uri(), &headers);
        let body = axum::body::to_bytes(Body::new(response.into_body()), MAX_BODY).await;
        Ok(Answer {
            status,
            location: location(visit.url, status, &headers),
            // The status counts even if the body is cut off or endless.
            body: body.map_or_else(
                |_| String::new(),
                |body| String::from_utf8_lossy(&body).into_owned(),
            ),
        })
    });
    tokio::select! {
        biased;
        answer = &mut exchange => answer,
        // The connection may have ended with the answer.
        _ = connection => exchange.await,
    }
}

fn keep_cookies(visit: &Visit<'_>, uri: &Uri, headers: &HeaderMap) {
    let Some(jar) = visit.jar else {
        return;
    };
    let set = headers.get_all(header::SET_COOKIE).into_iter();
    set.filter_map(|it| it.to_str().ok())
        .for_each(|it| jar.keep(uri, it));
}

/// Where a redirect leads, as an absolute address. An empty address leads nowhere.
fn location(from: &str, status: u16, headers: &HeaderMap) -> Option<String> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?.trim();
    let is_redirect = (300..400).contains(&status) && !location.is_empty();
    is_redirect.then(|| joined(from, location))
}

fn joined(from: &str, location: &str) -> String {
    if has_scheme(location) {
        return location.to_owned();
    }
    let without_query = from.split(['?', '#']).next().unwrap_or(from);
    let origin = origin(from);
    match location.as_bytes() {
        [b'/', b'/', ..] => format!("http:{location}"),
        [b'/', ..] => format!("{origin}{location}"),
        [b'?', ..] => format!("{without_query}{location}"),
        _ => {
            let folder = without_query
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let folder = if folder.len() < origin.len() {
                origin
            } else {
                folder
            };
            format!("{folder}/{location}")
        }
    }
}

/// Whether an address begins with a scheme (RFC 3986, section 3.1). A query may contain another
/// address, which does not count.
fn has_scheme(address: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|char: char| char.is_ascii_alphabetic()) && scheme.chars().all(is_part)
    })
}

/// The scheme, host and port of an address.
pub(super) fn origin(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at.saturating_add(3));
    let rest = url.get(after_scheme..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    url.get(..after_scheme.saturating_add(end)).unwrap_or(url)
}

/// Whether a host is Plutu's.
pub(crate) fn is_plutu(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let mut own = ["plutus.ly", "plutu.ly"].iter();
    own.any(|own| {
        host.strip_suffix(own)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// How many requests and commands a check of one gateway sends at most. A shop without findings
/// gets about a third of that.
const MAX_REQUESTS: u32 = 600;
const MAX_REDIRECTS: usize = 5;

/// How much of a body is read, in bytes.
const MAX_BODY: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;
    use std::sync::atomic::Ordering;

    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[test]
    fn a_redirect_leads_on() {
        for (from, location, expected) in [
            ("http://a:1/b/c?d", "http://e/f", "http://e/f"),
            ("http://a:1/b/c?d", "/e", "http://a:1/e"),
            ("http://a:1/b/c?d/x", "e", "http://a:1/b/e"),
            ("http://a:1", "e", "http://a:1/e"),
            ("http://a:1/b?c", "?d", "http://a:1/b?d"),
            ("http://a:1/b", "//e/f", "http://e/f"),
            (
                "http://a:1/b",
                "/e?next=http://a:1/b",
                "http://a:1/e?next=http://a:1/b",
            ),
            (
                "http://a:1/b/c",
                "e?next=http://a:1",
                "http://a:1/b/e?next=http://a:1",
            ),
            (
                "http://a:1/b",
                "?next=http://a:1",
                "http://a:1/b?next=http://a:1",
            ),
            ("http://a:1/b", "/e:f", "http://a:1/e:f"),
            ("http://a:1/b", "HTTPS://e/f", "HTTPS://e/f"),
            ("http://a:1/b", "shop-app+x:pay", "shop-app+x:pay"),
        ] {
            assert_eq!(joined(from, location), expected, "{from} {location}");
        }
    }

    #[tokio::test]
    async fn plutu_is_never_visited_even_if_it_is_named() {
        let names = [
            "api.plutus.ly",
            "PLUTUS.LY",
            "plutu.ly.",
            "shop.example",
            "notplutus.ly",
        ];
        let visitor = Visitor::new(&names.map(str::to_owned), Duration::from_secs(1));
        assert_eq!(visitor.hosts, ["shop.example", "notplutus.ly"]);
        for url in [
            "http://api.plutus.ly/",
            "http://plutus.ly/",
            "http://plutu.ly./",
            "http://10.0.0.1/",
        ] {
            let sent = visitor.send(&Visit::get(url)).await;
            assert!(matches!(sent, Err(NoAnswer::NotAllowed)), "{url}");
        }
    }

    /// The shop that never lets the check end, for example by a redirect to itself, is not flooded.
    #[tokio::test]
    async fn the_number_of_requests_is_limited() {
        let shop = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", shop.local_addr().unwrap());
        let (taken, answer) = (
            AtomicU32::new(0),
            format!("HTTP/1.1 302 Found\r\nLocation: {url}\r\n\r\n"),
        );
        let serve = async {
            loop {
                let (mut stream, _) = shop.accept().await.unwrap();
                assert!(taken.fetch_add(1, Ordering::Relaxed) < 20, "the limit");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        };
        let visitor = Visitor {
            budget: Budget::new(20),
            ..Visitor::new(&[], Duration::from_secs(5))
        };
        let visit = async {
            loop {
                if let Err(error) = visitor.browse(&url, &Jar::default()).await {
                    return error;
                }
            }
        };
        let error = tokio::select! {
            error = visit => error,
            () = serve => unreachable!(),
        };
        assert!(matches!(error, NoAnswer::TooMany(20)), "{error}");
        assert_eq!(visitor.sent().requests, 20);
        assert_eq!(taken.load(Ordering::Relaxed), 20);
    }
}
