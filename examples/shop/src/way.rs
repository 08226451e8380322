//! The ways to pay: Plutu's five gateways.

use plutu_core::Gateway;
use plutu_core::currency::LYD;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;
use plutu_orders::Order;

/// A way to pay an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Mpgs,
    LocalBankCards,
    Tlync,
    Sadad,
    Adfali,
}

impl Way {
    const IN_DOLLARS: &[Self] = &[Self::Mpgs];

    const IN_DINARS: &[Self] = &[Self::LocalBankCards, Self::Tlync, Self::Sadad, Self::Adfali];

    /// The ways to pay this order. An order in dollars cannot be paid in dinars.
    pub(crate) fn to_pay(order: &Order) -> &'static [Self] {
        match order.amount::<LYD>() {
            Ok(_) => Self::IN_DINARS,
            Err(_) => Self::IN_DOLLARS,
        }
    }

    /// The name of its gateway. Forms, addresses and the database use it too.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Mpgs => mpgs::Gateway::NAME,
            Self::LocalBankCards => local_bank_cards::Gateway::NAME,
            Self::Tlync => tlync::Gateway::NAME,
            Self::Sadad => sadad::Gateway::NAME,
            Self::Adfali => adfali::Gateway::NAME,
        }
    }

    /// The way with this name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let mut all = Self::IN_DOLLARS.iter().chain(Self::IN_DINARS);
        all.find(|way| way.name() == name).copied()
    }
}
