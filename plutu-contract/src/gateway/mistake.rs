//! The mistakes in a declaration, with messages for its author.

use plutu_core::__private::printable;
use plutu_core::field::FieldError;

/// A probable mistake in a declaration, found with a genuine callback. `Display` says what to write
/// instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A key is signed, but not declared. Such a callback may still verify, but no longer does when
    /// it also contains a key that is not signed.
    #[error("`{}` is signed, but not declared: add a field for it", printable(.key))]
    NotDeclared {
        /// The key.
        key: String,
    },
    /// The callback contains a declared key that is not signed.
    #[error(
        "`{key}` is declared, but not signed: remove the field, because only signed values can be trusted"
    )]
    NotSigned {
        /// The key.
        key: &'static str,
    },
    /// The declared name of a field is similar to a signed key, but not the same.
    #[error(
        "`{declared}` is declared, but `{0}` is signed: write `#[wire(\"{0}\")]` on the field",
        printable(.found)
    )]
    WireName {
        /// The name that is declared.
        declared: &'static str,
        /// The name that is signed.
        found: String,
    },
    /// The callback does not contain a required field.
    #[error("`{key}` is required, but missing: make it an `Option` if it is not always sent")]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// The callback does not contain a field that is needed to settle an order.
    #[error(
        "`{key}` is missing, and needed to settle an order: look for it under another name; if there is none, \
         the callback cannot be declared"
    )]
    NeededToSettle {
        /// The key.
        key: &'static str,
    },
    /// The callback contains another gateway name than the declaration.
    #[error(
        "the gateway is `{0}`, but `{declared}` is declared: write `name = \"{0}\"`",
        printable(.found)
    )]
    GatewayName {
        /// The name that is declared.
        declared: &'static str,
        /// The name that is signed.
        found: String,
    },
    /// The callback contains another currency than the declaration.
    #[error(
        "the currency is `{0}`, but `{declared}` is declared: write `currency = \"{0}\"`",
        printable(.found)
    )]
    Currency {
        /// The code that is declared.
        declared: &'static str,
        /// The code that is signed.
        found: String,
    },
    /// `approved_only` is declared, but `canceled` is signed.
    #[error("`canceled` is signed: remove `approved_only`")]
    ApprovedOnly,
    /// The callback contains `canceled`, which is not signed, but `approved_only` is not declared.
    #[error("`canceled` is not signed: write `#[callback(approved_only)]`")]
    NotApprovedOnly,
    /// A flag is neither 1 nor 0.
    #[error("`{key}` is neither 1 nor 0: a flag with other values cannot be declared")]
    Flag {
        /// The key.
        key: &'static str,
    },
    /// The type of a field does not accept the value.
    #[error("the type of `{key}` does not accept the value: {}", printable(&.reason.to_string()))]
    FieldType {
        /// The key.
        key: &'static str,
        /// The rule that the value breaks.
        reason: FieldError,
    },
    /// The amount is not a decimal number in the currency's unit.
    #[error(
        "`{key}` is not an amount: {}; an amount in another unit cannot be declared",
        .reason.reason()
    )]
    Unit {
        /// The key.
        key: &'static str,
        /// The rule that the value breaks.
        reason: FieldError,
    },
    /// A callback is declared, but the genuine one contains no gateway.
    #[error("`gateway` is missing, which every callback has: declare a `#[return_page]`")]
    IsReturnPage,
    /// A return page is declared, but the genuine query contains a gateway.
    #[error("found `gateway`, which only callbacks have: declare a `#[callback]`")]
    IsCallback,
    /// There is no hash.
    #[error(
        "`hashed` is missing or not 64 hexadecimal digits: pass the raw query or body; a signature in another \
         place cannot be declared"
    )]
    NoHash,
    /// The hash is in lower case.
    #[error("`hashed` is in lower case, but Plutu sends upper case: pass the raw query or body")]
    LowerCaseHash,
    /// The parameters were signed in another order.
    #[error(
        "the parameters were signed in the order {}: pass the raw query or body, because a map changes the order",
        printable(&.keys.join(", "))
    )]
    Order {
        /// The keys in the order in which they were signed.
        keys: Vec<String>,
    },
    /// None of the combinations of parameters that were tried has this hash.
    #[error(
        "no combination of the parameters that was tried has this hash: the secret belongs to another account or \
         gateway, or a parameter was changed after it was signed"
    )]
    Secret,
    /// The gateway does not describe the type.
    #[error(
        "the gateway's `SPEC` does not describe this type: declare both with `#[plutu_gateway]`"
    )]
    NotDescribed,
}
