//! Where things lie below the sandbox's origin, for those who write an address and those who answer
//! there.

/// Where the API lies, as at `api.plutus.ly`.
pub(crate) const API: &str = "/api/v1";

/// Where the checkout pages lie: `/checkout/{id}?token=…`.
pub(crate) const CHECKOUT: &str = "/checkout";

/// Where the control API lies.
pub(crate) const CONTROL: &str = "/_sandbox";

/// The parameter that carries a payment's token.
pub(crate) const TOKEN: &str = "token";

/// The path and query of a payment's checkout page.
pub(crate) fn of_checkout(id: u64, token: &str) -> String {
    format!("{CHECKOUT}/{id}?{TOKEN}={token}")
}
