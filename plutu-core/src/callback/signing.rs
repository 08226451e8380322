//! Signs callbacks by Plutu's rule, for tests of applications and for tools that play Plutu.

use hmac::Mac;
use serde_json::Value;

use crate::callback::signature;
use crate::credentials::SecretKey;
use crate::encode;
use crate::query::Pair;

/// Signs `pairs` in their order. Returns the value of `hashed`: 64 hex digits in upper case.
///
/// ```
/// use plutu_core::SecretKey;
/// use plutu_core::callback::sign;
///
/// let secret_key = SecretKey::new("sk_ac63978fe4bc6defb55045fe84492021d1e87555")?;
/// let pairs = [
///     ("gateway", "localbankcards"),
///     ("approved", "1"),
///     ("invoice_no", "14022023"),
///     ("amount", "5.00"),
///     ("transaction_id", "100900"),
/// ];
/// // A genuine vector, from the tests of the official PHP SDK.
/// assert_eq!(
///     sign(pairs, &secret_key),
///     "79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F"
/// );
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[must_use]
pub fn sign<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    secret_key: &SecretKey,
) -> String {
    signature_of(pairs.into_iter().map(as_bytes), secret_key)
}

/// Returns the string that [`sign`] signs: `pairs` in their order, encoded as by PHP's
/// `http_build_query`.
///
/// It is for tools that show what was signed. To verify a callback, use the callback type's
/// `verify`.
///
/// ```
/// use plutu_core::callback::canonical;
///
/// let pairs = [("gateway", "mpgs"), ("invoice_no", "INV 7/1")];
/// assert_eq!(canonical(pairs), "gateway=mpgs&invoice_no=INV+7%2F1");
/// ```
#[must_use]
pub fn canonical<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    canonical_of(pairs.into_iter().map(as_bytes))
}

/// Returns the query of a signed callback: `pairs` in their order, encoded, followed by their
/// signature in `hashed`.
///
/// In a test, use it to make a callback that the application must accept. For a callback that
/// Plutu's server posts, use [`signed_json`].
///
/// ```
/// use plutu_core::callback::signed_query;
/// use plutu_core::gateways::mpgs;
/// use plutu_core::{SecretKey, Verifier};
///
/// let secret_key = SecretKey::new("sk_of_this_test")?;
/// let query = signed_query(
///     [
///         ("gateway", "mpgs"),
///         ("approved", "1"),
///         ("amount", "12.50"),
///         ("currency", "USD"),
///         ("invoice_no", "INV-1001"),
///         ("transaction_id", "1"),
///     ],
///     &secret_key,
/// );
/// let callback = mpgs::Callback::verify(&query, &Verifier::new(secret_key))?;
/// assert_eq!(callback.invoice_no().as_str(), "INV-1001");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn signed_query<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    secret_key: &SecretKey,
) -> String {
    let pairs: Vec<Pair<'_>> = pairs.into_iter().map(as_bytes).collect();
    let mut query = canonical_of(pairs.iter().copied());
    query.push_str("&hashed=");
    query.push_str(&signature_of(pairs, secret_key));
    query
}

/// Returns the JSON body of a signed callback: `pairs` in their order as strings, followed by their
/// signature in `hashed`.
///
/// In a test, use it to make a callback that Plutu's server posts, as for T-Lync:
///
/// ```
/// use plutu_core::callback::signed_json;
/// use plutu_core::gateways::tlync;
/// use plutu_core::{SecretKey, Verifier};
///
/// let secret_key = SecretKey::new("sk_of_this_test")?;
/// let body = signed_json(
///     [
///         ("gateway", "tlync"),
///         ("approved", "1"),
///         ("amount", "12.50"),
///         ("invoice_no", "INV-1001"),
///         ("payment_method", "sadad"),
///         ("transaction_id", "1"),
///     ],
///     &secret_key,
/// );
/// let callback = tlync::Callback::verify_json(body.as_bytes(), &Verifier::new(secret_key))?;
/// assert_eq!(callback.invoice_no().as_str(), "INV-1001");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn signed_json<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    secret_key: &SecretKey,
) -> String {
    let pairs: Vec<(&str, &str)> = pairs.into_iter().collect();
    let hashed = sign(pairs.iter().copied(), secret_key);
    let all = pairs.into_iter().chain([("hashed", hashed.as_str())]);
    let members: Vec<String> = all.map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// A member of a JSON object. A map of `serde_json` would sort the keys.
fn member((key, value): (&str, &str)) -> String {
    format!("{}:{}", Value::from(key), Value::from(value))
}

fn as_bytes<'a>((key, value): (&'a str, &'a str)) -> Pair<'a> {
    (key.as_bytes(), value.as_bytes())
}

fn canonical_of<'a>(pairs: impl IntoIterator<Item = Pair<'a>>) -> String {
    let mut canonical = String::new();
    encode::pairs(pairs, |piece| canonical.push_str(encode::ascii(piece)));
    canonical
}

fn signature_of<'a>(pairs: impl IntoIterator<Item = Pair<'a>>, secret_key: &SecretKey) -> String {
    let mac = signature::mac(secret_key, |write| encode::pairs(pairs, write));
    hex::encode_upper(mac.finalize().into_bytes())
}
