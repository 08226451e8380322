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
        let host = without_brackets(host);
        let here = loopback_addresses(host);
        if !here.is_empty() {
            return Some(Self::Here(here));
        }
        let is_host = |name: &String| without_brackets(name).eq_ignore_ascii_case(host);
        reachable
            .iter()
            .any(is_host)
            .then(|| Self::Named(host.to_owned()))
    }
}

/// The loopback addresses of a host; empty for any other host. A name is never looked up:
/// `localhost` is always this machine (RFC 6761, section 6.3), whatever its settings say.
fn loopback_addresses(host: &str) -> Vec<IpAddr> {
    if host.eq_ignore_ascii_case("localhost") {
        return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    let address = host.parse().ok().filter(IpAddr::is_loopback);
    address.into_iter().collect()
}

/// A host as the system looks it up. Only a URL has brackets around an IPv6 address.
fn without_brackets(host: &str) -> &str {
    let address = host.strip_prefix('[');
    let address = address.and_then(|host| host.strip_suffix(']'));
    address.unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

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
        let names = ["shop", "192.0.2.1", "[fd00::5]", "fd00::6"].map(str::to_owned);
        for (url, expected) in [
            ("http://shop/", Some("shop")),
            ("http://SHOP:8080/", Some("SHOP")),
            ("http://192.0.2.1/", Some("192.0.2.1")),
            ("http://[fd00::5]:8080/", Some("fd00::5")),
            ("http://[FD00::6]/", Some("FD00::6")),
            ("https://shop/", None),
            ("http://shop.example/", None),
            ("http://192.0.2.2/", None),
            ("http://[fd00::7]/", None),
        ] {
            let host = ShopServer::of(url, &names).map(|server| server.host);
            let expected = expected.map(|name| Host::Named(name.to_owned()));
            assert_eq!(host, expected, "{url}");
        }
    }

    /// A named address is looked up, unlike the loopback's own.
    #[tokio::test]
    async fn a_named_address_of_ipv6_is_connected_to() {
        let Ok(listener) = tokio::net::TcpListener::bind("[::1]:0").await else {
            let line = "skipped: shop_server::tests: no IPv6 here";
            drop(writeln!(io::stderr(), "{line}"));
            return;
        };
        let names = ["[fd00::5]".to_owned()];
        let mut server = ShopServer::of("http://[fd00::5]/", &names).unwrap();
        server.port = listener.local_addr().unwrap().port();
        let Host::Named(name) = &mut server.host else {
            panic!("it is named");
        };
        // The loopback's address, in the form that this one has.
        *name = name.replace("fd00::5", "::1");
        server.connect().await.unwrap();
    }
}
