//! Records a shop's orders and payments in its own database, so that each order is settled exactly
//! once.
//!
//! ```
//! use plutu_core::callback::signed_query;
//! use plutu_core::currency::USD;
//! use plutu_core::gateways::mpgs;
//! use plutu_core::{Amount, Certainty, SecretKey, Verifier};
//! use plutu_orders::{Action, Job, MemoryStore, OrderId, Orders, Queue};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! // 1. A payer places an order. A real shop uses a `SqliteStore` or a `PostgresStore`.
//! let orders = Orders::new(MemoryStore::new());
//! let (id, price): (OrderId, Amount<USD>) = ("1001".parse()?, "12.50".parse()?);
//! let order = orders.create(id.clone(), price).await?;
//!
//! // 2. Record the request before you send it. If that is an error, send nothing.
//! let number = format!("{id}-{}", order.attempts().len() + 1);
//! let request = mpgs::Confirm::builder()
//!     .amount(order.amount()?)
//!     .invoice_no(number.parse()?)
//!     .return_url("https://shop.example/paid".parse()?)
//!     .build();
//! assert_eq!(orders.start(&id, &request).await?.action, Action::Send);
//!
//! // 3. `client.send(&request)` failed, and `error.certainty()` is `Unknown`.
//! let lost = orders.failed(&request, Certainty::Unknown).await?;
//! assert_eq!(lost.action, Action::OfferAgain);
//!
//! // 4. The payer saw the payment page anyway, and paid. The callback is verified.
//! # let secret_key = SecretKey::new("sk_of_this_example")?;
//! # let query = signed_query([("gateway", "mpgs"), ("approved", "1"), ("amount", "12.50"), ("currency", "USD"),
//! #     ("invoice_no", "1001-1"), ("transaction_id", "1")], &secret_key);
//! # let verifier = Verifier::new(secret_key);
//! let callback = mpgs::Callback::verify(&query, &verifier)?;
//! let paid = orders.settle(&callback).await?;
//! assert_eq!(paid.action, Action::Ship);
//!
//! // 5. The payer reloads the page. Nothing happens twice.
//! let again = orders.settle(&callback).await?;
//! assert_eq!(again.action, Action::Nothing);
//!
//! // 6. The shipping code reads the outbox, also after a crash, until the task is acknowledged.
//! for task in orders.pending(Queue::Shipping, 100).await?.tasks {
//!     assert_eq!((task.job(), task.order()), (Job::Ship, Some(&id)));
//!     // … ship it, once for each `task.key()` …
//!     orders.acknowledge(&task.key()).await?;
//! }
//! # Ok(())
//! # }
//! # let mut run = Box::pin(run());
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # assert!(matches!(run.as_mut().poll(&mut context), std::task::Poll::Ready(Ok(()))));
//! ```
//!
//! # What a shop calls
//!
//! | when | call |
//! |---|---|
//! | an order is placed | [`Orders::create`] |
//! | before a one-time password is requested | [`Order::check_payable`] |
//! | before a request with an invoice number is sent | [`Orders::start`]; send the request only if the result is `Ok` |
//! | a request failed, after its own `start` was `Ok` | [`Orders::failed`] |
//! | a charge returned a receipt, or a callback was verified | [`Orders::receipt`], [`Orders::settle`] |
//! | a page is shown | [`Order::state`]; offer to pay if [`Order::check_payable`] is `Ok` and [`Order::is_being_checked`] is false |
//! | in the background | [`Orders::pending`] and [`Orders::acknowledge`] for [`Queue::Shipping`]; [`Orders::freeze_lost_charges`] |
//! | on the page of the person who decides about doubtful payments | [`Orders::pending`] for [`Queue::Person`]; [`Orders::decide`] |
//! | [`OrdersError::is_unavailable`] is true | answer 503; repeat the call later, but not [`Orders::start`]: begin a new attempt |
//!
//! # The states of an order
//!
//! ```text
//!            start                     paid
//!   Open ───────────────► Awaiting ───────────► Paid
//!    ▲  ◄───────────────  │                      ▲
//!    │  refused, canceled │ the outcome of a     │ paid, or a person
//!    │                    ▼ charge is unknown    │ says that it was
//!    └──────────────── Frozen ───────────────────┘
//!      a person says
//!      that it was not paid
//! ```
//!
//! [`Order::apply`] has the complete table: what each event does, and what to do after it. A
//! payment that matches the order settles it in every state except `Paid`: what Plutu reports is
//! never ignored.
//!
//! # The laws
//!
//! These laws hold in every state that two processes can reach with three attempts. Messages may be
//! lost, late, repeated or out of order, and each process may crash at every step. The test
//! `tests/exploration` visits all of these states.
//!
//! - An order never leaves `Paid`. A cancellation or an error after the payment changes nothing.
//! - An approval settles the order, also after a cancellation or an unknown outcome.
//! - A payment that was recorded before changes nothing. If a second attempt is paid too, its money
//!   is to be refunded.
//! - An order is `Paid` only if it was paid. Then its task to ship is added to the outbox, once. It
//!   is acknowledged if the order is refunded before it was shipped.
//! - A charge with an unknown outcome is frozen, and a person is asked. While a charge is under way
//!   or frozen, no other attempt can be started, with any invoice number. So at most one charge of
//!   an order takes the money.
//! - A new attempt has a new invoice number. Its amount and its currency are the order's.
//! - Each change adds one line to the history, and no line is ever removed.
//!
//! # Limits
//!
//! No record can show a payment that Plutu never reported, or money that moved twice for one
//! request. Both appear in the account's statement. [`Orders::decide`] records what a person found
//! there.
//!
//! [`Order`] alone, without a store, is a pure state machine: it uses no database, clock or
//! network. You can keep it in a column of your own table.
//!
//! # Features
//!
//! | feature | adds | default |
//! |---|---|---|
//! | `postgres` | `PostgresStore`, over sqlx | no |
//! | `sqlite` | `SqliteStore`, over sqlx | no |
//!
//! # Modules
//!
//! Everything that an application needs is at the root of the crate. The module [`store`] holds
//! what a store of your own needs.

#![cfg_attr(docsrs, feature(doc_cfg))]

/// Compiles the example of the README.
#[cfg(all(doctest, feature = "sqlite"))]
#[doc = include_str!("../README.md")]
struct Readme;

mod action;
mod attempt;
mod error;
mod event;
mod evidence;
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
pub use crate::evidence::Evidence;
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
pub use crate::task::Pending;
pub use crate::task::Queue;
pub use crate::task::Task;
pub use crate::task::TaskKey;
pub use crate::task::UnreadableTask;
pub use crate::timestamp::Timestamp;
