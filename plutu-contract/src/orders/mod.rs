//! Tests the contract of a [`Store`](plutu_orders::Store): your own store must settle every order
//! exactly once.
//!
//! A store may lose an update, or write an order and its task in two steps, and still work as long
//! as nothing goes wrong. [`check`] makes many changes at the same time, and reports each clause of
//! the [contract](plutu_orders::Store#contract) that the store breaks.
//!
//! ```
//! use plutu_contract::orders;
//! use plutu_orders::MemoryStore;
//!
//! # async fn our_store_keeps_the_contract() -> Result<(), orders::ContractError> {
//! orders::check(&MemoryStore::new()).await
//! # }
//! ```
//!
//! Use a separate database for the test, with as many connections as the application has. With one
//! connection, changes cannot happen at the same time, and the test proves little. [`check_down`]
//! tests the same store after its database was stopped.
//!
//! The test cannot find out whether a change survives a power failure.

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
