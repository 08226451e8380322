//! The gateways that Plutu documents, each declared with the public attribute
//! [`plutu_gateway`](macro@crate::plutu_gateway) and nothing else.
//!
//! | module | product | currency | how the payer pays |
//! |---|---|---|---|
//! | [`local_bank_cards`] | Local Bank Cards, of the Numo network | Libyan dinars | on a hosted page |
//! | [`mpgs`] | Mastercard Payment Gateway Services | US dollars | on a hosted page |

// The attribute stands on an inline module, so each file holds one and this room shows it.
#[path = "local_bank_cards.rs"]
mod local_bank_cards_file;
#[path = "mpgs.rs"]
mod mpgs_file;

pub use self::local_bank_cards_file::local_bank_cards;
pub use self::mpgs_file::mpgs;
