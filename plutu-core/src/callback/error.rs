//! Why a callback is not believed.

use crate::field::FieldError;

/// Why a callback was rejected. A rejected callback says nothing about its order: leave the order
/// as it is.
///
/// No error shows the expected hash, the secret or the signed text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The raw query or body is longer than 8 KiB or holds more than 64 parameters.
    #[error("the callback is longer than 8 KiB or holds more than 64 parameters")]
    TooLarge,
    /// A signed key comes twice, or in a spelling that PHP reads as that key (`invoice.no`,
    /// `approved[]`).
    #[error("the callback's parameter `{key}` comes twice or in an irregular spelling")]
    Duplicate {
        /// The key.
        key: &'static str,
    },
    /// The body is not a JSON object that PHP can read, or an unsigned key comes twice in it.
    #[error(
        "the callback's body is not a JSON object: pass the raw body, as it was posted; a query goes to \
         `verify`"
    )]
    MalformedBody,
    /// There is no `hashed`.
    #[error(
        "the callback has no signature: pass the raw query or body as it came, with `hashed` in it; a JSON \
         body goes to `verify_json`"
    )]
    MissingSignature,
    /// `hashed` is not exactly 64 characters of `0-9A-F`.
    #[error(
        "the callback's signature is malformed: it is 64 digits and letters A to F in upper case"
    )]
    MalformedSignature,
    /// The signature does not belong to these parameters and this secret.
    #[error(
        "the callback's signature does not match: it was forged, changed on the way, or signed with another \
         secret; pass the raw query or body as it came, since a framework that parses a query or body and \
         writes it again breaks the signature; a JSON body goes to `verify_json`"
    )]
    SignatureMismatch,
    /// The callback was signed for another gateway.
    #[error("the callback is not for the gateway `{expected}`")]
    WrongGateway {
        /// The gateway whose callback was expected.
        expected: &'static str,
    },
    /// A query that was to be a return page carries a gateway, as callbacks do.
    #[error("the query carries a gateway, so it is not a return page")]
    CarriesGateway,
    /// A parameter that must be signed is missing.
    #[error("the callback lacks the signed parameter `{key}`")]
    MissingField {
        /// The key.
        key: &'static str,
    },
    /// A parameter's value is not valid.
    ///
    /// This does not say that the callback is genuine: in a JSON body, a value that is not a single
    /// string is found before the signature is checked.
    #[error("the callback's parameter `{key}` has a bad value")]
    BadValue {
        /// The key.
        key: &'static str,
        /// The rule that the value breaks.
        #[source]
        reason: FieldError,
    },
    /// The callback says approved and canceled.
    #[error("the callback says both approved and canceled")]
    Contradictory,
}
