//! The certainty about the outcome of an attempt that did not succeed.

/// The certainty about the outcome of one attempt that did not succeed. Ask every error of a
/// request for it, with `error.certainty()`.
///
/// It is about *this attempt* only. An earlier attempt with the same invoice number may have
/// another outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The request cannot have reached Plutu. Nothing happened, so another attempt is harmless.
    /// With plutu-orders, another attempt has another invoice number.
    NotSent,
    /// Plutu answered with an error. This attempt did nothing and will do nothing.
    Refused,
    /// Anything else: Plutu may have carried out the request. If the request is a charge, the money
    /// may have moved.
    Unknown,
}
