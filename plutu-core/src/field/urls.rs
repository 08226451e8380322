//! The shop's own URLs: the page to which the payer's browser returns, and the address to which
//! T-Lync posts its callback.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::FormValue;
use crate::field::RequestField;
use crate::field::text;
use crate::field::text::trim;
use crate::field::try_from_text;
use crate::gateway::Gateway;
use crate::keys::BrowserKeys;
use crate::query;
use crate::url;

/// The URL of the shop's page to which the payer's browser returns from the gateway `G`: an
/// absolute http or https URL.
///
/// Each gateway's module has an alias: `mpgs::ReturnUrl` is `ReturnUrl<mpgs::Gateway>`.
///
/// The URL may have a query of its own, to which Plutu adds its parameters. (This is inferred from
/// the official WooCommerce plugin, whose return URL has a query.) `Debug` does not show the query.
///
/// The following URLs are rejected:
///
/// - A query with a key that the gateway uses in its callback or return page, in any spelling that
///   PHP reads as that key (`amount`, `invoice.no`, `approved[]`). It would make genuine callbacks
///   or return pages invalid.
/// - A query of more than 6 KiB or 48 parameters (our decision). It would leave too little room for
///   Plutu's parameters, because a callback of more than 8 KiB or 64 parameters is rejected.
/// - A fragment. It would swallow the parameters.
/// - User information.
/// - A character other than visible ASCII, and `\`, `"`, `<` and `>`. They must be percent-encoded.
///
/// ```
/// use plutu_core::gateways::{mpgs, tlync};
///
/// let url: mpgs::ReturnUrl = "https://shop.example/paid?order=77".parse()?;
/// assert_eq!(url.as_str(), "https://shop.example/paid?order=77");
/// assert!("javascript:alert(1)".parse::<mpgs::ReturnUrl>().is_err());
///
/// // The MPGS callback has a signed amount. T-Lync's return page has none.
/// assert!("https://shop.example/paid?amount=5".parse::<mpgs::ReturnUrl>().is_err());
/// assert!("https://shop.example/paid?amount=5".parse::<tlync::ReturnUrl>().is_ok());
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
pub struct ReturnUrl<G> {
    url: Box<str>,
    gateway: PhantomData<fn() -> G>,
}

impl<G: Gateway> ReturnUrl<G> {
    /// Makes a return URL from a deep link, which opens the shop's own app: `myshop://paid`.
    ///
    /// The rules for the query are the same. Whether Plutu redirects to such a URL is not
    /// documented; the PHP SDK accepts any URL. Schemes that browsers handle themselves,
    /// `javascript` for example, are refused.
    ///
    /// ```
    /// use plutu_core::gateways::mpgs;
    ///
    /// let url = mpgs::ReturnUrl::deep_link("myshop://paid?order=77")?;
    /// assert_eq!(url.as_str(), "myshop://paid?order=77");
    /// assert!("myshop://paid".parse::<mpgs::ReturnUrl>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the rule that the URL breaks.
    pub fn deep_link(text: &str) -> Result<Self, FieldError> {
        let text = trim(text);
        url::check_deep_link(text)
            .map_err(invalid)
            .and_then(|()| Self::with_checked_address(text))
    }

    /// Checks the query, and that there is no fragment.
    fn with_checked_address(text: &str) -> Result<Self, FieldError> {
        if text.contains('#') {
            return Err(invalid("it has a fragment"));
        }
        check_own_query(url::query(text).unwrap_or_default(), &G::BROWSER_KEYS)?;
        Ok(Self {
            url: text.into(),
            gateway: PhantomData,
        })
    }
}

impl<G> ReturnUrl<G> {
    /// The URL as it is sent, before encoding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }
}

impl<G: Gateway> FromStr for ReturnUrl<G> {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let text = trim(text);
        url::check(text)
            .map_err(invalid)
            .and_then(|_| Self::with_checked_address(text))
    }
}

try_from_text!([G: Gateway] ReturnUrl<G>);

impl<G> fmt::Display for ReturnUrl<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.url)
    }
}

impl<G> fmt::Debug for ReturnUrl<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&without_query(&self.url), f)
    }
}

impl<G> Clone for ReturnUrl<G> {
    fn clone(&self) -> Self {
        Self {
            url: self.url.clone(),
            gateway: PhantomData,
        }
    }
}

impl<G> PartialEq for ReturnUrl<G> {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url
    }
}

impl<G> Eq for ReturnUrl<G> {}

impl<G> PartialOrd for ReturnUrl<G> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<G> Ord for ReturnUrl<G> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.url.cmp(&other.url)
    }
}

impl<G> Hash for ReturnUrl<G> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.url.hash(state);
    }
}

impl<G> AsRef<str> for ReturnUrl<G> {
    fn as_ref(&self) -> &str {
        &self.url
    }
}

impl<G> Serialize for ReturnUrl<G> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.url)
    }
}

/// Accepts every URL that a return URL can be, so also a [`deep_link`](ReturnUrl::deep_link).
impl<'de, G: Gateway> Deserialize<'de> for ReturnUrl<G> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer).map(|Stored(url)| url)
    }
}

/// A return URL as serde reads it.
struct Stored<G>(ReturnUrl<G>);

impl<G: Gateway> TryFrom<String> for Stored<G> {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        let url = if url::is_web(trim(&text)) {
            text.parse()
        } else {
            ReturnUrl::deep_link(&text)
        };
        url.map(Self)
    }
}

impl<G: Gateway> RequestField for ReturnUrl<G> {
    const KIND: FieldKind = FieldKind::ReturnUrl;
    const EXAMPLE: &'static str = "https://shop.example/paid";

    fn check(text: &str) -> Result<(), FieldError> {
        text.parse::<Self>().map(drop)
    }

    fn write(&self, value: &mut FormValue<'_>) {
        value.push_str(&self.url);
    }
}

fn invalid(reason: impl Into<Cow<'static, str>>) -> FieldError {
    FieldError::new("return URL", reason)
}

/// The URL of the shop's server to which T-Lync posts its callback: an absolute http or https URL.
///
/// The documentation asks for a public address ("private and localhost URLs are not supported"). It
/// does not say what Plutu does with another address; the sandbox accepts localhost. The callback
/// is posted as a body, so the URL may have any query of its own. The query may contain a token, so
/// `Debug` does not show it. A fragment, user information and the characters that
/// [`ReturnUrl`] rejects are rejected.
///
/// ```
/// use plutu_core::field::CallbackUrl;
///
/// let url: CallbackUrl = "https://shop.example/plutu/callback?token=77".parse()?;
/// assert_eq!(format!("{url:?}"), r#""https://shop.example/plutu/callback?[redacted]""#);
/// assert!("https://shop.example/#callback".parse::<CallbackUrl>().is_err());
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CallbackUrl(Box<str>);

impl CallbackUrl {
    /// The URL as it is sent, before encoding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CallbackUrl {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let invalid = |reason| FieldError::new("callback URL", reason);
        let text = trim(text);
        url::check(text).map_err(invalid)?;
        if text.contains('#') {
            return Err(invalid("it has a fragment"));
        }
        Ok(Self(text.into()))
    }
}

try_from_text!([] CallbackUrl);

impl fmt::Display for CallbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for CallbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&without_query(&self.0), f)
    }
}

impl AsRef<str> for CallbackUrl {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for CallbackUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}

impl RequestField for CallbackUrl {
    const KIND: FieldKind = FieldKind::CallbackUrl;
    const EXAMPLE: &'static str = "https://shop.example/callback";

    fn check(text: &str) -> Result<(), FieldError> {
        text.parse::<Self>().map(drop)
    }

    fn write(&self, value: &mut FormValue<'_>) {
        value.push_str(&self.0);
    }
}

/// Replaces the URL's query with `[redacted]`.
fn without_query(url: &str) -> Cow<'_, str> {
    match url.split_once('?') {
        Some((address, _)) => Cow::Owned(format!("{address}?[redacted]")),
        None => Cow::Borrowed(url),
    }
}

/// The limits of a return URL's own query. A callback may have 8 KiB and 64 parameters; the rest is
/// for Plutu's parameters.
const MAX_OWN_LEN: usize = 6_144;
const MAX_OWN_COUNT: usize = 48;

/// Checks that a return URL's own query contains no key of the gateway, in any spelling that PHP
/// reads as that key, and that it leaves room for Plutu's parameters.
fn check_own_query(query: &str, keys: &BrowserKeys) -> Result<(), FieldError> {
    // The verifier drops a leading `?`, so the query is checked without it.
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut text = query.as_bytes().to_vec();
    let mut count = 0_usize;
    for (key, _) in query::parameters(&mut text) {
        if let Some(key) = keys.find(key) {
            return Err(invalid(format!(
                "its query holds the key `{key}`, which the gateway uses"
            )));
        }
        count = count.saturating_add(1);
    }
    if query.len() > MAX_OWN_LEN || count > MAX_OWN_COUNT {
        return Err(invalid(
            "its query leaves too little room for the callback's parameters",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::CallbackUrl;
    use crate::callback::Verifier;
    use crate::callback::signed_query;
    use crate::credentials::SecretKey;
    use crate::gateways::local_bank_cards;
    use crate::gateways::mpgs;
    use crate::gateways::mpgs::ReturnUrl;
    use crate::gateways::tlync;

    #[test]
    fn pages_of_a_shop_are_accepted() {
        for url in [
            "https://shop.example/paid",
            "http://127.0.0.1:8080/paid?order=77",
            "HTTPS://shop.example",
            "https://shop.example?",
            "https://[::1]:443/x",
            "https://shop.example/%D9%85?q=a+b&amounts=1&xapproved=1",
            "https://shop.example/@me",
        ] {
            assert_eq!(url.parse::<ReturnUrl>().unwrap().as_str(), url);
            let typed: ReturnUrl = format!(" {url} ").parse().unwrap();
            assert_eq!(typed.as_str(), url);
        }
    }

    #[test]
    fn t28_a_url_that_is_not_a_page_is_refused() {
        for (url, reason) in [
            ("", "absolute"),
            ("shop.example/paid", "absolute"),
            ("//shop.example", "absolute"),
            ("/paid", "absolute"),
            ("javascript:alert(1)", "absolute"),
            ("javascript://shop.example/%0Aalert(1)", "absolute"),
            ("ftp://shop.example", "absolute"),
            ("https:/shop.example", "absolute"),
            ("https:\\\\shop.example", "absolute"),
            ("https://", "no host"),
            ("https:///paid", "no host"),
            ("https://shop.example/a b", "percent-encoded"),
            ("https://shop.example/\u{645}", "percent-encoded"),
            ("https://shop.example/\r\nX: y", "percent-encoded"),
            ("https://shop.example/a\\b", "percent-encoded"),
            ("\nhttps://shop.example", "absolute"),
            ("https://shop.example\n", "percent-encoded"),
            ("https://shop.example:99999/", "port"),
            ("https://shop.example:x/", "port"),
            ("https://user@shop.example/", "user information"),
            ("https://user:pass@shop.example/", "user information"),
            ("https://shop.example/paid#done", "fragment"),
        ] {
            let error = url.parse::<ReturnUrl>().unwrap_err();
            assert_eq!(error.field(), "return URL");
            assert!(error.reason().contains(reason), "{url:?}: {error}");
        }
    }

    #[test]
    fn t9_a_query_that_holds_a_key_of_its_gateway_is_refused() {
        for key in [
            "gateway",
            "approved",
            "canceled",
            "hashed",
            "amount",
            "currency",
            "invoice_no",
            "transaction_id",
            "%61mount",
            "amount[]",
            "amount%5B0%5D",
            "invoice.no",
            "invoice[no",
            "+amount",
            "amount%00x",
            "transaction+id",
        ] {
            for query in [
                format!("{key}=1"),
                format!("a=b&{key}"),
                format!("{key}&a=b"),
                format!("?{key}=1"),
            ] {
                for refused in [
                    format!("https://shop.example/?{query}").parse::<ReturnUrl>(),
                    ReturnUrl::deep_link(&format!("myshop://paid?{query}")),
                ] {
                    let reason = refused.unwrap_err().reason().to_owned();
                    assert!(reason.contains("holds the key `"), "{query}: {reason}");
                }
            }
        }
    }

    #[test]
    fn t9_a_query_may_hold_the_keys_of_other_gateways() {
        let url = |key: &str| format!("https://shop.example/?{key}=1");
        for key in [
            "amount",
            "canceled",
            "currency",
            "transaction_id",
            "payment_method",
        ] {
            assert!(url(key).parse::<tlync::ReturnUrl>().is_ok(), "{key}");
        }
        // A return page that carries a gateway is rejected, so its URL must not contain one.
        for key in ["approved", "invoice_no", "hashed", "gateway"] {
            assert!(url(key).parse::<tlync::ReturnUrl>().is_err(), "{key}");
        }
        assert!(
            url("payment_method")
                .parse::<local_bank_cards::ReturnUrl>()
                .is_ok()
        );
        assert!(url("payment_method").parse::<ReturnUrl>().is_ok());
    }

    #[test]
    fn t10_a_query_that_leaves_no_room_for_a_callback_is_refused() {
        let secret_key = SecretKey::new("sk_of_this_test").unwrap();
        let callback = signed_query(
            [
                ("gateway", "mpgs"),
                ("approved", "1"),
                ("amount", "5.00"),
                ("currency", "USD"),
                ("invoice_no", &"9".repeat(1_000)),
                ("transaction_id", &"\u{645}".repeat(127)),
            ],
            &secret_key,
        );
        let verifier = Verifier::new(secret_key);
        let is_believed = |query: &str| {
            let query = format!("{query}&{callback}");
            mpgs::Callback::verify(&query, &verifier).is_ok()
        };
        let is_accepted =
            |query: &str| ReturnUrl::try_from(format!("https://shop.example/?{query}")).is_ok();

        for longest in [vec!["a=1"; 48].join("&"), "a".repeat(6_144)] {
            assert!(is_accepted(&longest) && is_believed(&longest));
            assert!(!is_accepted(&format!("{longest}&a")));
        }
        assert!(!is_accepted(&"a&".repeat(65)));
    }

    #[test]
    fn a_callback_url_may_have_any_query() {
        for url in [
            "http://127.0.0.1:8080/plutu?key=1",
            "https://shop.example/?payment_method=1&amount=2",
        ] {
            assert_eq!(url.parse::<CallbackUrl>().unwrap().as_str(), url);
        }
        for url in ["", "javascript:alert(1)", "https://shop.example/#x"] {
            let error = url.parse::<CallbackUrl>().unwrap_err();
            assert_eq!(error.field(), "callback URL", "{url}");
        }
    }

    #[test]
    fn t27_debug_does_not_show_the_query() {
        let url: ReturnUrl = "https://shop.example/paid?session=canary".parse().unwrap();
        assert_eq!(
            format!("{url:?}"),
            r#""https://shop.example/paid?[redacted]""#
        );
        assert_eq!(url.to_string(), "https://shop.example/paid?session=canary");
        let url: CallbackUrl = "https://shop.example/paid?token=canary".parse().unwrap();
        assert!(!format!("{url:?}").contains("canary"));
    }

    #[test]
    fn serde_checks_the_url() {
        assert!(serde_json::from_str::<ReturnUrl>(r#""javascript:alert(1)""#).is_err());
        let url: ReturnUrl = serde_json::from_str(r#""https://shop.example/""#).unwrap();
        assert_eq!(
            serde_json::to_string(&url).unwrap(),
            r#""https://shop.example/""#
        );

        let link = ReturnUrl::deep_link("myshop://paid?order=77").unwrap();
        let stored = serde_json::to_string(&link).unwrap();
        assert_eq!(serde_json::from_str::<ReturnUrl>(&stored).unwrap(), link);
        for (json, reason) in [
            (r#""myshop://paid?amount=5""#, "its query holds the key"),
            (r#""https://user@shop.example/""#, "user information"),
            (r#""shop.example/paid""#, "not an absolute URL"),
            (r#""data://x""#, "its scheme does not belong to an app"),
        ] {
            let error = serde_json::from_str::<ReturnUrl>(json).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
