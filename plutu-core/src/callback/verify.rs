//! The verification of a callback, in the order of its rules.
//!
//! 1. **Bounds, split, decode.** At most 8 KiB and 64 parameters, in the order received. `query.rs` (of the
//!    crate) splits and decodes a query as PHP does, `body.rs` reads a JSON body as PHP does.
//! 2. **Find the keys.** `parameters.rs` finds the parameters that matter and rejects one that comes twice, or
//!    in a spelling that PHP folds into it. The tables of keys are in `keys.rs` (of the crate).
//! 3. **Canonical text, hash, compare.** `signature.rs` reads `hashed`, computes the one MAC over what
//!    `encode.rs` (of the crate) writes, and compares in constant time.
//! 4. **Only then values.** `fields.rs` reads them, and `signed_callback.rs` or `signed_return.rs` says which
//!    are required.
//!
//! The text that was hashed and the values that are read are the same slices: there is one reading.

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
const MAX_LEN: usize = 8_192;

/// Verifies a raw query. `read` gets the fields after the signature matched.
pub(super) fn query<T>(
    raw_query: &str,
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&SignedFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    let raw_query = raw_query.strip_prefix('?').unwrap_or(raw_query);
    let mut text = ArrayVec::<u8, MAX_LEN>::new();
    text.try_extend_from_slice(raw_query.as_bytes())
        .map_err(|_| CallbackError::TooLarge)?;

    let mut parameters = Parameters::new();
    for pair in query::parameters(&mut text) {
        parameters.push(pair)?;
    }
    parameters.find_keys(keys)?;
    let matched = signature::check(&parameters, keys, verifier)?;
    read(&SignedFields::new(&parameters, keys, matched))
}

/// Verifies a raw JSON body. `read` gets the fields after the signature matched.
pub(super) fn body<T>(
    raw_body: &[u8],
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&SignedFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    if raw_body.len() > MAX_LEN {
        return Err(CallbackError::TooLarge);
    }
    let members = body::members(raw_body)?;

    let mut parameters = Parameters::new();
    body::read(&members, keys, &mut parameters)?;
    parameters.find_keys(keys)?;
    let matched = signature::check(&parameters, keys, verifier)?;
    read(&SignedFields::new(&parameters, keys, matched))
}
