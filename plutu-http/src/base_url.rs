//! The base URL of all requests. Credentials are sent only to a URL that passed the checks here.

use std::fmt;
use std::net::Ipv6Addr;

use http::Uri;
use http::uri::Authority;
use http::uri::Parts;
use http::uri::PathAndQuery;
use http::uri::Scheme;
use plutu_core::is_loopback_host;

/// A checked base URL. Its path does not end with a slash.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    path: String,
}

impl BaseUrl {
    /// Plutu's own address, for test and live payments alike.
    pub(crate) const PLUTU: &str = "https://api.plutus.ly/api/v1";

    pub(crate) fn parse(text: &str) -> Result<Self, BaseUrlError> {
        check_text(text)?;
        let uri: Uri = text.parse().map_err(|_| BaseUrlError::Malformed)?;
        let path = uri.path().trim_end_matches('/').to_owned();
        let parts = uri.into_parts();
        let scheme = parts.scheme.ok_or(BaseUrlError::NotAbsolute)?;
        let authority = parts.authority.ok_or(BaseUrlError::Host)?;
        check_authority(&authority)?;
        let base_url = Self {
            scheme,
            authority,
            path,
        };
        if base_url.scheme != Scheme::HTTPS && !base_url.is_loopback() {
            return Err(BaseUrlError::PlainHttp);
        }
        Ok(base_url)
    }

    /// The URL of the endpoint at `path`. Whatever `path` is, the scheme and the host stay the
    /// same.
    pub(crate) fn join(&self, path: &str) -> Result<Uri, http::Error> {
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::try_from(format!("{}{path}", self.path))?);
        Ok(Uri::from_parts(parts)?)
    }

    /// The host that requests go to.
    #[cfg(any(feature = "reqwest", feature = "tracing"))]
    pub(crate) fn host(&self) -> &str {
        self.authority.host()
    }

    /// The port that requests go to.
    #[cfg(feature = "tracing")]
    pub(crate) fn port(&self) -> u16 {
        let usual = if self.is_https() { 443 } else { 80 };
        self.authority.port_u16().unwrap_or(usual)
    }

    /// Whether requests go over TLS.
    #[cfg(any(feature = "tracing", feature = "ureq"))]
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Whether requests stay on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback_host(self.authority.host())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

/// Why a string is not a valid base URL. The error never shows the string, which may hold a
/// password.
///
/// ```
/// use plutu_http::{BuildError, Client, BaseUrlError};
/// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
///
/// # let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
/// let built = Client::builder(credentials).base_url("http://plutu.example/api/v1").build();
/// assert!(matches!(built, Err(BuildError::BaseUrl(BaseUrlError::PlainHttp))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// There is no scheme, for example in `api.plutus.ly`, `/api/v1` or an empty string.
    #[error("it is not an absolute URL")]
    NotAbsolute,
    /// The scheme is neither `https` nor `http`.
    #[error("its scheme is neither https nor http")]
    Scheme,
    /// The scheme is `http` and the host is not this machine.
    #[error(
        "it uses plain http, which would show the credentials to everybody on the network: use https; plain http \
         is allowed for this machine only (localhost, 127.0.0.0/8, [::1])"
    )]
    PlainHttp,
    /// There is a user name before the host.
    #[error("it holds user information")]
    UserInfo,
    /// There is a query.
    #[error("it holds a query")]
    Query,
    /// There is a fragment.
    #[error("it holds a fragment")]
    Fragment,
    /// There is white space, a control character, a backslash, or another character that must be
    /// percent-encoded in a URL.
    #[error("it holds a character that must be percent-encoded")]
    Character,
    /// There is no host, or it is neither a name nor an IP address. Write an internationalized name
    /// in its ASCII form (`xn--…`).
    #[error("its host is missing or not valid")]
    Host,
    /// The port is empty or too large.
    #[error("its port is not valid")]
    Port,
    /// It is not a URL for another reason.
    #[error("it is not a valid URL")]
    Malformed,
}

/// Checks the string for everything that a URL parser would drop or reinterpret.
fn check_text(text: &str) -> Result<(), BaseUrlError> {
    if !text.bytes().all(is_url_byte) {
        return Err(BaseUrlError::Character);
    }
    let (scheme, rest) = text.split_once("://").ok_or(BaseUrlError::NotAbsolute)?;
    if rest
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|authority| authority.contains('@'))
    {
        return Err(BaseUrlError::UserInfo);
    }
    if !["https", "http"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return Err(BaseUrlError::Scheme);
    }
    if rest.contains('#') {
        return Err(BaseUrlError::Fragment);
    }
    if rest.contains('?') {
        return Err(BaseUrlError::Query);
    }
    if rest.is_empty() || rest.starts_with('/') {
        return Err(BaseUrlError::Host);
    }
    Ok(())
}

fn check_authority(authority: &Authority) -> Result<(), BaseUrlError> {
    let host = authority.host();
    if !is_host(host) {
        return Err(BaseUrlError::Host);
    }
    let port = authority.as_str().strip_prefix(host).unwrap_or_default();
    if !port.is_empty() && authority.port_u16().is_none() {
        return Err(BaseUrlError::Port);
    }
    Ok(())
}

fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}'
        )
}

/// A name of letters, digits, `-` and `_`, an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address
            .strip_suffix(']')
            .is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let is_label_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    host.split('.')
        .all(|label| !label.is_empty() && label.bytes().all(is_label_byte))
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;
    use super::BaseUrlError;

    #[test]
    fn good_urls_are_accepted_and_endpoints_are_below_them() {
        let table = [
            (
                "https://api.plutus.ly/api/v1",
                "https://api.plutus.ly/api/v1/pay",
            ),
            (
                "https://api.plutus.ly/api/v1/",
                "https://api.plutus.ly/api/v1/pay",
            ),
            (
                "https://api.plutus.ly/api/v1//",
                "https://api.plutus.ly/api/v1/pay",
            ),
            ("https://api.plutus.ly", "https://api.plutus.ly/pay"),
            ("https://api.plutus.ly/", "https://api.plutus.ly/pay"),
            ("HTTPS://API.PLUTUS.LY/api", "https://API.PLUTUS.LY/api/pay"),
            (
                "https://relay.example:8443/a%20b@c",
                "https://relay.example:8443/a%20b@c/pay",
            ),
            (
                "http://127.0.0.1:8080/api/v1",
                "http://127.0.0.1:8080/api/v1/pay",
            ),
            ("http://127.8.9.10", "http://127.8.9.10/pay"),
            ("http://localhost:1", "http://localhost:1/pay"),
            ("http://[::1]:8080/api", "http://[::1]:8080/api/pay"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]/pay"),
        ];
        for (text, endpoint) in table {
            let base_url = BaseUrl::parse(text).unwrap();
            assert_eq!(
                base_url.join("/pay").unwrap().to_string(),
                endpoint,
                "{text}"
            );
        }
    }

    #[test]
    fn plutus_own_address_is_good() {
        let base_url = BaseUrl::parse(BaseUrl::PLUTU).unwrap();
        assert_eq!(format!("{base_url:?}"), BaseUrl::PLUTU);
        assert!(!base_url.is_loopback());
    }

    #[test]
    fn t25_each_bad_url_is_rejected_for_its_own_reason() {
        let table = [
            ("", BaseUrlError::NotAbsolute),
            ("api.plutus.ly", BaseUrlError::NotAbsolute),
            ("/api/v1", BaseUrlError::NotAbsolute),
            ("//api.plutus.ly/api/v1", BaseUrlError::NotAbsolute),
            ("https:/api.plutus.ly", BaseUrlError::NotAbsolute),
            ("mailto:shop@plutu.example", BaseUrlError::NotAbsolute),
            ("ftp://api.plutus.ly", BaseUrlError::Scheme),
            ("://api.plutus.ly", BaseUrlError::Scheme),
            ("httpss://api.plutus.ly", BaseUrlError::Scheme),
            ("http://api.plutus.ly/api/v1", BaseUrlError::PlainHttp),
            ("http://192.168.1.20:8080/api/v1", BaseUrlError::PlainHttp),
            ("http://sandbox.lan/api/v1", BaseUrlError::PlainHttp),
            ("http://0.0.0.0", BaseUrlError::PlainHttp),
            ("http://127.1", BaseUrlError::PlainHttp),
            ("http://127.0.0.1.example", BaseUrlError::PlainHttp),
            ("http://localhost.example", BaseUrlError::PlainHttp),
            ("http://[::2]", BaseUrlError::PlainHttp),
            ("http://[::ffff:8.8.8.8]", BaseUrlError::PlainHttp),
            (
                "https://name:password@api.plutus.ly",
                BaseUrlError::UserInfo,
            ),
            ("https://@api.plutus.ly", BaseUrlError::UserInfo),
            ("http://127.0.0.1@plutu.example", BaseUrlError::UserInfo),
            ("https://api.plutus.ly?a=b", BaseUrlError::Query),
            ("https://api.plutus.ly/api/v1?", BaseUrlError::Query),
            ("https://api.plutus.ly/api#v1", BaseUrlError::Fragment),
            (
                "https://api.plutus.ly#@plutu.example",
                BaseUrlError::Fragment,
            ),
            (" https://api.plutus.ly", BaseUrlError::Character),
            ("https://api.plutus.ly/api/v1\n", BaseUrlError::Character),
            ("https:\\\\api.plutus.ly", BaseUrlError::Character),
            (
                "https://api.plutus.ly\\@plutu.example",
                BaseUrlError::Character,
            ),
            ("https://api.plutus.ly/\0", BaseUrlError::Character),
            (
                "https://\u{631}\u{642}\u{645}.example",
                BaseUrlError::Character,
            ),
            ("https://api.plutus.ly/{version}", BaseUrlError::Character),
            ("https://", BaseUrlError::Host),
            ("https:///api/v1", BaseUrlError::Host),
            ("https://:443/api/v1", BaseUrlError::Host),
            ("https://api..plutus.ly", BaseUrlError::Host),
            ("https://api.plutus.ly%2F", BaseUrlError::Malformed),
            ("https://[::1", BaseUrlError::Malformed),
            ("https://[fe80::1%25eth0]", BaseUrlError::Host),
            ("https://[plutu]", BaseUrlError::Host),
            ("https://api.plutus.ly:", BaseUrlError::Port),
            ("https://api.plutus.ly:65536", BaseUrlError::Port),
        ];
        for (text, reason) in table {
            assert_eq!(BaseUrl::parse(text).err(), Some(reason), "{text:?}");
        }
    }

    #[test]
    fn no_path_moves_an_endpoint_to_another_host() {
        for base_url in ["https://api.plutus.ly", "https://api.plutus.ly/api/v1"] {
            let base_url = BaseUrl::parse(base_url).unwrap();
            for path in [
                "@plutu.example/pay",
                ".plutu.example",
                ":1/pay",
                "//plutu.example/pay",
                "",
                "pay",
            ] {
                let host = base_url
                    .join(path)
                    .ok()
                    .and_then(|uri| uri.host().map(str::to_owned));
                assert!(host.is_none_or(|host| host == "api.plutus.ly"), "{path}");
            }
        }
    }
}
