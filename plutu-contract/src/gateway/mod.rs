//! Tests the contract of a declared gateway: it must accept the callbacks that Plutu signs, and no
//! others.
//!
//! An author copies a declaration from a documentation page by hand. Without a test, a mistake is
//! found only when the first payer returns. [`check`] takes one genuine callback, for example of a
//! test payment, and a verifier with its secret. It compares the declaration with the callback.
//! Then it tries about 1,500 forgeries: every changed byte, every dropped, duplicated or
//! renamed key, and other orders, amounts, currencies and gateways. Use [`check_json`] for a
//! callback that arrives as a JSON body, and [`check_return`] for a return page.
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
//! // The raw query of a test payment's callback.
//! let genuine = "gateway=coastpay&approved=1&amount=12.50&invoice_no=INV-1001&till=A17\
//!     &transaction_id=100900\
//!     &hashed=49746A669E54404DBD58D31131E133592122FF40DDEB5A4F6440F99D54140C1B";
//! let verifier = Verifier::new(SecretKey::new("sk_of_the_example")?);
//!
//! let report = gateway::check::<coast_pay::Callback>(genuine, &verifier)?;
//! println!("{report}");
//! assert!(report.tried(Clause::RejectsChangedBytes) > 1_000);
//! // The test cannot know the unit of an amount. Compare the amount with the one that was paid.
//! assert_eq!(report.amount(), Some("12.50 LYD"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Mistakes
//!
//! If the declaration does not match, the error lists the probable mistakes. Each [`Mistake`] says
//! what to write instead. A missing field cannot be found with a payment: all parameters of the
//! callback are signed, so the callback verifies. But as soon as a shop adds its own parameters to
//! the return URL, its callbacks no longer verify.
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
//! A callback shows nothing about the gateway's requests. If a request sends a field under another
//! name than the built-in gateways, the report's last lines say so: `x_amount` for `amount` is
//! probably a mistake, but `phone` for `mobile_number` may be right. Compare these names with the
//! documentation page.
//!
//! One callback shows only the fields that it contains. If a field is sometimes missing but is not
//! declared as an `Option`, only a callback without it reveals this. So test an approved callback
//! and a canceled one. If no combination of the parameters matches the signature, the error is
//! [`Mistake::Secret`]. `plutu_core::explain` shows more about such a callback, and needs the
//! secret.

mod bench;
mod check;
mod clause;
mod diagnosis;
mod error;
mod message;
mod mistake;
mod names;
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
