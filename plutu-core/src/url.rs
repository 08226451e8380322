//! The checks of a URL before anything is sent to it or a payer is sent there.

use std::net::IpAddr;
use std::net::Ipv6Addr;

/// The parts of a checked http or https URL.
pub(crate) struct Parts<'a> {
    /// Whether the scheme is https.
    pub(crate) https: bool,
    pub(crate) host: &'a str,
}

/// Checks that `text` is an absolute http or https URL with a host, and that it contains neither
/// user information nor characters that browsers and servers read differently. The error names the
/// broken rule.
///
/// The characters `{`, `}`, `|`, `^` and the backtick are accepted, although RFC 3986 wants them
/// percent-encoded: none of them separates parts of a URL, and a genuine payment page should not be
/// rejected.
pub(crate) fn check(text: &str) -> Result<Parts<'_>, &'static str> {
    let (scheme, rest) = text
        .split_once("://")
        .filter(|(scheme, _)| is_web_scheme(scheme))
        .ok_or("it is not an absolute http or https URL")?;
    check_characters(text)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Ok(Parts {
        https: scheme.eq_ignore_ascii_case("https"),
        host: check_authority(authority)?,
    })
}

/// Checks that `text` is an absolute URL with an app's own scheme, such as `myshop://paid`. The
/// error names the broken rule.
pub(crate) fn check_deep_link(text: &str) -> Result<(), &'static str> {
    let (scheme, rest) = text
        .split_once("://")
        .filter(|(scheme, _)| is_scheme(scheme))
        .ok_or("it is not an absolute URL")?;
    check_characters(text)?;
    if SCHEMES_OF_BROWSERS
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it))
    {
        return Err("its scheme does not belong to an app");
    }
    if rest.is_empty() {
        return Err("it has nothing after its scheme");
    }
    Ok(())
}

/// Whether `text` has the scheme http or https.
pub(crate) fn is_web(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(scheme, _)| is_web_scheme(scheme))
}

/// Returns the part of a URL between the first `?` and the fragment.
pub(crate) fn query(url: &str) -> Option<&str> {
    let without_fragment = url.split('#').next().unwrap_or_default();
    without_fragment.split_once('?').map(|(_, query)| query)
}

/// Whether `host`, as written in a URL, is this machine: `localhost`, an address of `127.0.0.0/8`,
/// or `::1`. Brackets around an address do not matter.
///
/// A request is sent over plain http only to such a host, and a payer is sent only to such a host
/// over plain http. The shop's own [`ReturnUrl`](crate::field::ReturnUrl) and
/// [`CallbackUrl`](crate::field::CallbackUrl) may have http and any host.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn check_characters(text: &str) -> Result<(), &'static str> {
    let is_plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>');
    if text.bytes().all(is_plain) {
        Ok(())
    } else {
        Err("it holds a character that must be percent-encoded")
    }
}

/// Checks `host` or `host:port`, and returns the host.
fn check_authority(authority: &str) -> Result<&str, &'static str> {
    if authority.contains('@') {
        return Err("it holds user information");
    }
    let end_of_host = authority.rfind(']').map_or(0, |end| end.saturating_add(1));
    let port = authority
        .get(end_of_host..)
        .and_then(|rest| Some(end_of_host.saturating_add(rest.find(':')?)));
    let (host, port) = match port.and_then(|at| authority.split_at_checked(at)) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => (authority, None),
    };
    if host.is_empty() {
        return Err("it has no host");
    }
    if !is_host(host) {
        return Err("its host is not valid");
    }
    if port.is_some_and(|port| !is_port(port)) {
        return Err("its port is not valid");
    }
    Ok(host)
}

/// Whether `host` is a name, an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let address = rest.strip_suffix(']');
        return address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let is_label = |label: &str| {
        let in_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.bytes().all(in_label)
    };
    // A name may end with a point, which stands for the root of the DNS.
    host.strip_suffix('.')
        .unwrap_or(host)
        .split('.')
        .all(is_label)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn is_web_scheme(scheme: &str) -> bool {
    ["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it))
}

/// The grammar of RFC 3986, section 3.1.
fn is_scheme(scheme: &str) -> bool {
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(in_scheme)
}

/// Schemes that browsers handle themselves. They cannot open an app.
const SCHEMES_OF_BROWSERS: [&str; 11] = [
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "ftp",
    "http",
    "https",
    "javascript",
    "vbscript",
    "view-source",
];

#[cfg(test)]
mod tests {
    use super::check;
    use super::check_deep_link;
    use super::is_loopback_host;
    use super::query;

    #[test]
    fn hosts_and_ports_are_checked() {
        for (url, host) in [
            ("https://shop.example", "shop.example"),
            ("https://shop.example.", "shop.example."),
            ("http://127.0.0.1:8080/x?y#z", "127.0.0.1"),
            ("https://[::1]:443", "[::1]"),
            ("HTTPS://a_b-c", "a_b-c"),
            ("https://shop.example:0", "shop.example"),
            ("https://shop.example/a:b@c", "shop.example"),
        ] {
            assert_eq!(check(url).map(|parts| parts.host), Ok(host), "{url}");
        }
        for (url, reason) in [
            ("https://", "it has no host"),
            ("https://:80", "it has no host"),
            ("https://shop..example", "its host is not valid"),
            ("https://.", "its host is not valid"),
            ("https://[::1", "its host is not valid"),
            ("https://[shop]", "its host is not valid"),
            ("https://::1", "it has no host"),
            ("https://sh%6Fp.example", "its host is not valid"),
            ("https://[::1]x:80", "its host is not valid"),
            ("https://shop.example:", "its port is not valid"),
            ("https://shop.example:65536", "its port is not valid"),
            ("https://shop.example:+80", "its port is not valid"),
            ("https://shop.example:80:80", "its port is not valid"),
            (
                "https://user:pass@shop.example",
                "it holds user information",
            ),
        ] {
            assert_eq!(check(url).map(|parts| parts.host), Err(reason), "{url}");
        }
    }

    #[test]
    fn only_characters_that_are_read_differently_are_refused() {
        for character in ['{', '}', '|', '^', '`', '%', '\'', '['] {
            let url = format!("https://shop.example/{character}?{character}");
            assert!(check(&url).is_ok(), "{url}");
        }
        for character in ['\\', '"', '<', '>', ' ', '\n', '\u{7F}', 'é'] {
            let url = format!("https://shop.example/{character}");
            assert!(check(&url).is_err(), "{url:?}");
        }
    }

    #[test]
    fn this_machine_has_several_names() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.255.0.9",
            "[::1]",
            "::1",
            "[127.0.0.1]",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in ["", "localhost.", "128.0.0.1", "[::2]", "[::1", "0.0.0.0"] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }

    #[test]
    fn a_deep_link_belongs_to_an_app() {
        for url in [
            "myshop://paid",
            "ly.shop.app://orders/1?x=2",
            "My-Shop+1://p",
        ] {
            assert_eq!(check_deep_link(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "myshop",
            "myshop:paid",
            "://paid",
            "1shop://paid",
            "my shop://paid",
            "myshop://",
            "javascript://x/%0Aalert(1)",
            "DATA://x",
            "https://shop.example",
            "myshop://a b",
            "myshop://\u{645}",
        ] {
            assert!(check_deep_link(url).is_err(), "{url}");
        }
    }

    #[test]
    fn the_query_ends_at_the_fragment() {
        assert_eq!(query("https://a/?b?c#d?e"), Some("b?c"));
        assert_eq!(query("https://a/#b?c"), None);
        assert_eq!(query("https://a/?"), Some(""));
    }
}
