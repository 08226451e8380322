//! Protects the sandbox from other web pages in the developer's browser.
//!
//! A page may point its own host name at this machine (DNS rebinding), and could then read
//! everything: so the `Host` must be one of the sandbox's. A page may also post a form to any
//! address without reading the answer: so requests that change something are refused if the browser
//! says that they come from another site.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

/// The host names of the sandbox, besides the loopback's.
#[derive(Default)]
pub(crate) struct Hosts {
    pub(crate) names: Vec<String>,
    /// Whether any IP address is accepted, because the sandbox listens on all interfaces. A page
    /// cannot use an IP address as its name.
    pub(crate) any_address: bool,
}

impl Hosts {
    /// Whether the sandbox answers to this name.
    pub(crate) fn admits(&self, host: &str) -> bool {
        let is_named = self
            .names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(host));
        is_named || self.admits_address(host) || is_localhost(host)
    }

    fn admits_address(&self, host: &str) -> bool {
        let address = host.trim_start_matches('[').trim_end_matches(']');
        let address = address.parse::<IpAddr>();
        address.is_ok_and(|address| self.any_address || address.is_loopback())
    }
}

/// Accepts a request that changes nothing, or that does not come from a page of another origin.
pub(crate) async fn check_origin(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_safe || is_of_our_pages(&request) {
        next.run(request).await
    } else {
        refuse("the request comes from another web page")
    }
}

fn is_of_our_pages(request: &Request) -> bool {
    let headers = request.headers();
    // All current browsers send this header to addresses that they trust. Other clients do not send
    // it.
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let origin = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"));
    let (Some((_, origin)), Ok(host)) = (origin, host(request)) else {
        return false;
    };
    origin.eq_ignore_ascii_case(host.as_str())
}

/// The host that a request names in its header, and in its target if it is there too. The error is
/// the reason why there is none.
pub(crate) fn host(request: &Request) -> Result<Authority, &'static str> {
    let in_header = only_host(request.headers())?;
    match request.uri().authority() {
        Some(in_target) if *in_target != in_header => Err(SEVERAL_HOSTS),
        _ => Ok(in_header),
    }
}

fn only_host(headers: &HeaderMap) -> Result<Authority, &'static str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().ok_or(NO_HOST)?;
    if hosts.next().is_some() {
        return Err(SEVERAL_HOSTS);
    }
    let host = host.to_str().ok().and_then(|host| host.parse().ok());
    host.ok_or(BAD_HOST)
}

/// A name that browsers never look up (RFC 6761, section 6.3).
fn is_localhost(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

fn refuse(reason: &'static str) -> Response {
    (StatusCode::FORBIDDEN, format!("{reason}\n")).into_response()
}

const NO_HOST: &str = "the request has no Host";
const SEVERAL_HOSTS: &str = "the request has more than one Host";
const BAD_HOST: &str = "the request's Host is not a valid host name";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_few_names() {
        let hosts = Hosts {
            names: vec!["plutu.test".to_owned()],
            any_address: false,
        };
        for host in [
            "localhost",
            "LocalHost",
            "shop.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "PLUTU.test",
        ] {
            assert!(hosts.admits(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "xlocalhost",
            "192.168.1.5",
            "0.0.0.0",
            "[::]",
            "2130706433",
        ] {
            assert!(!hosts.admits(host), "{host}");
        }
        let hosts = Hosts {
            any_address: true,
            ..hosts
        };
        assert!(hosts.admits("192.168.1.5") && hosts.admits("[fe80::1]"));
        assert!(!hosts.admits("evil.example"));
    }
}
