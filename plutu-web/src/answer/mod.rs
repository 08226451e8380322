//! What to tell a payer. Every outcome is one of a few situations, each with an HTTP status and a
//! sentence in Arabic and English.
//!
//! A payer wants to know whether the money has moved. A shop that shows a time-out as a failure
//! makes the payer pay twice. The sentences here never call an unknown outcome a failure, and never
//! invite the payer to pay again if the money may have moved.
//!
//! ```
//! use plutu_core::{CallbackError, Language, Settlement};
//! use plutu_web::answer::Situation;
//!
//! let situation = Situation::from(&Settlement::Undecided);
//! assert_eq!(situation, Situation::BeingChecked);
//! assert_eq!(situation.status(), 202);
//! assert!(!situation.may_pay_again());
//! assert_eq!(
//!     situation.sentence(Language::En),
//!     "Your payment is being checked. Please do not pay again until the result is known."
//! );
//!
//! let forged = Situation::from(&CallbackError::SignatureMismatch);
//! assert_eq!(forged, Situation::NotBelieved);
//! ```
//!
//! # What each outcome becomes
//!
//! | outcome | situation | status | may pay again |
//! |---|---|---|---|
//! | [`Settlement::Paid`](plutu_core::Settlement::Paid), [`Paid`](plutu_core::Paid) | [`Paid`](Situation::Paid) | 200 | no |
//! | [`Settlement::Canceled`](plutu_core::Settlement::Canceled) | [`Canceled`](Situation::Canceled) | 200 | yes |
//! | [`Settlement::Undecided`](plutu_core::Settlement::Undecided) | [`BeingChecked`](Situation::BeingChecked) | 202 | no |
//! | a charge with an unknown outcome, including one whose invoice number Plutu knows already | [`InDoubt`](Situation::InDoubt) | 202 | no |
//! | [`CallbackError`](plutu_core::CallbackError), [`Mismatch`](plutu_core::Mismatch), [`Rejection`](crate::Rejection) | [`NotBelieved`](Situation::NotBelieved) | 400 | no |
//! | a refusal that the payer can do something about, or that excludes this gateway or this shop | [`Refused`](Situation::Refused) | 402 | yes |
//! | not sent; unknown, but the request moves no money; no payment page, because Plutu knows the invoice number already; too many requests; maintenance; an error of Plutu's or the bank's servers | [`TryAgain`](Situation::TryAgain) | 503 | yes |
//!
//! For a [`Rejection`](crate::Rejection), the page may use
//! [`Rejection::status`](crate::Rejection::status) instead, which distinguishes 400 from 401.
//!
//! A situation is about **one attempt**. If another attempt of the order is paid or in doubt, show
//! that one: it decides what the payer should do. Give every attempt a new invoice number, as
//! plutu-orders requires. If a number is sent twice, the first attempt may have been paid.
//!
//! When the payer returns from T-Lync, show [`Situation::BeingChecked`] unless the callback has
//! settled the order. The return page itself proves nothing.
//!
//! If the database is down when a verified callback arrives, answer 503, so that nobody takes the
//! order for settled, with the sentence of [`Situation::BeingChecked`]. If the payer reloads the
//! page, or the callback is sent again, the order can be settled then.

mod refusal;
mod sentences;
mod situation;

pub use self::refusal::Refusal;
pub use self::situation::Situation;
