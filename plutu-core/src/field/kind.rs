//! The kinds of values that fields hold, for tools that work from a gateway's description.

use serde::Serialize;

/// The kind of value that a field holds.
///
/// The type of a field states its kind ([`RequestField::KIND`](crate::field::RequestField::KIND),
/// [`CallbackField::KIND`](crate::field::CallbackField::KIND)). The kind tells the sandbox what the
/// field means for a payment, and tells a generator for another language which type to write.
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
    /// The merchant's number for an order.
    InvoiceNo,
    /// The URL to which the payer's browser returns.
    ReturnUrl,
    /// The URL to which Plutu's server posts the callback.
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
    /// Plutu's id of a payment that waits for a one-time password.
    ProcessId,
    /// Plutu's id of a payment.
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
        /// The values, as they are sent.
        values: &'static [&'static str],
    },
    /// Any other string. This is the default kind.
    Text,
}
