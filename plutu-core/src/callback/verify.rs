//! Verifies a callback, rule by rule.
//!
//! 1. **Bounds, splitting, decoding.** At most 8 KiB and 64 parameters are read, in the order
//!    received. A query is split and decoded as PHP does it: `crate::query`.
//! 2. **Keys.** Each key that the type uses must occur only once. Irregular spellings that PHP
//!    reads as such a key are rejected: `parameters`, with the tables of `crate::keys`. `hashed`
//!    must be 64 hex digits in upper case: `signature`.
//! 3. **Signature.** `crate::encode` writes the canonical text directly into the MAC, which is
//!    compared in constant time. The text of the declared keys is tried first, then the text of all
//!    parameters except `hashed`: `signature`.
//! 4. **Values.** Only then are the values read: `fields`. `signed_callback` and `signed_return`
//!    check which values must be present.
//! 5. **JSON bodies** are converted to the same parameters: `body`.
//!
//! The hash and the values are computed from the same slices, so a callback cannot be read in two
//! different ways.

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

/// Verifies a raw query. `read` is called with the fields after the signature has matched.
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

/// Verifies a raw JSON body. `read` is called with the fields after the signature has matched.
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

/// Rules 2 to 4, which are the same for queries and bodies.
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
