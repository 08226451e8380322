//! The error of a rejected callback.

use crate::field::FieldError;

/// The reason why a callback was rejected. A rejected callback says nothing about its order: leave
/// the order unchanged.
///
/// No error shows the expected hash, the secret or the signed text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The raw query or body is longer than 8 KiB or has more than 64 parameters.
    #[error("the callback is longer than 8 KiB or has more than 64 parameters")]
    TooLarge,
    /// A key that the callback uses occurs twice, or in an irregular spelling that PHP reads as
    /// that key (`invoice.no`, `approved[]`).
    #[error("the callback's parameter `{key}` occurs twice or has an irregular spelling")]
    Duplicate {
        /// The key.
        key: &'static str,
    },
    /// The body is not a JSON object that PHP can read, or an unsigned key occurs twice in it.
    #[error(
        "the callback's body cannot be read as a JSON object: pass the raw body, as it was posted; pass a query to \
         `verify`"
    )]
    MalformedBody,
    /// The parameter `hashed` is missing.
    #[error(
        "the callback has no signature: pass the raw query or body as received, including `hashed`; pass a JSON \
         body to `verify_json`"
    )]
    MissingSignature,
    /// `hashed` does not consist of exactly 64 characters of `0-9A-F`.
    #[error(
        "the callback's signature is malformed: expected 64 digits and letters A to F in upper case"
    )]
    MalformedSignature,
    /// The signature does not match the parameters with any of the verifier's secrets.
    #[error(
        "the callback's signature does not match: it was forged, changed on the way, or signed with another \
         secret; pass the raw query or body as received, because a framework that parses it and writes it \
         again breaks the signature; pass a JSON body to `verify_json`"
    )]
    SignatureMismatch,
    /// The callback was signed for another gateway.
    #[error("the callback is not for the gateway `{expected}`")]
    #[non_exhaustive]
    WrongGateway {
        /// The gateway whose callback was expected.
        expected: &'static str,
    },
    /// The query was verified as a return page, but it carries a gateway, as only callbacks do.
    #[error("the query carries a gateway, so it is not a return page")]
    CarriesGateway,
    /// A required parameter is missing or not signed.
    #[error("the callback's signed parameter `{key}` is missing")]
    MissingField {
        /// The key.
        key: &'static str,
    },
    /// A parameter's value is invalid.
    ///
    /// This does not mean that the callback is genuine: in a JSON body, a value that is not a
    /// single string is found before the signature is checked.
    #[error("the callback's parameter `{key}` has a bad value")]
    #[non_exhaustive]
    BadValue {
        /// The key.
        key: &'static str,
        /// The rule that the value breaks.
        #[source]
        reason: FieldError,
    },
    /// The callback says both approved and canceled.
    #[error("the callback says both approved and canceled")]
    Contradictory,
}
