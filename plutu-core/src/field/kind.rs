//! What kind of value a field holds, for tools that work from a gateway's description.

use serde::Serialize;

/// What kind of value a field holds.
///
/// The type of a field states its kind ([`RequestField::KIND`](crate::field::RequestField::KIND),
/// [`CallbackField::KIND`](crate::field::CallbackField::KIND)). The sandbox knows from it what a
/// field means for a payment, and a description for another language which type to write.
///
/// ```
/// use plutu_core::field::{FieldKind, Otp, RequestField};
///
/// assert_eq!(<Otp<6> as RequestField>::KIND, FieldKind::Otp { digits: 6 });
/// assert_eq!(serde_json::to_string(&FieldKind::ReturnUrl)?, r#"{"kind":"return_url"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldKind {
    /// A decimal number with at most two decimals, above zero: `12.50`.
    Amount,
    /// The code of a currency: `LYD`.
    Currency,
    /// The merchant's number of an order.
    InvoiceNo,
    /// Where the payer's browser comes back to.
    ReturnUrl,
    /// Where Plutu's server posts the callback to.
    CallbackUrl,
    /// The payer's mobile number.
    MobileNumber,
    /// The payer's year of birth.
    BirthYear,
    /// A one-time password.
    Otp {
        /// How many digits it has.
        digits: usize,
    },
    /// Plutu's number of a payment that waits for a one-time password.
    ProcessId,
    /// Plutu's number of a payment.
    TransactionId,
    /// The language of the hosted page: `ar` or `en`.
    Language,
    /// How the payer paid. The set is open.
    PaymentMethod,
    /// An email address.
    Email,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// One of a closed set of values.
    Choice {
        /// The values, as they stand on the wire.
        values: &'static [&'static str],
    },
    /// Any other string. A type that states no kind has this one.
    Text,
}
