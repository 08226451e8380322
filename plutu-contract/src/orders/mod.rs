//! Tests the contract of a [`Store`](plutu_orders::Store): whether orders are settled once in a
//! database of your own.
//!
//! A store that loses an update, or writes an order and its task in two steps, works on every good
//! day. [`check`] plays the bad days, with many changes at once, and reports each clause of the
//! [contract](plutu_orders::Store#contract) that the store breaks.
//!
//! ```
//! use plutu_contract::orders;
//! use plutu_orders::MemoryStore;
//!
//! # async fn our_store_holds_to_the_contract() -> Result<(), orders::ContractError> {
//! orders::check(&MemoryStore::new()).await
//! # }
//! ```
//!
//! Give it a database of its own, with as many connections as the application has: changes that
//! cannot meet prove little. [`check_down`] tests the same store after the database was stopped.
//!
//! It cannot see whether a change survives a power failure.

mod bench;
mod check;
mod clause;
mod error;
mod outbox;
mod records;

pub use self::check::check;
pub use self::check::check_down;
pub use self::clause::Clause;
pub use self::error::ClauseError;
pub use self::error::ContractError;
