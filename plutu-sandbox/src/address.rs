//! The paths of the sandbox, for links and for routes.

/// The path of the API, as at `api.plutus.ly`.
pub(crate) const API: &str = "/api/v1";

/// The path of the checkout pages: `/checkout/{id}?token=…`.
pub(crate) const CHECKOUT: &str = "/checkout";

/// The path of the control API.
pub(crate) const CONTROL: &str = "/_sandbox";

/// The parameter with a payment's token.
pub(crate) const TOKEN: &str = "token";

/// The path and query of a payment's checkout page.
pub(crate) fn of_checkout(id: u64, token: &str) -> String {
    format!("{CHECKOUT}/{id}?{TOKEN}={token}")
}
