//! Verified Plutu callbacks as arguments of axum and actix-web handlers, and what to tell the payer
//! in Arabic and English.
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use axum::extract::{FromRef, Path, State};
//! use axum::http::StatusCode;
//! use axum::response::Html;
//! use axum::{Router, routing::get};
//! use plutu_core::gateways::mpgs;
//! use plutu_core::{InvoiceNo, Language, SecretKey, Settlement, Verifier};
//! use plutu_web::answer::Situation;
//! use plutu_web::{Rejection, Signed};
//!
//! #[derive(Clone)]
//! struct Shop {
//!     verifier: Verifier,
//!     // … and the database
//! }
//!
//! // The extractor takes the verifier from the state. Without this, the route does not compile.
//! impl FromRef<Shop> for Verifier {
//!     fn from_ref(shop: &Shop) -> Self {
//!         shop.verifier.clone()
//!     }
//! }
//!
//! /// An order, as the shop stored it before the payer left for the payment page.
//! struct Order {
//!     invoice_no: InvoiceNo,
//!     amount: mpgs::Amount,
//! }
//!
//! /// Answers when the payer's browser returns. The return URL contains the number of the order.
//! async fn returned(
//!     State(shop): State<Shop>,
//!     Path(id): Path<u64>,
//!     callback: Result<Signed<mpgs::Callback>, Rejection>,
//! ) -> (StatusCode, Html<&'static str>) {
//!     let (status, situation) = match &callback {
//!         Ok(callback) => {
//!             let situation = shop.settle(id, callback);
//!             (situation.into(), situation)
//!         }
//!         Err(rejection) => (rejection.into(), rejection.into()),
//!     };
//!     (status, Html(situation.sentence(Language::Ar)))
//! }
//!
//! impl Shop {
//!     /// Compares the callback with the shop's own order.
//!     fn settle(&self, id: u64, callback: &mpgs::Callback) -> Situation {
//!         let Some(order) = self.load(id) else {
//!             return Situation::NotBelieved;
//!         };
//!         match callback.settle(&order.invoice_no, order.amount) {
//!             Ok(settlement) => {
//!                 if let Settlement::Paid(paid) = &settlement {
//!                     // The key is unique in the database, so the goods are shipped once.
//!                     println!("record {}, and ship", paid.key());
//!                 }
//!                 Situation::from(&settlement)
//!             }
//!             Err(mismatch) => Situation::from(&mismatch),
//!         }
//!     }
//!
//!     /// Loads an order. Both values come from the database, never from the callback.
//!     fn load(&self, id: u64) -> Option<Order> {
//!         let invoice_no = "INV-1001".parse().ok()?;
//!         let amount = "12.50".parse().ok()?;
//!         (id == 1001).then_some(Order { invoice_no, amount })
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let shop = Shop {
//!     verifier: Verifier::new(SecretKey::new("sk_of_this_example")?),
//! };
//! let router: Router = Router::new()
//!     .route("/orders/{id}/paid", get(returned))
//!     .with_state(shop);
//! # Ok(())
//! # }
//! ```
//!
//! # The flow
//!
//! 1. An extractor reads the **raw** query or body, and verifies it with the verifier in the
//!    application's state. [`Signed`] is for the query that the payer's browser brings,
//!    [`SignedJson`] for the body that Plutu's server posts, and [`SignedPage`] for a return page,
//!    which proves nothing.
//! 2. A request that does not verify becomes a [`Rejection`] and settles nothing. A HEAD request
//!    settles nothing either: many frameworks answer HEAD with the handler for GET.
//! 3. The handler compares the callback with the shop's own order by calling `settle`. Before that,
//!    nothing is known about the order.
//! 4. Every result converts into a [`Situation`](answer::Situation), which has an HTTP status and a
//!    sentence for the payer.
//!
//! The same callback can arrive more than once, for example when the payer reloads the page. It
//! verifies every time. Keep [`Paid::key`](plutu_core::Paid::key) unique in the database, so that
//! the order is settled once.
//!
//! | gateway | route | argument |
//! |---|---|---|
//! | MPGS, Local Bank Cards | GET `return_url` | `Signed<mpgs::Callback>`, `Signed<local_bank_cards::Callback>` |
//! | T-Lync | POST `callback_url` | `SignedJson<tlync::Callback>` |
//! | T-Lync | GET `return_url` | `SignedPage<tlync::Return>` |
//!
//! The extractors also work for every gateway that an application declares with the attribute
//! [`plutu_gateway`](plutu_core::plutu_gateway).
//!
//! # actix-web
//!
//! The verifier is part of the application's data, which is looked up at run time. If it is
//! missing, every callback is answered with 500, and the log says what to add. To handle a
//! rejection yourself, take a `Result<Signed<C>, Rejection>`. An `Option` would hide why a callback
//! was rejected.
//!
#![cfg_attr(feature = "actix-web", doc = "```")]
#![cfg_attr(not(feature = "actix-web"), doc = "```ignore")]
//! use actix_web::{App, HttpResponse, http::StatusCode, web};
//! use plutu_core::gateways::tlync;
//! use plutu_core::{InvoiceNo, SecretKey, Settlement, Verifier};
//! use plutu_web::SignedJson;
//! use plutu_web::answer::Situation;
//!
//! /// An order, as the shop stored it before it sent the request.
//! struct Order {
//!     invoice_no: InvoiceNo,
//!     amount: tlync::Amount,
//! }
//!
//! /// Answers Plutu's server. A callback that does not verify never arrives here.
//! async fn called_back(callback: SignedJson<tlync::Callback>) -> HttpResponse {
//!     let Some(order) = find(callback.invoice_no()) else {
//!         return HttpResponse::BadRequest().finish();
//!     };
//!     let situation = match callback.settle(&order.invoice_no, order.amount) {
//!         Ok(settlement) => {
//!             if let Settlement::Paid(paid) = &settlement {
//!                 println!("record {}, and ship", paid.key());
//!             }
//!             Situation::from(&settlement)
//!         }
//!         Err(mismatch) => Situation::from(&mismatch),
//!     };
//!     HttpResponse::new(StatusCode::from(situation))
//! }
//!
//! /// Finds the order that was stored with this invoice number.
//! fn find(invoice_no: &InvoiceNo) -> Option<Order> {
//!     let stored = Order {
//!         invoice_no: "INV-1001".parse().ok()?,
//!         amount: "40".parse().ok()?,
//!     };
//!     (stored.invoice_no == *invoice_no).then_some(stored)
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = web::Data::new(Verifier::new(SecretKey::new("sk_of_this_example")?));
//! let app = App::new()
//!     .app_data(verifier)
//!     .route("/callback", web::post().to(called_back));
//! # Ok(())
//! # }
//! ```
//!
//! [Other frameworks](other_frameworks) need a few lines of your own.
//!
//! # Several secrets
//!
//! According to Plutu's documentation, an account has one secret for all gateways. If yours has one
//! for each gateway, give each verifier a type of its own. The handler names the type, so a route
//! cannot use the wrong secret by accident:
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use std::borrow::Borrow;
//!
//! use axum::extract::FromRef;
//! use plutu_core::Verifier;
//! use plutu_core::gateways::tlync;
//! use plutu_web::SignedJson;
//!
//! #[derive(Clone)]
//! struct TlyncVerifier(Verifier);
//!
//! impl Borrow<Verifier> for TlyncVerifier {
//!     fn borrow(&self) -> &Verifier {
//!         &self.0
//!     }
//! }
//!
//! # #[derive(Clone)]
//! # struct Shop {
//! #     tlync: TlyncVerifier,
//! # }
//! // For axum. For actix-web: `.app_data(web::Data::new(TlyncVerifier(verifier)))`.
//! impl FromRef<Shop> for TlyncVerifier {
//!     fn from_ref(shop: &Shop) -> Self {
//!         shop.tlync.clone()
//!     }
//! }
//!
//! async fn called_back(callback: SignedJson<tlync::Callback, TlyncVerifier>) {
//!     // …
//! #   drop(callback);
//! }
//! # let _: axum::Router<Shop> = axum::Router::new().route("/", axum::routing::post(called_back));
//! ```
//!
//! # Several merchants
//!
//! If one application serves several merchants, the path of the request may decide which secret
//! applies. The verifier is then known only at run time. Take the method and the raw query, find
//! the verifier, and call [`Signed::from_query`] or [`SignedJson::from_body`]:
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use axum::extract::{Path, RawQuery};
//! use axum::http::Method;
//! use plutu_core::Verifier;
//! use plutu_core::gateways::mpgs;
//! use plutu_web::{Rejection, Signed};
//!
//! async fn returned(
//!     method: Method,
//!     Path(merchant): Path<String>,
//!     RawQuery(query): RawQuery,
//! ) -> Result<String, Rejection> {
//!     let verifier = verifier_of(&merchant);
//!     let callback =
//!         Signed::<mpgs::Callback>::from_query(method.as_str(), query.as_deref(), &verifier)?;
//!     Ok(format!("settle {} of {merchant} here", callback.invoice_no()))
//! }
//!
//! # fn verifier_of(_: &str) -> Verifier {
//! #     std::process::abort()
//! # }
//! # let _: axum::Router = axum::Router::new().route("/{merchant}", axum::routing::get(returned));
//! ```
//!
//! # A missing verifier
//!
//! With axum, a missing verifier is a compile error. `#[axum::debug_handler]` makes the message
//! readable.
//!
#![cfg_attr(feature = "axum", doc = "```compile_fail,E0277")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use axum::{Router, routing::get};
//! use plutu_core::gateways::mpgs;
//! use plutu_web::Signed;
//!
//! async fn returned(_callback: Signed<mpgs::Callback>) {}
//!
//! let router: Router = Router::new().route("/paid", get(returned)).with_state(());
//! ```
//!
//! # Logs
//!
//! When an extractor answers a request with a rejection, it writes a line to the log, with the
//! crate `log`: a warning for a callback that does not verify, an error for a missing verifier. A
//! handler that takes the `Result` decides itself what to log. No line shows a secret, the expected
//! hash, or a value of the callback.
//!
//! The **access log** of a server or a proxy may show the query with which the payer returns. It
//! holds the amount, the invoice number, and a signature that stays valid forever.
//!
//! # Features
//!
//! | feature | adds | default |
//! |---|---|---|
//! | `actix-web` | the extractors for actix-web 4, without actix-web's default features | no |
//! | `axum` | the extractors for axum 0.8; they depend on axum-core and http only | no |
//! | `http` | `Situation::from(&plutu_http::SendError)`, without an HTTP client | no |
//!
//! # Modules
//!
//! | module | holds |
//! |---|---|
//! | [`answer`] | what to tell the payer after each outcome |
//! | [`other_frameworks`] | the lines that hyper, Rocket, Poem and warp need |

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "actix-web", feature = "axum"))]
mod adapters;
pub mod answer;
mod extract;
pub mod other_frameworks;
mod rejection;

pub use crate::extract::MAX_BODY;
pub use crate::extract::Signed;
pub use crate::extract::SignedJson;
pub use crate::extract::SignedPage;
pub use crate::rejection::Rejection;

/// Compiles the example of the README.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../README.md")]
struct Readme;
