//! The gateway as a type, so that generic code can speak of it.

use crate::currency::Currency;
use crate::keys::BrowserKeys;
use crate::spec::GatewaySpec;

/// One of the payment gateways behind Plutu.
///
/// The attribute `#[plutu_gateway]` puts a type of this kind, named `Gateway`, into the module that
/// it stands on.
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_core::{Currency, Gateway};
///
/// assert_eq!(mpgs::Gateway::NAME, "mpgs");
/// assert_eq!(<mpgs::Gateway as Gateway>::Currency::CODE, "USD");
/// ```
pub trait Gateway: 'static {
    /// The gateway's name as it stands in the API's paths and in callbacks.
    const NAME: &'static str;

    /// The currency of the gateway's amounts.
    type Currency: Currency;

    /// What the declaration says, as constant data, for tools that work with any gateway. One that
    /// is implemented by hand has a description without requests.
    const SPEC: &'static GatewaySpec =
        &GatewaySpec::undeclared(Self::NAME, <Self::Currency as Currency>::CODE);

    /// What the payer's browser brings back, so that a return URL may not hold it.
    #[doc(hidden)]
    const BROWSER_KEYS: BrowserKeys = BrowserKeys::BUILT_IN;
}
