//! What is wrong with a declaration, in words for its author.

use plutu_core::__private::printable;
use plutu_core::field::FieldError;

/// What a declaration probably got wrong, judged by a genuine callback. `Display` says what to
/// write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A key is signed, but not declared. Such a callback may verify, until a key that is not
    /// signed comes with it.
    #[error("`{}` is signed, but not declared: add a field for it", printable(.key))]
    NotDeclared {
        /// The key.
        key: String,
    },
    /// A declared key came, but is not signed.
    #[error(
        "`{key}` is declared, but not signed: remove the field, since only what is signed can be believed"
    )]
    NotSigned {
        /// The key.
        key: &'static str,
    },
    /// A field is declared under a name that is almost the one on the wire.
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
    /// A required field did not come.
    #[error("`{key}` is required, but did not come: make it an `Option` if it is not always sent")]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// A field did not come without which no order is settled.
    #[error(
        "`{key}` did not come, and no order is settled without it: look for it under another name; if there is \
         none, the callback cannot be declared"
    )]
    NeededToSettle {
        /// The key.
        key: &'static str,
    },
    /// The gateway has another name.
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
    /// The amount is in another currency.
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
    /// `canceled` came and is not signed, but `approved_only` is not declared.
    #[error("`canceled` is not signed: write `#[callback(approved_only)]`")]
    NotApprovedOnly,
    /// A flag is neither 1 nor 0.
    #[error("`{key}` is neither 1 nor 0: a flag in other words cannot be declared")]
    Flag {
        /// The key.
        key: &'static str,
    },
    /// The type of a field refuses the value.
    #[error("the type of `{key}` refuses the value: {}", printable(&.reason.to_string()))]
    FieldType {
        /// The key.
        key: &'static str,
        /// The rule that the value breaks.
        reason: FieldError,
    },
    /// The amount is not a decimal of the currency's unit.
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
    /// A callback is declared, but no gateway came.
    #[error("`gateway` did not come, which every callback has: declare a `#[return_page]`")]
    IsReturnPage,
    /// A return page is declared, but a gateway came.
    #[error("`gateway` came, which only callbacks have: declare a `#[callback]`")]
    IsCallback,
    /// There is no hash.
    #[error(
        "`hashed` is not there, or is not 64 hexadecimal digits: pass the raw query or body; a signature in \
         another place cannot be declared"
    )]
    NoHash,
    /// The hash is in lower case.
    #[error("`hashed` is in lower case, but Plutu sends upper case: pass the raw query or body")]
    LowerCaseHash,
    /// The parameters were signed in another order.
    #[error(
        "it was signed in the order {}: pass the raw query or body, since a map of its parameters has another \
         order",
        printable(&.keys.join(", "))
    )]
    Order {
        /// The keys in the order in which they were signed.
        keys: Vec<String>,
    },
    /// No choice of the parameters that was tried has this hash.
    #[error(
        "no choice of the parameters that was tried has this hash: the secret is of another account or gateway, \
         or something was changed after it was signed"
    )]
    Secret,
    /// The gateway does not describe the type.
    #[error("the gateway's `SPEC` does not describe it: declare both with `#[plutu_gateway]`")]
    NotDescribed,
}
