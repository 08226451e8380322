//! The HMAC: which of a merchant's keys signed these pairs, if any.

use arrayvec::ArrayVec;
use hmac::Hmac;
use hmac::Mac;
use sha2::Sha256;

use crate::callback::canonical;
use crate::callback::error::CallbackError;
use crate::callback::keys::Slot;
use crate::callback::query::Pair;
use crate::callback::query::Pairs;
use crate::credentials::SecretKey;
use crate::encode::Decoded;
use crate::encode::Sink;

/// Checks callbacks against a merchant's secret, and while that is being changed, against the one before.
///
/// ```
/// use plutu_core::{SecretKey, Verifier};
///
/// let verifier = Verifier::new(SecretKey::new("sk_new")?).with_previous(SecretKey::new("sk_old")?);
/// # Ok::<(), plutu_core::field::InvalidField>(())
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
        Self { current: secret_key, previous: None }
    }

    /// Takes callbacks of the secret before this one too, for the time of a rotation. Which of the two a
    /// callback was signed with can be asked (`matched_key`), so that its end is seen.
    #[must_use]
    pub fn with_previous(mut self, secret_key: SecretKey) -> Self {
        self.previous = Some(secret_key);
        self
    }

    /// Finds the secret that gives `hash` over `pairs`. Each secret is one attempt of its own.
    fn matched_key<'a>(
        &self,
        pairs: impl Iterator<Item = &'a Pair<'a>> + Clone,
        hash: &[u8; 32],
    ) -> Option<MatchedKey> {
        let matches = |secret_key: &SecretKey| mac(pairs.clone(), secret_key).verify_slice(hash).is_ok();
        if matches(&self.current) {
            return Some(MatchedKey::Current);
        }
        self.previous.as_ref().is_some_and(matches).then_some(MatchedKey::Previous)
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

/// Checks the signature of `pairs`: over the signed keys, as the PHP SDK does; if that fails and there
/// are others, over everything but `hashed`, as the documentation says. The two agree unless the
/// return URL had a query of its own, or Plutu adds a parameter one day.
pub(super) fn check(pairs: &Pairs<'_>, verifier: &Verifier) -> Result<MatchedKey, CallbackError> {
    let hash = sent_hash(pairs)?;
    let declared = pairs.iter().filter(|pair| pair.slot.is_signed());
    if let Some(key) = verifier.matched_key(declared, &hash) {
        return Ok(key);
    }
    let everything = pairs.iter().filter(|pair| pair.slot != Slot::HASHED);
    let has_others = pairs.iter().any(|pair| pair.slot == Slot::OTHER);
    has_others
        .then(|| verifier.matched_key(everything, &hash))
        .flatten()
        .ok_or(CallbackError::SignatureMismatch)
}

/// The 32 bytes of `hashed`, which is exactly 64 characters of `0-9A-F` and never encoded.
fn sent_hash(pairs: &Pairs<'_>) -> Result<[u8; 32], CallbackError> {
    let hashed = pairs.iter().find(|pair| pair.slot == Slot::HASHED).ok_or(CallbackError::MissingSignature)?;
    let mut hash = [0; 32];
    let is_upper_hex = |digit: &u8| matches!(digit, b'0'..=b'9' | b'A'..=b'F');
    if !hashed.value.iter().all(is_upper_hex) || hex::decode_to_slice(hashed.value, &mut hash).is_err() {
        return Err(CallbackError::MalformedSignature);
    }
    Ok(hash)
}

fn mac<'a>(pairs: impl Iterator<Item = &'a Pair<'a>>, secret_key: &SecretKey) -> Hmac<Sha256> {
    let mut sink = MacSink::new(secret_key);
    canonical::write(pairs.map(|pair| (Decoded::new(pair.key), Decoded::new(pair.value))), &mut sink);
    sink.finish()
}

/// Canonical text on its way into the hash, a buffer at a time.
pub(super) struct MacSink {
    mac: Hmac<Sha256>,
    buffer: ArrayVec<u8, 512>,
}

impl MacSink {
    pub(super) fn new(secret_key: &SecretKey) -> Self {
        Self { mac: secret_key.keyed().clone(), buffer: ArrayVec::new() }
    }

    pub(super) fn finish(mut self) -> Hmac<Sha256> {
        self.mac.update(&self.buffer);
        self.mac
    }
}

impl Sink for MacSink {
    fn push(&mut self, byte: u8) {
        if self.buffer.is_full() {
            self.mac.update(&self.buffer);
            self.buffer.clear();
        }
        self.buffer.push(byte);
    }
}
