//! What to tell a payer: every outcome as one of a few situations, each with an HTTP status and a
//! sentence in Arabic and English.
//!
//! Whether the money has moved is what a payer wants to know, and what a shop gets wrong: a
//! time-out is shown as a failure, and the payer pays again. The sentences here never call an
//! unknown outcome a failure, and never invite a payer to pay again where the money may have moved.
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
//!     "Your payment is being checked. Please do not pay again before the result is known."
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
//! | a charge with an unknown outcome: also if Plutu knows its invoice number already | [`InDoubt`](Situation::InDoubt) | 202 | no |
//! | [`CallbackError`](plutu_core::CallbackError), [`Mismatch`](plutu_core::Mismatch), [`Rejection`](crate::Rejection) | [`NotBelieved`](Situation::NotBelieved) | 400 | no |
//! | a refusal for a reason that the payer can do something about, or that rules this shop or gateway out | [`Refused`](Situation::Refused) | 402 | yes |
//! | not sent; unknown, but no money could move; no payment page, since Plutu knows the invoice number already; too many requests; maintenance | [`TryAgain`](Situation::TryAgain) | 503 | yes |
//!
//! For a [`Rejection`](crate::Rejection), the page may have its own status instead, which tells 400
//! from 401.
//!
//! A situation is about **one attempt**. If the order has another attempt that is paid or in doubt,
//! show that one: it decides what the payer should do. Every attempt has an invoice number of its
//! own, as plutu-orders makes sure: where a number is sent twice, the first attempt may have been
//! paid.
//!
//! After a T-Lync return page, show [`Situation::BeingChecked`] unless the callback has settled the
//! order: the page itself proves nothing, whatever it says.
//!
//! If the database is down when a verified callback comes, answer 503, so that nobody takes it for
//! settled, with the sentence of [`Situation::BeingChecked`]. A reload, or the callback's
//! repetition, finds the order later.

mod refusal;
mod sentences;
mod situation;

pub use self::refusal::Refusal;
pub use self::situation::Situation;
