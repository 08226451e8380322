//! The gateways that Plutu documents, each declared with the public attribute
//! [`plutu_gateway`](macro@crate::plutu_gateway) and nothing else.
//!
//! | module | product | currency | how the payer pays | what settles the order |
//! |---|---|---|---|---|
//! | [`sadad`] | Sadad, the wallet of Al-Madar | Libyan dinars | with a one-time password | the reply to `Confirm` |
//! | [`adfali`] | Adfali, of the Bank of Commerce and Development | Libyan dinars | with a one-time password | the reply to `Confirm` |
//! | [`local_bank_cards`] | Local Bank Cards, of the Numo network | Libyan dinars | on a hosted page | the callback in the browser |
//! | [`mpgs`] | Mastercard Payment Gateway Services | US dollars | on a hosted page | the callback in the browser |
//! | [`tlync`] | T-Lync, of Tadawul | Libyan dinars | on a hosted page | the callback posted to the shop's server |

// The attribute needs an inline module. So each file contains one, which is re-exported here.
#[path = "adfali.rs"]
mod adfali_file;
#[path = "local_bank_cards.rs"]
mod local_bank_cards_file;
#[path = "mpgs.rs"]
mod mpgs_file;
#[path = "sadad.rs"]
mod sadad_file;
#[path = "tlync.rs"]
mod tlync_file;

pub use self::adfali_file::adfali;
pub use self::local_bank_cards_file::local_bank_cards;
pub use self::mpgs_file::mpgs;
pub use self::sadad_file::sadad;
pub use self::tlync_file::tlync;
