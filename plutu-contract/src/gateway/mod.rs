//! Tests the contract of a declared gateway: whether its declaration fits what Plutu signs, and
//! believes nothing else.
//!
//! A declaration is transcribed from a documentation page, and its mistakes are not seen before the
//! first payer is back. [`check`] takes one genuine callback, for example of a test payment, and
//! the verifier of its secret. It compares the declaration with the callback, then attacks it with
//! some 1,500 forgeries: each changed byte, each dropped, duplicated or renamed key, other orders,
//! amounts, currencies and gateways. A callback that comes as a JSON body has [`check_json`], a
//! return page has [`check_return`].
//!
//! ```
//! use plutu_contract::gateway::{self, Clause, Mistake};
//! use plutu_core::{SecretKey, Verifier, plutu_gateway};
//!
//! #[plutu_gateway(name = "coastpay", currency = "LYD")]
//! pub mod coast_pay {
//!     use plutu_core::field::*;
//!
//!     #[callback]
//!     pub struct Callback {
//!         pub amount: Amount,
//!         pub invoice_no: InvoiceNo,
//!         pub till: PlainText,
//!         pub transaction_id: Option<TransactionId>,
//!     }
//! }
//!
//! // The raw query, as a test payment brought it.
//! let genuine = "gateway=coastpay&approved=1&amount=12.50&invoice_no=INV-1001&till=A17\
//!     &transaction_id=100900\
//!     &hashed=49746A669E54404DBD58D31131E133592122FF40DDEB5A4F6440F99D54140C1B";
//! let verifier = Verifier::new(SecretKey::new("sk_of_the_example")?);
//!
//! let report = gateway::check::<coast_pay::Callback>(genuine, &verifier)?;
//! println!("{report}");
//! assert!(report.tried(Clause::RejectsChangedBytes) > 1_000);
//! // An amount in another unit is an amount too: compare it with what was paid.
//! assert_eq!(report.amount(), Some("12.50 LYD"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Mistakes
//!
//! If the declaration does not fit, the error names what it probably got wrong, each [`Mistake`]
//! with what to write instead. A missing field is the mistake that no payment shows: everything
//! that came was signed, so the callback verifies. It stops verifying on the day on which a shop
//! puts a query of its own into its return URL.
//!
//! ```
//! # use plutu_contract::gateway::{self, Mistake};
//! # use plutu_core::{SecretKey, Verifier, plutu_gateway};
//! #[plutu_gateway(name = "coastpay", currency = "LYD")]
//! pub mod coast_pay {
//!     use plutu_core::field::*;
//!
//!     #[callback]
//!     pub struct Callback {
//!         pub amount: Amount,
//!         pub invoice_no: InvoiceNo,
//!         pub transaction_id: Option<TransactionId>,
//!     }
//! }
//! # let genuine = "gateway=coastpay&approved=1&amount=12.50&invoice_no=INV-1001&till=A17\
//! #     &transaction_id=100900\
//! #     &hashed=49746A669E54404DBD58D31131E133592122FF40DDEB5A4F6440F99D54140C1B";
//! # let verifier = Verifier::new(SecretKey::new("sk_of_the_example")?);
//!
//! assert!(coast_pay::Callback::verify(genuine, &verifier).is_ok());
//! let error = gateway::check::<coast_pay::Callback>(genuine, &verifier).unwrap_err();
//! assert_eq!(error.mistakes(), [Mistake::NotDeclared { key: "till".to_owned() }]);
//! let text = error.to_string();
//! assert!(text.ends_with("- `till` is signed, but not declared: add a field for it"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One callback shows what it brings: a field that may be missing, and is not declared as an
//! `Option`, is found in a callback that lacks it. Test an approved callback and a canceled one. A
//! signature that no choice of the parameters explains is reported as [`Mistake::Secret`];
//! `plutu_core::explain` shows more of it, and needs the secret.

mod bench;
mod check;
mod clause;
mod diagnosis;
mod error;
mod message;
mod mistake;
mod near;
mod report;
mod signature;
mod subject;
mod trials;

pub use self::check::check;
pub use self::check::check_json;
pub use self::check::check_return;
pub use self::clause::Clause;
pub use self::error::ClauseError;
pub use self::error::ContractError;
pub use self::mistake::Mistake;
pub use self::report::Report;
