//! What is known about an attempt that did not succeed.

/// What is known about one attempt that did not succeed: the one question to ask of an error.
///
/// It is about *this attempt*. An earlier attempt with the same invoice number may have an outcome
/// of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The request cannot have reached Plutu: nothing happened, and it may be sent again.
    NotSent,
    /// Plutu answered with an error: this attempt did nothing and will do nothing.
    Refused,
    /// Anything else: the request may have been carried out. For one that moves money, the money
    /// may have moved.
    Unknown,
}
