//! Signing as Plutu does it, for tests of applications and for tools that play Plutu.

use hmac::Mac;

use crate::credentials::SecretKey;
use crate::form::Form;

/// The signature of `pairs` in their order, as it stands in `hashed`: 64 hex digits in upper case.
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
    mac(&canonical(pairs), secret_key)
}

/// The query of a callback with these parameters: `pairs`, encoded, and their signature in `hashed`.
///
/// With it an application's test makes the callback that the application shall accept:
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
    let canonical = canonical(pairs);
    let hashed = mac(&canonical, secret_key);
    format!("{canonical}&hashed={hashed}")
}

fn canonical<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut form = Form::default();
    for (key, value) in pairs {
        form.push_text(key, value);
    }
    form.into_string()
}

fn mac(canonical: &str, secret_key: &SecretKey) -> String {
    let mac = secret_key.keyed().clone().chain_update(canonical);
    hex::encode_upper(mac.finalize().into_bytes())
}
