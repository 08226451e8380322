//! What an http URL must be before anything is sent to it or through it.

use std::net::IpAddr;

use http::Uri;

/// The parts of a checked URL.
pub(crate) struct Parts<'a> {
    /// Whether the scheme is https.
    pub(crate) https: bool,
    pub(crate) host: String,
    pub(crate) query: Option<&'a str>,
}

/// Checks that `text` is an absolute http or https URL with a host, and without user information
/// or characters that browsers and servers read differently. The error is the broken rule.
pub(crate) fn check(text: &str) -> Result<Parts<'_>, &'static str> {
    let (https, rest) = split_scheme(text).ok_or("it is not an absolute http or https URL")?;
    if text
        .bytes()
        .any(|byte| !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'"' | b'<' | b'>'))
    {
        return Err("it holds a character that must be percent-encoded");
    }
    if rest
        .split(['/', '?'])
        .next()
        .is_some_and(|authority| authority.contains('@'))
    {
        return Err("it holds user information");
    }
    let uri: Uri = text.parse().map_err(|_| "it is not a valid URL")?;
    let authority = uri.authority().ok_or("it has no host")?;
    if authority.host().is_empty() {
        return Err("it has no host");
    }
    let written_port = authority
        .as_str()
        .strip_prefix(authority.host())
        .unwrap_or_default();
    if !written_port.is_empty() && authority.port_u16().is_none() {
        return Err("its port is not valid");
    }
    let query = text.split_once('?').map(|(_, query)| query);
    Ok(Parts {
        https,
        host: authority.host().to_owned(),
        query,
    })
}

/// Whether `host`, as it stands in a URL, is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
///
/// Plain http is only ever used to such a host.
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

/// Splits off `https://` or `http://`, in any case, and says whether it was https.
fn split_scheme(text: &str) -> Option<(bool, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    if scheme.eq_ignore_ascii_case("https") {
        Some((true, rest))
    } else if scheme.eq_ignore_ascii_case("http") {
        Some((false, rest))
    } else {
        None
    }
}
