//! The seven endpoints of the API: a gateway and an action each.

use plutu_core::ParseAmountError;

use crate::gateway::OtpGateway;
use crate::gateway::RedirectGateway;
use crate::money::Money;

/// An endpoint of the API.
#[derive(Clone, Copy)]
pub(crate) enum Endpoint {
    Verify(OtpGateway),
    Confirm(OtpGateway),
    Page(RedirectGateway),
}

impl Endpoint {
    pub(crate) const ALL: [Self; 7] = [
        Self::Verify(OtpGateway::Adfali),
        Self::Confirm(OtpGateway::Adfali),
        Self::Verify(OtpGateway::Sadad),
        Self::Confirm(OtpGateway::Sadad),
        Self::Page(RedirectGateway::LocalBankCards),
        Self::Page(RedirectGateway::Mpgs),
        Self::Page(RedirectGateway::Tlync),
    ];

    /// Whether there is an endpoint of this name.
    pub(crate) fn exists(name: &str) -> bool {
        let mut endpoints = Self::ALL.into_iter();
        endpoints.any(|endpoint| endpoint.name() == name)
    }

    /// The name as `gateway/action`.
    pub(crate) fn name(self) -> String {
        format!("{}/{}", self.gateway(), self.action())
    }

    /// The path below the API's.
    pub(crate) fn path(self) -> String {
        format!("/transaction/{}", self.name())
    }

    pub(crate) const fn gateway(self) -> &'static str {
        match self {
            Self::Verify(gateway) | Self::Confirm(gateway) => gateway.name(),
            Self::Page(gateway) => gateway.name(),
        }
    }

    pub(crate) const fn action(self) -> &'static str {
        match self {
            Self::Verify(_) => VERIFY,
            Self::Confirm(_) | Self::Page(_) => CONFIRM,
        }
    }

    /// Reads an amount in the gateway's currency.
    pub(crate) fn money(self, text: &str) -> Result<Money, ParseAmountError> {
        match self {
            Self::Verify(gateway) | Self::Confirm(gateway) => gateway.money(text),
            Self::Page(gateway) => gateway.money(text),
        }
    }
}

const VERIFY: &str = "verify";
const CONFIRM: &str = "confirm";
