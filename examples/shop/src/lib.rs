//! A shop that takes payments through Plutu's five gateways and settles every order exactly once.
//!
//! Read it in this order:
//!
//! 1. `products` and `shop`: an order is placed, and gets an address that nobody guesses.
//! 2. `payments`: an attempt is recorded, then sent. `payments::hosted` gets a payment page from
//!    Plutu, `payments::otp` takes the money after a one-time password.
//! 3. `web::return_page` and `web::callback`: the payer comes back, Plutu calls, and the order is
//!    settled.
//! 4. `status`: what the payer is told, and whether they may pay again.
//! 5. `shipping`: what is paid is shipped, once.
//! 6. `web::desk`: what no callback says, a person decides.
//!
//! `pages` and `words` are what it looks like, `ledger` and `database` are where it is kept. The
//! README maps each rule to the function that keeps it.

mod address;
mod database;
mod error;
mod failure;
mod ledger;
mod opening;
mod pages;
mod payments;
mod products;
mod settings;
mod shipping;
mod shop;
mod status;
mod token;
mod way;
mod web;
mod words;

pub use crate::error::OpenError;
pub use crate::opening::OpenShop;
pub use crate::opening::open;
pub use crate::settings::PlutuAccount;
pub use crate::settings::Settings;
pub use crate::token::Token;
