//! How to pay the shop through one gateway: the options of the command line and of the file.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How to pay the shop through one gateway. What is `None` was not given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Way {
    /// Starts a payment.
    pub(crate) start: Option<String>,
    /// Enters a one-time password.
    pub(crate) code: Option<String>,
    /// Starts a payment of an order that already has one.
    pub(crate) again: Option<String>,
    /// Reports whether an order is paid.
    pub(crate) paid: Option<String>,
    /// Reports whether the shop calls an order failed.
    pub(crate) failed: Option<String>,
    pub(crate) amount: Option<String>,
    /// Headers of the check's own visits. Callbacks do not have them.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

impl Way {
    /// Takes what was not given here from another way.
    pub(crate) fn or(self, other: Self) -> Self {
        let mut headers = other.headers;
        headers.extend(self.headers);
        Self {
            start: self.start.or(other.start),
            code: self.code.or(other.code),
            again: self.again.or(other.again),
            paid: self.paid.or(other.paid),
            failed: self.failed.or(other.failed),
            amount: self.amount.or(other.amount),
            headers,
        }
    }

    /// The option that is required and was not given.
    pub(crate) fn missing(&self, has_password: bool) -> Option<&'static str> {
        if self.start.is_none() {
            return Some("--start");
        }
        if self.paid.is_none() {
            return Some("--paid");
        }
        (has_password && self.code.is_none()).then_some("--code")
    }

    /// Fills in what is known before a payment starts: the shop's port and the gateway's name.
    pub(super) fn filled(self, port: u16, gateway: &str) -> Self {
        let port = port.to_string();
        let filled = |text: Option<String>| {
            text.map(|text| text.replace("{port}", &port).replace("{gateway}", gateway))
        };
        Self {
            start: filled(self.start),
            code: filled(self.code),
            again: filled(self.again),
            paid: filled(self.paid),
            failed: filled(self.failed),
            ..self
        }
    }
}
