//! Orders.

mod action;
mod attempt;
mod error;
mod event;
mod history;
mod key;
mod order;
mod order_id;
mod orders;
mod person;
mod price;
pub mod store;
mod task;
mod text;
mod timestamp;

pub use crate::action::Action;
pub use crate::action::Question;
pub use crate::attempt::Attempt;
pub use crate::attempt::AttemptState;
pub use crate::attempt::NewAttempt;
pub use crate::error::EventError;
pub use crate::event::Event;
pub use crate::event::Verdict;
pub use crate::history::Entry;
pub use crate::history::What;
pub use crate::key::AttemptKey;
pub use crate::order::Order;
pub use crate::order::OrderState;
pub use crate::order_id::OrderId;
pub use crate::orders::Orders;
pub use crate::orders::OrdersError;
pub use crate::orders::Transition;
pub use crate::person::Person;
pub use crate::price::CurrencyError;
pub use crate::price::Price;
pub use crate::store::MemoryStore;
#[cfg(feature = "postgres")]
pub use crate::store::PostgresStore;
#[cfg(feature = "sqlite")]
pub use crate::store::SqliteStore;
pub use crate::store::Store;
pub use crate::store::StoreError;
pub use crate::task::Job;
pub use crate::task::Queue;
pub use crate::task::Task;
pub use crate::task::TaskKey;
pub use crate::timestamp::Timestamp;
