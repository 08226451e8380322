//! The shop's products.

use std::num::NonZeroU64;

use plutu_core::Amount;
use plutu_core::Language;
use plutu_core::currency::LYD;
use plutu_core::currency::USD;

/// A product, with a price in each currency. MPGS takes dollars, and the others take dinars.
#[derive(Debug)]
pub(crate) struct Product {
    /// The product's name in addresses, forms and the database.
    pub(crate) id: &'static str,
    pub(crate) dinars: Amount<LYD>,
    pub(crate) dollars: Amount<USD>,
    arabic: &'static str,
    english: &'static str,
}

impl Product {
    /// All products. The prices are in hundredths: of a dinar (ten dirhams) and of a dollar
    /// (cents).
    pub(crate) const ALL: &[Self] = &[
        Self::new(
            "dates",
            [4_250, 875],
            "تمر من الجفرة، 2 كغ",
            "Dates from Jufra, 2 kg",
        ),
        Self::new(
            "oil",
            [9_500, 1_950],
            "زيت زيتون من غريان، 3 لترات",
            "Olive oil from Gharyan, 3 l",
        ),
        Self::new(
            "tea",
            [1_250, 260],
            "شاي أخضر، 500 غرام",
            "Green tea, 500 g",
        ),
        Self::new(
            "rug",
            [38_000, 7_800],
            "سجادة من غدامس",
            "Rug from Ghadames",
        ),
    ];

    /// The product with that id.
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|product| product.id == id)
    }

    /// The product's name for people.
    pub(crate) fn name(&self, language: Language) -> &'static str {
        match language {
            Language::Ar => self.arabic,
            Language::En => self.english,
        }
    }

    const fn new(
        id: &'static str,
        [dinars, dollars]: [u64; 2],
        arabic: &'static str,
        english: &'static str,
    ) -> Self {
        Self {
            id,
            dinars: Amount::from_nonzero_hundredths(above_zero(dinars)),
            dollars: Amount::from_nonzero_hundredths(above_zero(dollars)),
            arabic,
            english,
        }
    }
}

#[expect(clippy::expect_used, reason = "a price of zero does not compile")]
const fn above_zero(hundredths: u64) -> NonZeroU64 {
    NonZeroU64::new(hundredths).expect("a price is above zero")
}
