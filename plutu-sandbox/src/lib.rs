//! Plays Plutu on this machine: the same HTTP API, a checkout page for a real browser, and callbacks with
//! real signatures, without an account and without money.
//!
//! A shop's test takes a payment from its first request to its verified callback:
//!
//! ```
//! use plutu_core::gateways::mpgs;
//! use plutu_core::{Request, Settlement, Verifier};
//! use plutu_sandbox::Sandbox;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start().await?;
//!
//! // The shop asks for a checkout page, here with a bare HTTP client.
//! let request = mpgs::Confirm::builder()
//!     .amount("12.50".parse()?)
//!     .invoice_no("INV-1001".parse()?)
//!     .return_url("https://shop.example/paid".parse()?)
//!     .build();
//! let wire = request.wire();
//! let credentials = sandbox.credentials();
//! let answer = reqwest::Client::new()
//!     .post(format!("{}{}", sandbox.base_url(), wire.path))
//!     .bearer_auth(credentials.access_token().expose())
//!     .header("X-API-KEY", credentials.api_key().expose())
//!     .header("Content-Type", "application/x-www-form-urlencoded")
//!     .body(wire.form)
//!     .send()
//!     .await?;
//! let checkout = request.reply(answer.status().as_u16(), &answer.bytes().await?)?;
//! assert!(checkout.url().starts_with("http://127.0.0.1:"));
//!
//! // The payer approves there, and his browser goes back to the shop.
//! let url = sandbox.approve(&"INV-1001".parse()?).await?;
//! let (page, query) = url.split_once('?').ok_or("no query")?;
//! assert_eq!(page, "https://shop.example/paid");
//!
//! // The shop believes what is signed, for its own order.
//! let callback = mpgs::Callback::verify(query, &Verifier::new(sandbox.secret_key()))?;
//! let settlement = callback.settle(&"INV-1001".parse()?, "12.50".parse()?)?;
//! assert!(matches!(settlement, Settlement::Paid(_)));
//! # Ok(())
//! # }
//! ```
//!
//! # The flow
//!
//! 1. The shop posts to `{base_url}/transaction/{gateway}/confirm`. Credentials and fields are checked
//!    as Plutu checks them, and an invoice number is taken once.
//! 2. The answer's `redirect_url` is a page of the sandbox. A browser shows it with two buttons;
//!    [`Sandbox::approve`] and [`Sandbox::cancel`] press them in a test.
//! 3. The payer comes back to the shop's `return_url`, whose query now carries the signed callback. It
//!    verifies with [`Sandbox::secret_key`].
//!
//! The gateways are Local Bank Cards and MPGS. Everything is kept in memory and is gone with the
//! [`Sandbox`]. The program `plutu-sandbox` runs one on a fixed port until Ctrl-C.
//!
//! The sandbox uses plutu-core's field types and signature, so that no rule is written twice, but no
//! client: it is the other side.

mod account;
mod api;
mod callback;
mod checkout;
mod error;
mod gateway;
mod payments;
mod random;
mod sandbox;
mod server;

pub use crate::error::SandboxError;
pub use crate::sandbox::Sandbox;
