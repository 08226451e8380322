//! The gateways that send the payer to a page: their names and their currencies.
//!
//! The API has an endpoint for each; [`callback`](crate::callback) knows what each answers with.

use plutu_core::Amount;
use plutu_core::Currency;
use plutu_core::ParseAmountError;
use plutu_core::currency::LYD;
use plutu_core::currency::USD;

/// A gateway that sends the payer to a page.
#[derive(Clone, Copy)]
pub(crate) enum Gateway {
    LocalBankCards,
    Mpgs,
}

impl Gateway {
    pub(crate) const ALL: [Self; 2] = [Self::LocalBankCards, Self::Mpgs];

    /// The name as it stands in the API's paths and in callbacks.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LocalBankCards => "localbankcards",
            Self::Mpgs => "mpgs",
        }
    }

    /// Reads an amount in the gateway's currency.
    pub(crate) fn money(self, text: &str) -> Result<Money, ParseAmountError> {
        match self {
            Self::LocalBankCards => Money::read::<LYD>(text),
            Self::Mpgs => Money::read::<USD>(text),
        }
    }
}

/// An amount as the sandbox keeps and repeats it: it never calculates with one.
#[derive(Clone)]
pub(crate) struct Money {
    /// Always with two decimals, as in the genuine vectors, however it came in.
    pub(crate) amount: String,
    pub(crate) currency: &'static str,
}

impl Money {
    fn read<C: Currency>(text: &str) -> Result<Self, ParseAmountError> {
        let amount: Amount<C> = text.parse()?;
        Ok(Self {
            amount: amount.to_string(),
            currency: C::CODE,
        })
    }
}
