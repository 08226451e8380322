//! The gateway as a type, for generic code.

use crate::currency::Currency;
use crate::keys::BrowserKeys;
use crate::spec::GatewaySpec;

/// One of the payment gateways behind Plutu.
///
/// The attribute `#[plutu_gateway]` adds a type named `Gateway` to the module and implements this
/// trait for it.
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_core::{Currency, Gateway};
///
/// assert_eq!(mpgs::Gateway::NAME, "mpgs");
/// assert_eq!(<mpgs::Gateway as Gateway>::Currency::CODE, "USD");
/// ```
pub trait Gateway: 'static {
    /// The gateway's name in the API's paths and in callbacks: at most 64 lower-case ASCII letters,
    /// digits, `-` and `_`. The attribute checks it. If you implement this trait by hand, code that
    /// keeps a payment under another name does not compile.
    const NAME: &'static str;

    /// The currency of the gateway's amounts.
    type Currency: Currency;

    /// The description of the gateway as constant data, for tools that work with any gateway. If
    /// you implement this trait by hand, the default description contains only the name and the
    /// currency.
    const SPEC: &'static GatewaySpec =
        &GatewaySpec::undeclared(Self::NAME, <Self::Currency as Currency>::CODE);

    /// The keys that the payer's browser brings back. A return URL must not contain them.
    #[doc(hidden)]
    const BROWSER_KEYS: BrowserKeys = BrowserKeys::BUILT_IN;
}

/// Whether a gateway can have this name: at most 64 lower-case ASCII letters, digits, `-` and `_`.
///
/// ```
/// assert!(plutu_core::is_gateway_name("mpgs"));
/// assert!(!plutu_core::is_gateway_name("mpgs/1"));
/// ```
#[must_use]
pub const fn is_gateway_name(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [byte, after @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_') {
            return false;
        }
        rest = after;
    }
    !name.is_empty() && name.len() <= 64
}
