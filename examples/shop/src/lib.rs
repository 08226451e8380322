//! A shop that takes payments through Plutu's five gateways and settles every order exactly once.
//!
//! Read it in this order:
//!
//! 1. `products` and `shop`: an order is placed, and gets an address that nobody can guess.
//! 2. `payments`: an attempt is recorded, then sent. `payments::hosted` gets a payment page from
//!    Plutu, `payments::otp` takes the money after a one-time password.
//! 3. `web::return_page` and `web::callback`: the payer returns, or Plutu's server posts a
//!    callback, and the order is settled.
//! 4. `status`: what the payer reads, and whether they may pay again.
//! 5. `shipping`: paid orders are shipped once.
//! 6. `web::desk`: a person decides about orders in doubt.
//!
//! `pages` and `words` are the user interface, `ledger` and `database` are the storage. The README
//! maps each rule to the function that enforces it.

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
