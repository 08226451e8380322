//! The five gateways, and whatever differs between them: names, currencies, what each wants to know
//! of the payer, and what its callbacks sign.
//!
//! Elsewhere, only the lists of endpoints and of what the program triggers name one of them.

use plutu_core::FieldError;
use plutu_core::Language;
use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::ParseAmountError;
use plutu_core::SadadNumber;
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

    /// What the page asks the payer for.
    pub(crate) const fn asked(self) -> Asked {
        match self {
            Self::LocalBankCards | Self::Mpgs => Asked::Card,
            Self::Tlync => Asked::PaymentMethod,
        }
    }

    /// What the payer's browser brings to the shop's return URL: the keys in the order of the
    /// genuine vectors, which differs from gateway to gateway.
    pub(crate) const fn return_keys(self) -> &'static [Key] {
        match self {
            Self::LocalBankCards => &[
                Key::Gateway,
                Key::Flag,
                Key::InvoiceNo,
                Key::Amount,
                Key::TransactionId,
            ],
            Self::Mpgs => &[
                Key::Gateway,
                Key::Flag,
                Key::Amount,
                Key::Currency,
                Key::InvoiceNo,
                Key::TransactionId,
            ],
            Self::Tlync => &[Key::Flag, Key::InvoiceNo],
        }
    }

    /// What is posted to the shop's server, in the order of the genuine callback of the PHP SDK's
    /// tests; `None` if the browser alone carries the callback.
    pub(crate) const fn posted_keys(self) -> Option<&'static [Key]> {
        match self {
            Self::LocalBankCards | Self::Mpgs => None,
            Self::Tlync => Some(&[
                Key::Gateway,
                Key::Flag,
                Key::Amount,
                Key::InvoiceNo,
                Key::PaymentMethod,
                Key::TransactionId,
            ]),
        }
    }

    /// Whether there is a flag `canceled`. T-Lync has `approved` alone, which is "1 or 0"
    /// (documentation).
    pub(crate) const fn has_canceled(self) -> bool {
        match self {
            Self::LocalBankCards | Self::Mpgs => true,
            Self::Tlync => false,
        }
    }

    /// Reads an amount in the gateway's currency.
    pub(crate) fn money(self, text: &str) -> Result<Money, ParseAmountError> {
        match self {
            Self::LocalBankCards | Self::Tlync => Money::read::<LYD>(text),
            Self::Mpgs => Money::read::<USD>(text),
        }
    }
}

/// What a page asks the payer for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Card,
    PaymentMethod,
}

/// What a callback signs under a key.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Gateway,
    /// `approved` or `canceled`.
    Flag,
    Amount,
    Currency,
    InvoiceNo,
    PaymentMethod,
    TransactionId,
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

    /// Checks the payer's mobile number, and writes it as the documentation does.
    pub(crate) fn mobile_number(self, text: &str) -> Result<String, FieldError> {
        match self {
            Self::Adfali => Ok(text.parse::<MobileNumber>()?.expose().to_owned()),
            Self::Sadad => Ok(text.parse::<SadadNumber>()?.expose().to_owned()),
        }
    }

    /// Whether it asks for the payer's birth year.
    pub(crate) const fn asks_for_birth_year(self) -> bool {
        match self {
            Self::Adfali => false,
            Self::Sadad => true,
        }
    }

    /// What `verify` answers as its commission: the fixture of Sadad has one, and that of Adfali
    /// has none.
    pub(crate) const fn commission(self) -> Option<u8> {
        match self {
            Self::Adfali => None,
            Self::Sadad => Some(0),
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

/// The name in the API's paths of a gateway that is called by another one.
pub(crate) fn name_of(spoken: &str) -> &str {
    match spoken {
        "adfali" | "edfaly" => "edfali",
        "sadad" => "sadadapi",
        "localbankcard" => "localbankcards",
        name => name,
    }
}
