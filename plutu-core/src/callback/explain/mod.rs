//! Explains to a developer why a callback does not verify. `attempts` contains the texts that are
//! tried.

mod attempts;
mod cause;
mod described;
#[cfg(test)]
mod tests;

use std::fmt;

use hmac::Mac;

pub use self::cause::Cause;
pub use self::cause::Rewriting;

use crate::callback::body;
use crate::callback::error::CallbackError;
use crate::callback::explain::attempts::Attempt;
use crate::callback::explain::attempts::Pair;
use crate::callback::explain::attempts::shown;
use crate::callback::fields::SignedFields;
use crate::callback::parameters::Parameters;
use crate::callback::signature;
use crate::callback::signature::Verifier;
use crate::callback::signed_callback::SignedCallback;
use crate::callback::signed_return::SignedReturn;
use crate::callback::verify;
use crate::credentials::SecretKey;
use crate::keys::Keys;
use crate::keys::Slot;
use crate::printable::printable;
use crate::query;
use crate::spec::GatewaySpec;
use crate::spec::SignedSpec;

/// Explains why a callback verifies or does not: the received parameters, the signed text, and what
/// would have matched. `raw` is a query or a JSON body. `secrets` are all secrets that the shop
/// knows.
///
/// Use it for debugging only: it shows the hash that a forger would need. A server calls `verify`,
/// which never shows the hash.
///
/// ```
/// use plutu_core::SecretKey;
/// use plutu_core::callback::{Cause, explain};
/// use plutu_core::gateways::mpgs;
///
/// let secrets = [SecretKey::new("sk_caf8cdd67e554180100dbee62d57dd12eb57acbd")?];
/// // A framework sorted the parameters.
/// let query = "amount=5.00&approved=1&currency=USD&gateway=mpgs&invoice_no=232323&transaction_id=100918\
///     &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
/// let explanation = explain::<mpgs::Callback>(query, &secrets);
/// assert!(!explanation.is_verified());
/// assert!(matches!(explanation.causes(), [Cause::Order { .. }]));
/// println!("{explanation}");
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[must_use]
pub fn explain<C: SignedCallback>(raw: &str, secrets: &[SecretKey]) -> Explanation {
    Explanation::of(raw, C::KEYS.as_keys(), secrets, |verifier| {
        if is_body(raw) {
            C::verify_json(raw.as_bytes(), verifier).map(drop)
        } else {
            C::verify(raw, verifier).map(drop)
        }
    })
}

/// Like [`explain`], for a return page, which is always a query.
///
/// ```
/// use plutu_core::SecretKey;
/// use plutu_core::callback::{explain_return, signed_query};
/// use plutu_core::gateways::tlync;
///
/// let secrets = [SecretKey::new("sk_of_this_example")?];
/// let query = signed_query([("approved", "1"), ("invoice_no", "INV-1001")], &secrets[0]);
/// assert!(explain_return::<tlync::Return>(&query, &secrets).is_verified());
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[must_use]
pub fn explain_return<R: SignedReturn>(raw: &str, secrets: &[SecretKey]) -> Explanation {
    Explanation::of(raw, R::KEYS.as_keys(), secrets, |verifier| {
        R::verify(raw, verifier).map(drop)
    })
}

/// Like [`explain`], for a callback or a return page that is known only by its description, such as
/// `mpgs::Gateway::SPEC.callback`. It is for tools that work with any gateway.
///
/// ```
/// use plutu_core::gateways::tlync;
/// use plutu_core::callback::{explain_described, signed_query};
/// use plutu_core::{Gateway, SecretKey};
///
/// let secrets = [SecretKey::new("sk_of_this_example")?];
/// let query = signed_query([("approved", "1"), ("invoice_no", "INV-1001")], &secrets[0]);
/// let spec = tlync::Gateway::SPEC;
/// let page = spec.return_page.ok_or("no return page")?;
/// assert!(explain_described(spec, page, &query, &secrets).is_verified());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn explain_described(
    gateway: &GatewaySpec,
    spec: &SignedSpec,
    raw: &str,
    secrets: &[SecretKey],
) -> Explanation {
    let keys = Keys::described(spec);
    Explanation::of(raw, &keys, secrets, |verifier| {
        let read = |fields: &SignedFields<'_>| described::read(fields, gateway, spec, &keys);
        if is_body(raw) && !keys.is_return_page() {
            verify::body(raw.as_bytes(), &keys, verifier, read)
        } else {
            verify::query(raw, &keys, verifier, read)
        }
    })
}

/// The result of [`explain`]. `Display` writes a report of several lines, the first of which is the
/// verdict. Received strings are escaped, so that they cannot forge a line of the report. `Debug`
/// shows only the verdict.
pub struct Explanation {
    verdict: Result<(), CallbackError>,
    parameters: Vec<Received>,
    canonical: String,
    expected: Vec<String>,
    causes: Vec<Cause>,
}

/// A received parameter, and whether the signature covers it.
struct Received {
    key: String,
    value: String,
    role: &'static str,
}

impl Explanation {
    fn of(
        raw: &str,
        keys: &Keys,
        secrets: &[SecretKey],
        verify: impl Fn(&Verifier) -> Result<(), CallbackError>,
    ) -> Self {
        let Read {
            pairs,
            may_be_everything,
        } = Read::of(raw, keys);
        let signed = attempts::signed(&pairs, keys);
        let canonical = attempts::canonical(&signed);
        let verdict = verdict(secrets, verify);
        let causes = match verdict {
            Ok(()) => Vec::new(),
            Err(_) => causes(&pairs, keys, may_be_everything, secrets),
        };
        Self {
            verdict,
            parameters: pairs
                .iter()
                .map(|(key, value)| Received {
                    key: shown(key),
                    value: shown(value),
                    role: role(key, keys),
                })
                .collect(),
            expected: secrets
                .iter()
                .map(|secret| {
                    let mac = signature::mac(secret, |write| write(&canonical));
                    hex::encode_upper(mac.finalize().into_bytes())
                })
                .collect(),
            canonical: shown(&canonical),
            causes,
        }
    }

    /// Whether the callback verifies with one of the secrets.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verdict.is_ok()
    }

    /// The error of `verify`: with the first secret, unless another secret gives a more specific
    /// result.
    #[must_use]
    pub fn error(&self) -> Option<&CallbackError> {
        self.verdict.as_ref().err()
    }

    /// The causes of the failed verification, as far as they were found. All of them apply
    /// together.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// The text that should have been signed: the signed parameters, in the order received.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The hash of that text for each secret, in the order of the secrets. A genuine callback has
    /// one of these hashes.
    #[must_use]
    pub fn expected(&self) -> &[String] {
        &self.expected
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.verdict {
            Ok(()) => writeln!(f, "verdict: it verifies")?,
            Err(error) => writeln!(f, "verdict: {error}")?,
        }
        writeln!(f, "parameters, in the order received:")?;
        for Received { key, value, role } in &self.parameters {
            let (key, value) = (printable(key), printable(value));
            writeln!(f, "  {key} = {value}  ({role})")?;
        }
        writeln!(f, "signed text: {}", self.canonical)?;
        match self.expected.as_slice() {
            [expected] => writeln!(f, "its hash: {expected}")?,
            several => {
                for (expected, place) in several.iter().zip(1..) {
                    writeln!(f, "its hash with secret {place}: {expected}")?;
                }
            }
        }
        for cause in &self.causes {
            writeln!(f, "cause: {cause}")?;
        }
        if self.verdict == Err(CallbackError::SignatureMismatch) && self.causes.is_empty() {
            writeln!(
                f,
                "cause: not found; perhaps the secret belongs to another account, or a value was changed after signing"
            )?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("verdict", &self.verdict)
            .finish_non_exhaustive()
    }
}

fn is_body(raw: &str) -> bool {
    raw.trim_start().starts_with('{')
}

/// The received parameters, as far as they can be read.
struct Read {
    pairs: Vec<Pair>,
    /// Whether a signature over all parameters except `hashed` may be accepted.
    may_be_everything: bool,
}

impl Read {
    fn of(raw: &str, keys: &Keys) -> Self {
        // A longer callback is not verified either, and it would make the many attempts slow.
        let raw = if raw.len() > verify::MAX_LEN { "" } else { raw };
        if is_body(raw) {
            let members = body::members(raw.as_bytes()).unwrap_or_default();
            return Self::with(keys, |parameters| body::read(&members, keys, parameters));
        }
        let raw = raw.strip_prefix('?').unwrap_or(raw);
        let mut text = raw.as_bytes().to_vec();
        Self::with(keys, |parameters| {
            query::parameters(&mut text).try_for_each(|pair| parameters.push(pair))
        })
    }

    /// If the parameters cannot be read completely, those that were read are shown.
    fn with<'a>(
        keys: &Keys,
        read: impl FnOnce(&mut Parameters<'a>) -> Result<(), CallbackError>,
    ) -> Self {
        let mut parameters = Parameters::new();
        let is_whole = read(&mut parameters)
            .and_then(|()| parameters.find_keys(keys))
            .is_ok();
        let pairs = parameters.in_slots(|_| true);
        Self {
            pairs: pairs
                .map(|(key, value)| (key.to_vec(), value.to_vec()))
                .collect(),
            may_be_everything: is_whole && signature::everything_may_be_signed(&parameters, keys),
        }
    }
}

fn verdict(
    secrets: &[SecretKey],
    verify: impl Fn(&Verifier) -> Result<(), CallbackError>,
) -> Result<(), CallbackError> {
    let mut verdict = Err(CallbackError::SignatureMismatch);
    for (secret, place) in secrets.iter().zip(0..) {
        let result = verify(&Verifier::new(secret.clone()));
        let is_more_specific = result != Err(CallbackError::SignatureMismatch);
        if place == 0 || is_more_specific {
            verdict = result;
        }
        if verdict.is_ok() {
            break;
        }
    }
    verdict
}

/// Finds all causes: in the spelling of the hash, and in the first attempt that matches.
fn causes(
    pairs: &[Pair],
    keys: &Keys,
    may_be_everything: bool,
    secrets: &[SecretKey],
) -> Vec<Cause> {
    let html = without_html(pairs);
    let pairs = html.as_deref().unwrap_or(pairs);
    let Some((_, hashed)) = pairs
        .iter()
        .find(|(key, _)| attempts::slot(key, keys) == Slot::Hashed)
    else {
        return Vec::new();
    };
    let hashed = shown(hashed);
    let Ok(sent) = hex::decode(hashed.trim()) else {
        return vec![Cause::NoHash];
    };
    let mut causes = Cause::of_spelling(&hashed);
    causes.extend(html.is_some().then_some(Cause::Rewritten(Rewriting::Html)));
    causes.extend(
        attempts::all(pairs, keys, may_be_everything)
            .find_map(|attempt| attempt.matching(secrets, &sent))
            .unwrap_or_default(),
    );
    causes
}

/// Repairs the keys of a query in which `&` became `&amp;`. `None` if there is nothing to repair.
fn without_html(pairs: &[Pair]) -> Option<Vec<Pair>> {
    let is_html = pairs.iter().any(|(key, _)| key.starts_with(HTML));
    let key = |key: &[u8]| key.strip_prefix(HTML).unwrap_or(key).to_vec();
    is_html.then(|| {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (key(name), value.clone()))
            .collect()
    })
}

const HTML: &[u8] = b"amp;";

impl Attempt {
    /// Returns the causes, if the hash matches the attempt's text with one of the secrets.
    fn matching(self, secrets: &[SecretKey], sent: &[u8]) -> Option<Vec<Cause>> {
        let place = secrets.iter().position(|secret| {
            let mac = signature::mac(secret, |write| write(&self.text));
            mac.verify_slice(sent).is_ok()
        })?;
        let another_secret = (place > 0).then_some(Cause::AnotherSecret { place });
        Some(self.cause.into_iter().chain(another_secret).collect())
    }
}

fn role(key: &[u8], keys: &Keys) -> &'static str {
    match attempts::slot(key, keys) {
        Slot::Hashed => "the hash",
        slot if keys.signs(slot) => "signed",
        _ => "not signed",
    }
}
