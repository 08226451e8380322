//! The words around an amount, which the payer's pages share with the dashboard.

use maud::Markup;
use maud::html;
use plutu_core::Language;

use crate::money::Money;

/// The words of one language.
pub(crate) struct Words {
    pub(crate) direction: &'static str,
    pub(crate) amount: &'static str,
    dinars: &'static str,
    dollars: &'static str,
}

impl Words {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            Language::En => &ENGLISH,
        }
    }

    /// An amount as people write it: in Arabic the currency's sign is on the left of the number.
    pub(crate) fn money(&self, money: &Money) -> Markup {
        self.amount_in(&money.amount, money.currency)
    }

    /// Like [`money`](Self::money), for an amount and its currency's code.
    pub(crate) fn amount_in(&self, amount: &str, currency: &str) -> Markup {
        html! { bdi dir=(self.direction) { (amount) " " (self.currency(currency)) } }
    }

    /// The name of the currency that has this code.
    pub(crate) fn currency<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "LYD" => self.dinars,
            "USD" => self.dollars,
            code => code,
        }
    }
}

pub(crate) const ARABIC: Words = Words {
    direction: "rtl",
    amount: "المبلغ",
    dinars: "د.ل",
    dollars: "دولار أمريكي",
};

pub(crate) const ENGLISH: Words = Words {
    direction: "ltr",
    amount: "Amount",
    dinars: "LYD",
    dollars: "USD",
};
