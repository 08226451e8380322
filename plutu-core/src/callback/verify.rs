//! The verification of a callback, in the order of its rules.
//!
//! 1. **Bounds, split, decode.** At most 8 KiB and 64 parameters, in the order received. A query is
//!    split and decoded as PHP does it: `crate::query`.
//! 2. **Find the keys.** A key that matters comes once, and in no other spelling that PHP folds
//!    into it: `parameters`, with the tables of `crate::keys`. `hashed` is 64 digits in upper case:
//!    `signature`.
//! 3. **Canonical text, hash, compare.** The text is written by `crate::encode`, straight into the
//!    one MAC, and compared in constant time. The signed keys come first, then everything but
//!    `hashed`: `signature`.
//! 4. **Only then values.** `fields` reads them; `signed_callback` and `signed_return` say what
//!    must be there.
//! 5. **JSON bodies** come to the same parameters: `body`.
//!
//! What was hashed and what is read as a value are the same slices, so there is one reading of a
//! callback.

use arrayvec::ArrayVec;

use crate::callback::body;
use crate::callback::error::CallbackError;
use crate::callback::fields::SignedFields;
use crate::callback::parameters::Parameters;
use crate::callback::signature;
use crate::callback::signature::Verifier;
use crate::keys::Keys;
use crate::query;

/// The longest query or body that is read, in bytes.
pub(super) const MAX_LEN: usize = 8_192;

/// Verifies a raw query. `read` gets the fields after the signature matched.
pub(super) fn query<T>(
    raw_query: &str,
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&SignedFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    // Rule 1.
    let raw_query = raw_query.strip_prefix('?').unwrap_or(raw_query);
    let mut text = ArrayVec::<u8, MAX_LEN>::new();
    text.try_extend_from_slice(raw_query.as_bytes())
        .map_err(|_| CallbackError::TooLarge)?;
    let mut parameters = Parameters::new();
    for pair in query::parameters(&mut text) {
        parameters.push(pair)?;
    }
    check(&mut parameters, keys, verifier, read)
}

/// Verifies a raw JSON body. `read` gets the fields after the signature matched.
pub(super) fn body<T>(
    raw_body: &[u8],
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&SignedFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    // Rules 1 and 5.
    if raw_body.len() > MAX_LEN {
        return Err(CallbackError::TooLarge);
    }
    let members = body::members(raw_body)?;
    let mut parameters = Parameters::new();
    body::read(&members, keys, &mut parameters)?;
    check(&mut parameters, keys, verifier, read)
}

/// Rules 2 to 4: the same for queries and bodies.
#[inline]
fn check<T>(
    parameters: &mut Parameters<'_>,
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&SignedFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    parameters.find_keys(keys)?;
    let matched = signature::check(parameters, keys, verifier)?;
    read(&SignedFields::new(parameters, keys, matched))
}
