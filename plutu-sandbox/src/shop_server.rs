//! The servers that the sandbox may send callbacks to: over plain http, on this machine or at a
//! host that the developer named.

use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;

use axum::http::Uri;
use tokio::net::TcpStream;

/// A server that the sandbox may send to.
pub(crate) struct ShopServer {
    host: Host,
    port: u16,
    uri: Uri,
}

/// The host of the server.
#[derive(Debug, PartialEq, Eq)]
enum Host {
    /// On this machine.
    Here(Vec<IpAddr>),
    /// Another host, which the developer named.
    Named(String),
}

impl ShopServer {
    /// The server of a URL, if the URL is plain http and its host is this machine or was named by
    /// the developer. `None` for any other URL.
    pub(crate) fn of(url: &str, reachable: &[String]) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        if !uri.scheme_str()?.eq_ignore_ascii_case("http") {
            return None;
        }
        let host = Host::of(uri.host()?, reachable)?;
        let port = uri.port_u16().unwrap_or(80);
        Some(Self { host, port, uri })
    }

    pub(crate) async fn connect(&self) -> io::Result<TcpStream> {
        match &self.host {
            Host::Here(addresses) => {
                let addresses = addresses.iter();
                let addresses: Vec<_> = addresses
                    .map(|address| SocketAddr::new(*address, self.port))
                    .collect();
                TcpStream::connect(addresses.as_slice()).await
            }
            Host::Named(name) => TcpStream::connect((name.as_str(), self.port)).await,
        }
    }

    /// The requested URL.
    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }
}

impl Host {
    fn of(host: &str, reachable: &[String]) -> Option<Self> {
        let here = loopback_addresses(host);
        if !here.is_empty() {
            return Some(Self::Here(here));
        }
        let is_reachable = reachable.iter().any(|name| name.eq_ignore_ascii_case(host));
        is_reachable.then(|| Self::Named(host.to_owned()))
    }
}

/// The loopback addresses of a host; empty for any other host. A name is never looked up:
/// `localhost` is always this machine (RFC 6761, section 6.3), whatever its settings say.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(url: &str) -> Option<Vec<String>> {
        let server = ShopServer::of(url, &[])?;
        let Host::Here(addresses) = server.host else {
            panic!("{url} is elsewhere");
        };
        let addresses = addresses.into_iter();
        let addresses = addresses.map(|address| SocketAddr::new(address, server.port).to_string());
        Some(addresses.collect())
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

    #[test]
    fn a_named_host_is_reached_by_plain_http() {
        let names = ["shop".to_owned(), "192.0.2.1".to_owned()];
        for (url, expected) in [
            ("http://shop/", Some("shop")),
            ("http://SHOP:8080/", Some("SHOP")),
            ("http://192.0.2.1/", Some("192.0.2.1")),
            ("https://shop/", None),
            ("http://shop.example/", None),
            ("http://192.0.2.2/", None),
        ] {
            let host = ShopServer::of(url, &names).map(|server| server.host);
            let expected = expected.map(|name| Host::Named(name.to_owned()));
            assert_eq!(host, expected, "{url}");
        }
    }
}
