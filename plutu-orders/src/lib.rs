//! Orders that are settled exactly once, in the shop's own database.
//!
//! ```
//! use plutu_core::callback::signed_query;
//! use plutu_core::currency::USD;
//! use plutu_core::gateways::mpgs;
//! use plutu_core::{Amount, Certainty, SecretKey, Verifier};
//! use plutu_orders::{Action, Job, MemoryStore, OrderId, Orders, Queue};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! // 1. A payer orders something. A shop has a `SqliteStore` or a `PostgresStore`.
//! let orders = Orders::new(MemoryStore::new());
//! let (id, price): (OrderId, Amount<USD>) = ("1001".parse()?, "12.50".parse()?);
//! let order = orders.create(id.clone(), price).await?;
//!
//! // 2. Before a request is sent, it is recorded. An error means: send nothing.
//! let number = format!("{id}-{}", order.attempts().len() + 1);
//! let request = mpgs::Confirm::builder()
//!     .amount(order.amount()?)
//!     .invoice_no(number.parse()?)
//!     .return_url("https://shop.example/paid".parse()?)
//!     .build();
//! assert_eq!(orders.start(&id, &request).await?.action, Action::Send);
//!
//! // 3. `client.send(&request)` has no reply? `error.certainty()` says what is known.
//! let lost = orders.failed(&request, Certainty::Unknown).await?;
//! assert_eq!(lost.action, Action::OfferAgain);
//!
//! // 4. The payer saw the page all the same, and paid. The callback was verified.
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
//! // 6. The shop's shipping reads the outbox, now or after a crash, until the task is
//! // acknowledged.
//! for task in orders.pending(Queue::Shipping, 100).await? {
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
//! What each event does, and what is to be done after it, is the table of [`Order::apply`]. An
//! order is paid out of every state: Plutu's word that the money came is never ignored.
//!
//! # The laws
//!
//! They hold in every state that two processes reach with three attempts, while messages are lost,
//! late, doubled and out of order, and while each process may crash at every step.
//! `tests/exploration` walks through all of them.
//!
//! - An order never leaves `Paid`. A cancellation or an error after payment changes nothing.
//! - An approval settles, also after a cancellation or an unknown outcome.
//! - A payment that was seen before changes nothing. A second payment, by another attempt, is to be
//!   refunded.
//! - An order is paid only if it was paid, and if it is paid, its task to ship is in the outbox,
//!   once.
//! - A charge with an unknown outcome is frozen, and a person is asked. While a charge is under way
//!   or frozen, nothing else is started, under whatever number. So of an order's charges, one at
//!   most takes the money.
//! - A new attempt has a new invoice number. Its amount and its currency are the order's.
//! - Each change adds one line to the history, and no line goes away.
//!
//! # What a shop does
//!
//! | the shop | does |
//! |---|---|
//! | before a one-time password is asked for | [`Order::check_payable`] |
//! | before a request with an invoice number | [`Orders::start`], and sends only if that is `Ok` |
//! | after an error | [`Orders::failed`] |
//! | with a receipt, with a callback | [`Orders::receipt`], [`Orders::settle`] |
//! | on a page | shows [`Order::state`], and offers to pay if [`Order::check_payable`] is `Ok` |
//! | in the background | [`Orders::pending`] and [`Orders::acknowledge`] for [`Queue::Shipping`]; [`Orders::freeze_lost_charges`] |
//! | on a page for the person who decides | [`Orders::pending`] for [`Queue::Person`]; [`Orders::decide`] |
//! | if [`OrdersError::is_unavailable`] | answers 503: nothing was settled outside of the database |
//!
//! Without the stores, [`Order`] alone is a pure state machine: no database, clock or network. It
//! fits into a column of a table of the shop's own.
//!
//! What no state machine can see: a payment that Plutu never reported, and money that moved twice
//! under one request. Both come to light in the account's statement, and [`Orders::decide`] records
//! what a person found there.
//!
//! # Features
//!
//! | feature | brings | default |
//! |---|---|---|
//! | `postgres` | `PostgresStore`, over sqlx | no |
//! | `sqlite` | `SqliteStore`, over sqlx | no |

#[cfg(all(doctest, feature = "sqlite"))]
#[doc = include_str!("../README.md")]
struct Readme;

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
