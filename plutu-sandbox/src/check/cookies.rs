//! The cookies of one payer's browser. A shop may need them to recognize the payer.
//!
//! This follows RFC 6265 as far as a shop on one host needs it: `Path`, `Max-Age`, `SameSite` and
//! replacement. `Domain` is ignored, so a cookie goes to the host that set it and to no other. A
//! `Secure` cookie is sent over plain http, as browsers do for this machine.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use axum::http::Uri;

/// The cookies of one payer. A clone is the same jar.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar(Arc<Mutex<Vec<Cookie>>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
    /// `SameSite=Strict`: not sent when another site leads the payer to the shop.
    is_strict: bool,
}

/// How the payer's browser arrives at the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// From the shop's own pages, or from the browser's address bar.
    Direct,
    /// From Plutu's payment page. Browsers then keep `SameSite=Strict` cookies back.
    FromPlutu,
}

impl Jar {
    /// Keeps or deletes what a `Set-Cookie` header says.
    pub(super) fn keep(&self, uri: &Uri, header: &str) {
        let Some((cookie, is_expired)) = Cookie::read(uri, header) else {
            return;
        };
        let mut cookies = self.cookies();
        cookies.retain(|own| !own.has_key_of(&cookie));
        if !is_expired && cookies.len() < MAX_COOKIES {
            cookies.push(cookie);
        }
    }

    pub(super) fn has_cookies(&self) -> bool {
        !self.cookies().is_empty()
    }

    /// The value of the `Cookie` header for a request, if it has one.
    pub(super) fn header(&self, uri: &Uri, arrival: Arrival) -> Option<String> {
        let cookies = self.cookies();
        let sent = cookies.iter().filter(|cookie| cookie.goes_to(uri, arrival));
        let pairs: Vec<_> = sent.map(|it| format!("{}={}", it.name, it.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn cookies(&self) -> MutexGuard<'_, Vec<Cookie>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cookie {
    /// Reads a `Set-Cookie` header, and whether it deletes the cookie.
    fn read(uri: &Uri, header: &str) -> Option<(Self, bool)> {
        let mut parts = header.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=')?;
        let mut cookie = Self {
            host: uri.host()?.to_ascii_lowercase(),
            path: default_path(uri),
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            is_strict: false,
        };
        let mut is_expired = false;
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name.to_ascii_lowercase().as_str() {
                "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                "samesite" => cookie.is_strict = value.eq_ignore_ascii_case("strict"),
                "max-age" => is_expired = value.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
                // Frameworks delete a cookie with a date at the beginning of 1970.
                "expires" => is_expired = is_expired || value.contains("1970"),
                _ => {}
            }
        }
        Some((cookie, is_expired))
    }

    fn has_key_of(&self, other: &Self) -> bool {
        (&self.host, &self.path, &self.name) == (&other.host, &other.path, &other.name)
    }

    fn goes_to(&self, uri: &Uri, arrival: Arrival) -> bool {
        let has_host = uri
            .host()
            .is_some_and(|host| host.eq_ignore_ascii_case(&self.host));
        let is_kept_back = self.is_strict && arrival == Arrival::FromPlutu;
        has_host && !is_kept_back && has_path(&self.path, uri.path())
    }
}

/// The folder of the address that set the cookie (RFC 6265, section 5.1.4).
fn default_path(uri: &Uri) -> String {
    let folder = uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    if folder.is_empty() { "/" } else { folder }.to_owned()
}

/// Whether a path is the cookie's or below it (RFC 6265, section 5.1.4).
fn has_path(own: &str, path: &str) -> bool {
    let rest = path.strip_prefix(own);
    rest.is_some_and(|rest| rest.is_empty() || own.ends_with('/') || rest.starts_with('/'))
}

/// More than a shop sets.
const MAX_COOKIES: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn header(set: &[&str], to: &str, arrival: Arrival) -> Option<String> {
        let jar = Jar::default();
        for header in set {
            jar.keep(&Uri::from_static("http://localhost:1/shop/cart"), header);
        }
        jar.header(&to.parse().unwrap(), arrival)
    }

    #[test]
    fn a_cookie_goes_back_to_where_it_belongs() {
        for (set, to, expected) in [
            ("a=b", "http://localhost:2/shop/paid", true),
            ("a=b", "http://LOCALHOST/shop", true),
            ("a=b", "http://localhost/shopping", false),
            ("a=b", "http://localhost/", false),
            ("a=b", "http://127.0.0.1/shop/", false),
            ("a=b; Path=/; HttpOnly; Secure", "http://localhost/", true),
            ("a=b; Path=/shop/x", "http://localhost/shop/x/y", true),
            ("a=b; Path=/shop/x", "http://localhost/shop/xy", false),
            ("a=b; Max-Age=0", "http://localhost/shop", false),
            ("a=b; Max-Age=60", "http://localhost/shop", true),
            ("no cookie", "http://localhost/shop", false),
        ] {
            let sent = header(&[set], to, Arrival::Direct);
            assert_eq!(sent.as_deref(), expected.then_some("a=b"), "{set} {to}");
        }
    }

    #[test]
    fn a_cookie_is_replaced_and_deleted() {
        let to = "http://localhost/shop";
        let sent = |set: &[&str]| header(set, to, Arrival::Direct);
        assert_eq!(sent(&["a=1", "b=2", "a=3"]).as_deref(), Some("b=2; a=3"));
        let deleted = "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        assert_eq!(sent(&["a=1", deleted]), None);
    }

    #[test]
    fn a_strict_cookie_stays_back_when_the_payer_comes_from_plutu() {
        let (set, to) = (
            ["a=1; SameSite=Strict", "b=2; SameSite=Lax"],
            "http://localhost/shop",
        );
        assert_eq!(
            header(&set, to, Arrival::Direct).as_deref(),
            Some("a=1; b=2")
        );
        assert_eq!(header(&set, to, Arrival::FromPlutu).as_deref(), Some("b=2"));
    }
}
