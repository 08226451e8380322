//! The shop's addresses: as patterns for the router, and filled in for links.

use plutu_core::Language;

use crate::token::Token;
use crate::way::Way;

pub(crate) const HOME: &str = "/";
pub(crate) const STYLE: &str = "/style.css";
pub(crate) const PRODUCTS: &str = "/{language}";
pub(crate) const ORDERS: &str = "/{language}/orders";
pub(crate) const ORDER: &str = "/{language}/orders/{token}";
pub(crate) const STATUS: &str = "/{language}/orders/{token}/status";
pub(crate) const PAY: &str = "/{language}/orders/{token}/pay";
pub(crate) const PASSWORD: &str = "/{language}/orders/{token}/password";
pub(crate) const RETURN: &str = "/{language}/orders/{token}/return";
pub(crate) const DESK: &str = "/{language}/desk/{token}";

/// The address of T-Lync's callbacks, which Plutu's server posts, for all orders.
pub(crate) const TLYNC_CALLBACK: &str = "/plutu/tlync";

pub(crate) fn products(language: Language) -> String {
    PRODUCTS.replace("{language}", language.as_str())
}

pub(crate) fn orders(language: Language) -> String {
    ORDERS.replace("{language}", language.as_str())
}

pub(crate) fn order(language: Language, token: &Token) -> String {
    fill(ORDER, language, token)
}

pub(crate) fn pay(language: Language, token: &Token) -> String {
    fill(PAY, language, token)
}

pub(crate) fn password(language: Language, token: &Token) -> String {
    fill(PASSWORD, language, token)
}

/// The address that the payer returns to. Each gateway has its own, so that the shop decides which
/// gateway's callback is expected, and never the callback.
pub(crate) fn returned(language: Language, token: &Token, way: Way) -> String {
    format!("{}/{}", fill(RETURN, language, token), way.name())
}

pub(crate) fn desk(language: Language, token: &Token) -> String {
    fill(DESK, language, token)
}

fn fill(pattern: &str, language: Language, token: &Token) -> String {
    let filled = pattern.replace("{language}", language.as_str());
    filled.replace("{token}", token.expose())
}
