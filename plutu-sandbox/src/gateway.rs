//! The five gateways: their names, their currencies, and what each wants to know of the payer.
//!
//! The API has an endpoint or two for each; [`callback`](crate::callback) knows what each answers
//! with.

use plutu_core::FieldError;
use plutu_core::Language;
use plutu_core::Otp;
use plutu_core::ParseAmountError;
use plutu_core::currency::LYD;
use plutu_core::currency::USD;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

use crate::money::Money;

/// A gateway that sends the payer to a page.
#[derive(Clone, Copy)]
pub(crate) enum RedirectGateway {
    LocalBankCards,
    Mpgs,
    Tlync,
}

impl RedirectGateway {
    /// The name as it stands in the API's paths and in callbacks.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LocalBankCards => "localbankcards",
            Self::Mpgs => "mpgs",
            Self::Tlync => "tlync",
        }
    }

    /// What people call it.
    pub(crate) const fn title(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::LocalBankCards, Language::Ar) => "البطاقات المصرفية المحلية",
            (Self::LocalBankCards, Language::En) => "Local bank cards",
            (Self::Mpgs, Language::Ar) => "البطاقات الدولية (MPGS)",
            (Self::Mpgs, Language::En) => "International cards (MPGS)",
            (Self::Tlync, _) => "T-Lync",
        }
    }

    /// Checks a return URL, which must leave the gateway's callback its keys.
    pub(crate) fn return_url(self, text: &str) -> Result<String, FieldError> {
        Ok(match self {
            Self::LocalBankCards => text.parse::<local_bank_cards::ReturnUrl>()?.to_string(),
            Self::Mpgs => text.parse::<mpgs::ReturnUrl>()?.to_string(),
            Self::Tlync => text.parse::<tlync::ReturnUrl>()?.to_string(),
        })
    }

    /// Reads an amount in the gateway's currency.
    pub(crate) fn money(self, text: &str) -> Result<Money, ParseAmountError> {
        match self {
            Self::LocalBankCards | Self::Tlync => Money::read::<LYD>(text),
            Self::Mpgs => Money::read::<USD>(text),
        }
    }
}

/// A gateway that sends the payer a one-time password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtpGateway {
    Adfali,
    Sadad,
}

impl OtpGateway {
    /// The name as it stands in the API's paths.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Adfali => "edfali",
            Self::Sadad => "sadadapi",
        }
    }

    /// What people call it.
    pub(crate) const fn title(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Adfali, Language::Ar) => "ادفع لي",
            (Self::Adfali, Language::En) => "Adfali",
            (Self::Sadad, Language::Ar) => "سداد",
            (Self::Sadad, Language::En) => "Sadad",
        }
    }

    /// The one-time password that every payer gets, as in Plutu's test mode (second hand).
    pub(crate) const fn otp(self) -> &'static str {
        match self {
            Self::Adfali => "1111",
            Self::Sadad => "111111",
        }
    }

    /// A wrong one-time password that `CONFIRMATION_ERROR` answers, and not `INVLIAD_OTP`: both are
    /// explained with "check the OTP" by official plugins.
    pub(crate) const fn unclear_otp(self) -> &'static str {
        match self {
            Self::Adfali => "9999",
            Self::Sadad => "999999",
        }
    }

    /// Reads a one-time password, and says whether it is the right one. The text itself goes no
    /// further.
    pub(crate) fn check_otp(self, text: &str) -> Result<bool, FieldError> {
        match self {
            Self::Adfali => text.parse().map(|code: Otp<4>| code.expose() == self.otp()),
            Self::Sadad => text.parse().map(|code: Otp<6>| code.expose() == self.otp()),
        }
    }

    /// Reads an amount in the gateway's currency.
    #[expect(
        clippy::unused_self,
        reason = "as for the other gateways, of which one takes another currency"
    )]
    pub(crate) fn money(self, text: &str) -> Result<Money, ParseAmountError> {
        Money::read::<LYD>(text)
    }
}
