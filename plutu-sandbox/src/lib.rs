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
//! | gateway | endpoints below `{base_url}/transaction` | how the payer pays | what tells the shop |
//! |---|---|---|---|
//! | Sadad | `sadadapi/verify`, `sadadapi/confirm` | one-time password [`111111`](Sandbox::SADAD_OTP) | the answer to `confirm` |
//! | Adfali | `edfali/verify`, `edfali/confirm` | one-time password [`1111`](Sandbox::ADFALI_OTP) | the answer to `confirm` |
//! | Local Bank Cards | `localbankcards/confirm` | page | the signed query of `return_url` |
//! | MPGS | `mpgs/confirm` | page | the signed query of `return_url` |
//! | T-Lync | `tlync/confirm` | page | the signed JSON that is posted to `callback_url` |
//!
//! 1. The shop posts to an endpoint. Credentials and fields are checked as Plutu checks them, and an
//!    invoice number is taken once, over all gateways.
//! 2. With a page: the answer's `redirect_url` is a page of the sandbox. A browser shows it with buttons;
//!    [`Sandbox::approve`], [`Sandbox::decline`] and [`Sandbox::cancel`] press them in a test. The payer comes back to
//!    the shop's `return_url`, whose query now carries the signed callback. It verifies with
//!    [`Sandbox::secret_key`].
//! 3. With T-Lync, an approval is first posted to the shop's server, and the payer comes back with a
//!    short query that proves nothing. [`Sandbox::delivery`] tells what the server answered, and
//!    [`Sandbox::callback_body`] has the callback for a test without a server.
//! 4. With a one-time password: any valid mobile number does. The password is good for
//!    [five minutes](Sandbox::OTP_LIFETIME); [`Sandbox::advance`] lets them pass.
//!
//! A test that drives a shop from outside waits for what the shop does: [`Sandbox::wait_for_payment`],
//! [`Sandbox::next_payment`], [`Sandbox::wait_for_callback`]. [`Sandbox::builder`] chooses credentials,
//! clock and limits. As many sandboxes as wanted run at once.
//!
//! Tests in other languages do all this over HTTP: see the [control API](control_api).
//!
//! Everything is kept in memory and is gone with the [`Sandbox`]. Memory is bounded: the last 200,000 payments
//! are kept ([`SandboxBuilder::max_payments`]), the last thousand calls, and of each payment the last
//! sixteen callbacks. The program `plutu-sandbox` runs one on
//! a fixed port until Ctrl-C.
//!
//! # The page
//!
//! It is in Arabic unless the shop asks for English, needs no script, and loads nothing. Local Bank Cards and
//! MPGS ask for a card, of which there are three, with any date and any code:
//!
//! | card | what becomes of the payment |
//! |---|---|
//! | 9218 0000 0000 0009 | approved |
//! | 9218 0000 0000 0017 | declined |
//! | 9218 0000 0000 0025 | the payer never returns |
//!
//! They are the sandbox's own: what Plutu's test cards are is not known. Other numbers are refused, and not
//! kept. T-Lync asks how the payer pays. Further buttons are for the developer: approve, decline, close the
//! page without an answer, approve and answer twice, and answer with a tampered signature, which a shop must
//! refuse; after that one and after closing, the payment stays open. One-time passwords come to
//! `/checkout/phone`, the payer's telephone.
//!
//! # The dashboard
//!
//! The sandbox's own address, without `/api/v1`, shows payments and calls as they come, each callback with the
//! text that was signed and what became of it, the one-time passwords, and buttons for what the
//! [control API](control_api) does. Without a script it is shown anew by hand. Credentials are in it only
//! when it was asked for them. It is in English.
//!
//! # Faults
//!
//! Each [`Fault`] can be asked for in four ways:
//!
//! - by the [control API](control_api);
//! - in process, for the next call or callback: [`Sandbox::fault`], [`Sandbox::fault_at`];
//! - by the invoice number, from any language: what stands behind `..` is a fault in its text form, and
//!   several may follow each other. `INV-7..drop-after` is paid and not answered;
//!   `INV-8..delay-2000..callback-twice` is answered late and called back twice;
//! - by the amount, for shops that make their own invoice numbers: 490 and so much at `confirm`, 480 and so
//!   much at `verify`. [`SandboxBuilder::magic`] turns the last two off.
//!
//! | amount | fault |
//! |---|---|
//! | `.01` | `error-INSUFFICIENT_BALANCE` |
//! | `.02` | `error-BACKEND_SERVER_ERROR` |
//! | `.03` | `error-MAINTENANCE_MODE` |
//! | `.04` | `error-DENIED_ACCESS_GATEWAY` |
//! | `.05` | `error-AMOUNT_EXCEEDED_MAXIMUM` |
//! | `.06` | `error-PHONE_NUMBER_IS_LOCKED` |
//! | `.07` | `error-CHECK_BANK_ACCOUNT` |
//! | `.08` | `error-OTP_WAIT_BEFORE_RESNED` |
//! | `.10` | `rate-limit-30` |
//! | `.11` | `drop-before` |
//! | `.12` | `drop-after` |
//! | `.13` | `html-502` |
//! | `.14` | `cut-json` |
//! | `.15` | `delay-5000` |
//! | `.20` | `callback-twice` |
//! | `.21` | `no-callback` |
//!
//! Where several faults of the answer come together, the first that answers instead wins. Credentials and the
//! body's form are checked before any fault strikes, fields after.
//!
//! # The program
//!
//! ```sh
//! plutu-sandbox --port 8080                      # plays Plutu until Ctrl-C, and shows what happens
//! plutu-sandbox --fault drop-after --json        # one fault, and one JSON object a line
//! export PLUTU_SANDBOX_SECRET_KEY=sk_…           # never a real account's
//! plutu-sandbox trigger mpgs.approved --to http://localhost:3000/paid --set invoice_no=INV-7
//! plutu-sandbox sign 'gateway=mpgs&approved=1&amount=5.00'
//! plutu-sandbox verify 'http://localhost:3000/paid?gateway=mpgs&…'  # why it verifies or not
//! ```
//!
//! `plutu-sandbox help` tells the rest. It exits with 0 when all went well, 1 when something failed, and 2 when
//! its arguments are not understood. What `serve` prints holds the credentials, once, and nothing else that
//! is secret.
//!
//! The program is the feature `cli`, which is on by default. A test that runs the sandbox in process compiles
//! faster without it: `plutu-sandbox = { version = "…", default-features = false }`.
//!
//! # What is decided here
//!
//! Where nothing is known of what Plutu does, the sandbox does this:
//!
//! - All endpoints take urlencoded, multipart and JSON bodies. Plutu is known to take the first
//!   everywhere; of the others it is only known that clients send them, and one reports that the
//!   endpoints of one-time passwords refuse JSON.
//! - A JSON number is its text as PHP writes it (`5.00` is `5`, and `913632323` has lost the zero that a
//!   mobile number begins with), null is a missing field, and a boolean, a list or an object is bad.
//! - A page uses the invoice number up as soon as it exists; a one-time password only when it was right.
//! - A wrong one-time password (`INVLIAD_OTP`) may be tried again as often as wanted, with the same
//!   invoice number. `verify` may be asked again at once, and the earlier process stays good.
//! - A process that is too old answers `OTP_EXPIRED`. One that was confirmed answers `CONFIRMATION_ERROR`,
//!   also when it is too old or the password is wrong: no other code leaves open that money moved, and for
//!   this process it did.
//! - A process that is unknown, or of the other gateway, and an amount that is not the first step's are
//!   `INVALID_INPUTS` for `process_id` and for `amount`.
//! - The limit of test mode, 500 in one transaction, holds where it was heard of: for Sadad and Adfali.
//!   Beyond it `verify` answers `SANDBOX_TRANSACTION_LIMIT_EXCEEDED`.
//! - Errors other than of credentials, of the path and of single fields have the HTTP status 400.
//! - `mobile_number` is taken as `09XXXXXXXX` alone. Plutu-core writes it so, whatever the payer typed.
//! - T-Lync posts a callback for an approved payment alone, and once for each approval. The amount in it
//!   is text. After a cancellation the payer comes back without `approved`, and `invoice_no` is signed
//!   by itself.
//! - After a decline, the callback of Local Bank Cards and MPGS carries neither `approved` nor `canceled`,
//!   and T-Lync's return is that of a cancellation. Whether Plutu tells of a decline at all, or lets the
//!   payer try another card first, is not known.
//! - T-Lync's callback goes to plain http on this machine alone (`localhost`, `127.0.0.0/8`, `[::1]`);
//!   other addresses are taken and not sent to, unless their host was
//!   [named](SandboxBuilder::deliver_to). It is given five seconds, no redirect is followed, and
//!   whatever becomes of it, the payer returns after it.
//!
//! The sandbox uses plutu-core's field types and signature, so that no rule is written twice, but no
//! client: it is the other side.

mod account;
mod api;
mod builder;
mod callback;
mod checkout;
#[cfg(feature = "cli")]
mod cli;
mod clock;
mod control;
mod dashboard;
mod delivery;
mod error;
mod event;
mod fault;
mod gateway;
mod guard;
mod journal;
mod payer;
mod payments;
mod phone;
mod random;
mod report;
mod sandbox;
mod server;
mod visible;

#[doc = include_str!("../docs/control-api.md")]
pub mod control_api {}

pub use crate::builder::SandboxBuilder;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub use crate::cli::run;
pub use crate::delivery::Delivery;
pub use crate::error::SandboxError;
pub use crate::fault::Fault;
pub use crate::fault::UnknownFaultError;
pub use crate::report::CallbackReport;
pub use crate::report::Carrier;
pub use crate::report::PaymentReport;
pub use crate::report::PaymentStatus;
pub use crate::sandbox::Sandbox;
