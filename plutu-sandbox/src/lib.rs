//! Plays Plutu on this machine: its HTTP API as far as it is known, a checkout page for a real
//! browser, and callbacks that are signed as Plutu signs them, without an account and without
//! money.
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
//! // The payer approves there, and the browser goes back to the shop.
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
//! | Sadad | `sadadapi/verify`, `sadadapi/confirm` | one-time password [`111111`](Sandbox::otp) | the answer to `confirm` |
//! | Adfali | `edfali/verify`, `edfali/confirm` | one-time password [`1111`](Sandbox::otp) | the answer to `confirm` |
//! | Local Bank Cards | `localbankcards/confirm` | page | the signed query of `return_url` |
//! | MPGS | `mpgs/confirm` | page | the signed query of `return_url` |
//! | T-Lync | `tlync/confirm` | page | the signed JSON that is posted to `callback_url` |
//!
//! 1. The shop posts to an endpoint. Credentials and fields are checked by what is known of Plutu's
//!    rules, and an invoice number is taken once, over all gateways.
//! 2. With a page: the answer's `redirect_url` is a page of the sandbox. A browser shows it with
//!    buttons; [`Sandbox::approve`], [`Sandbox::decline`] and [`Sandbox::cancel`] press them in a
//!    test. The payer comes back to the shop's `return_url`, whose query now carries the signed
//!    callback. It verifies with [`Sandbox::secret_key`].
//! 3. With T-Lync, an approval or a decline is first posted to the shop's server, and the payer
//!    comes back with a short query that proves nothing. [`Sandbox::delivery`] tells what the
//!    server answered, and [`Sandbox::callback_body`] has the callback for a test without a server.
//! 4. With a one-time password: any valid mobile number does, `0913632323` for example, which is
//!    said to be the number of Plutu's test mode. The password is good for [five
//!    minutes](Sandbox::OTP_LIFETIME); [`Sandbox::advance`] lets them pass.
//!
//! Any gateway that is declared with `#[plutu_gateway]` is played from its description, and a reply
//! of its author's own by a function: [`SandboxBuilder::gateway`], [`SandboxBuilder::answer`]. What
//! stands here of the five holds for all that have the same: a page, one-time passwords, a callback
//! that the server posts.
//!
//! A test that drives a shop from outside waits for what the shop does:
//! [`Sandbox::wait_for_payment`], [`Sandbox::next_payment`], [`Sandbox::wait_for_callback`].
//! [`Sandbox::builder`] chooses credentials, clock and limits. As many sandboxes as wanted run at
//! once.
//!
//! Tests in other languages do all this over HTTP: see the [control API](control_api). How to point
//! a shop at the sandbox, whatever it is written in: see the [recipes].
//!
//! Everything is kept in memory, within [bounds](#bounds), and is gone with the [`Sandbox`]. The
//! program `plutu-sandbox` runs one on a fixed port until Ctrl-C.
//!
//! # The page
//!
//! It is in Arabic unless the shop asks for English, needs no script, and loads nothing but an
//! icon. Local Bank Cards and MPGS ask for a card, of which there are three, with any date that is
//! not over and any code of three digits:
//!
//! | card | what becomes of the payment |
//! |---|---|
//! | 9218 0000 0000 0009 | approved |
//! | 9218 0000 0000 0017 | declined |
//! | 9218 0000 0000 0025 | the payer never returns |
//!
//! They are the sandbox's own: what Plutu's test cards are is not known. Other numbers are refused,
//! and not kept. A page whose callback says how the payer paid, as T-Lync's does, asks for that.
//! Further buttons are for the developer: approve, decline, close the page without a callback,
//! approve and send the callback twice, and send one with a forged signature, which a shop must
//! refuse; after that one and after closing, the payment stays open. Every button leads to another
//! page, so that neither a reload nor the way back submits the form again; a second outcome is
//! refused, and the page says so. One-time passwords come to `/checkout/phone`, the payer's
//! telephone.
//!
//! # The dashboard
//!
//! The sandbox's own address, without `/api/v1`, shows payments and calls as they come, and finds
//! them. Each callback has the text that was signed, its time and duration, what the shop answered,
//! and a curl command that sends it by hand. There are the one-time passwords, and buttons for what
//! the [control API](control_api) does. Without a script the page is refreshed by hand. Credentials
//! are in it only when it was asked for them. It is in Arabic or English, as the browser prefers or
//! as `?lang=` says. `/health` answers when the sandbox does, whatever the `Host`.
//!
//! # Faults
//!
//! Each [`Fault`] can be asked for in four ways:
//!
//! - by the [control API](control_api);
//! - in process, for the next call or callback: [`Sandbox::fault`], [`Sandbox::fault_at`];
//! - by the invoice number, from any language: what stands behind `..` is a fault in its text form,
//!   and several may follow each other, eight at most. `INV-7..drop-after` is paid and not
//!   answered; `INV-8..delay-2000..callback-twice` is answered late and called back twice;
//! - by the amount, for shops that make their own invoice numbers: 480 and so much at a request
//!   that sends a one-time password (`verify`), 490 and so much at any other.
//!   [`SandboxBuilder::magic`] turns the last two off.
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
//! A wrong one-time password is answered with `INVLIAD_OTP`, and one of nines alone, `9999`
//! (Adfali) or `999999` (Sadad), with `CONFIRMATION_ERROR`, unless magic is turned off.
//!
//! Where several faults of the answer come together, the first that answers instead wins.
//! Credentials and the body's form are checked before any fault strikes, fields after.
//!
//! # The program
//!
//! ```sh
//! plutu-sandbox --port 8080                      # plays Plutu until Ctrl-C, and shows what happens
//! plutu-sandbox --fault drop-after --json        # one fault, and one JSON object a line
//! plutu-sandbox --no-limit                       # takes amounts above test mode's 500
//! plutu-sandbox --mpgs-currency EUR              # MPGS for an account in euros
//! export PLUTU_SANDBOX_SECRET_KEY=sk_…           # unless it is the one that `serve` keeps
//! plutu-sandbox trigger mpgs.approved --to http://localhost:3000/paid --set invoice_no=INV-7
//! plutu-sandbox sign 'gateway=mpgs&approved=1&amount=5.00'
//! plutu-sandbox verify 'http://localhost:3000/paid?gateway=mpgs&…'  # why it verifies or not
//! plutu-sandbox gateways                         # what each gateway asks for, and signs
//! plutu-sandbox openapi > openapi.json           # the same, for clients in other languages
//! plutu-sandbox check --list                     # what a shop is attacked with
//! ```
//!
//! `plutu-sandbox help` describes the rest. It exits with 0 when all went well, 1 when something
//! failed, and 2 when its arguments are not valid. What `serve` prints holds the credentials, once,
//! and nothing else that is secret. A call that is refused is shown with the reason, and so is one
//! that reaches no endpoint. Nothing that a request contains can pass for a line of the output:
//! such characters are escaped.
//!
//! `serve` makes random credentials once and keeps them, so that a shop's settings stay valid: in
//! `$XDG_STATE_HOME/plutu-sandbox/credentials.json`, which is below `~/.local/state` unless that is
//! set (on macOS below `~/Library/Application Support`, on Windows below `%APPDATA%`). The file is
//! the user's alone. `--fresh` makes new ones, `--ephemeral` keeps nothing. In process they are
//! random every time.
//!
//! `plutu-sandbox completions bash` (or `zsh`, `fish`, `powershell`, `elvish`) prints a script for
//! the shell.
//!
//! [`Program`] is the same program with gateways of your own.
//!
//! The program is the feature `cli`, which is on by default. A test that runs the sandbox in
//! process compiles faster without it: `plutu-sandbox = { version = "…", default-features = false
//! }`.
//!
//! # The check
//!
//! `check` attacks a shop, whatever it is written in, with forged, replayed and broken callbacks
//! and lost answers, and says what the shop believed:
//!
//! ```sh
//! plutu-sandbox check --gateway mpgs --run 'php -S 127.0.0.1:$PORT shop.php' \
//!   --start 'http://127.0.0.1:{port}/pay?amount={amount}&invoice_no={invoice_no}' \
//!   --paid 'http://127.0.0.1:{port}/paid?invoice_no={invoice_no}'
//! ```
//!
//! `--run` starts the shop, with `PLUTU_BASE_URL`, `PLUTU_API_KEY`, `PLUTU_ACCESS_TOKEN`,
//! `PLUTU_SECRET_KEY` and `PORT` in its environment. `--start` and `--paid` are addresses, or
//! commands for the shell. `--start` begins a payment, and redirects to, or prints, the payment
//! page. `--paid` answers 2xx or exits with 0 if the order is paid, 404 or 1 if not; a JSON object
//! with a number `paid` says how often, and without one a payment that is counted twice cannot be
//! seen. The return and callback addresses are those of the shop's own request. A command in
//! `--paid` may ask for them: `{return_url}`.
//!
//! A genuine payment comes first. The probes then run side by side, each with orders of its own,
//! and look at nothing but whether the order is paid, and, for broken messages, whether the shop
//! breaks. `check --list` names them, `check --explain forged-hash` has the harm and the cure. Each
//! finding comes with curl commands, which work for as long as the shop runs with the same secret
//! key. The exit code is 0 without findings, 1 with findings, and 2 if the check could not be
//! carried out, with a sentence that names the step. `--json` prints the report as JSON, `--junit
//! FILE` writes it for a continuous integration as well.
//!
//! Without `--run` it attacks a shop that is running. The sandbox is then at `--port`, 8080 unless
//! given, with the credentials that `serve` stores: stop `serve`, and leave the shop as it is.
//!
//! It sends to this machine, or over plain http to hosts named with `--allow-host`, and never to
//! Plutu. It sends a few hundred requests. Gateways of your own are checked as well, through
//! [`Program`]: those with a payment page and a callback, and those with one-time passwords.
//!
//! For a one-time password, `--start` lets the shop ask for one, and `--code` enters it: an address
//! or a command with the place `{code}`. What `--start` printed, or the address where it ended,
//! stands for `{started}` in `--code` and `--paid`. A form that is posted is a line of curl:
//!
//! ```sh
//! plutu-sandbox check --gateway sadadapi --run 'node shop.js' \
//!   --start "curl -sS -o /dev/null -w '%{redirect_url}' -d phone=0913632323 http://127.0.0.1:{port}/pay" \
//!   --code 'curl -sS -d code={code} {started}' --paid 'curl -sSf {started}/paid'
//! ```
//!
//! `check --init` prints a file that says all this, with comments, and `--config FILE` reads it. It
//! may also have headers for a shop that is not public yet.
//!
//! ## What the check finds
//!
//! A verified signature says that Plutu wrote a callback. It does not say that the callback is
//! about this order, and no library can say so for a shop: the shop alone knows its order. So a
//! shop that does what the examples of the official PHP SDK show, verifies, and then asks whether
//! the payment was approved, has something left to do. One of fifty lines is a test of this crate
//! (`tests/check/shop.php`, with the SDK's rule written anew), and this is what is found there:
//!
//! | probe | what is left to do |
//! |---|---|
//! | `changed-amount` | compare the amount with the order's |
//! | `wrong-currency` | compare the currency with the order's |
//! | `callback-of-another-gateway` | compare the gateway with the one that the order was started with |
//! | `return-as-payment` | require amount, gateway and transaction id to be there |
//! | `hash-as-list` | check that `hashed` is a string before it is compared |
//!
//! # What is not known
//!
//! The live API was never called. What is known comes from Plutu's documentation, from the official
//! PHP SDK with its tests, from the official WooCommerce plugin, and from other public clients.
//! Everything else is an invention of the sandbox, and this is the list of them. Do not rely on any
//! of these at Plutu:
//!
//! | not known | here |
//! |---|---|
//! | which bodies Plutu takes: urlencoded is known, of the others only that clients send them; one reports that the endpoints of one-time passwords refuse JSON | all endpoints take urlencoded, multipart and JSON bodies of at most 64 KiB |
//! | what a JSON value is to Plutu | a number is its text as PHP writes it (`5.00` is `5`), null is a missing field, and a boolean, a list or an object is bad |
//! | what happens to a field that is sent twice, has spaces around it, or digits that are not ASCII | it is bad, with a reason for each |
//! | how long a URL may be | at most 8,192 bytes |
//! | how long an invoice number may be | at most 1,000 bytes (our decision) |
//! | which return URLs Plutu refuses | those that are not http or https, or have a fragment, user information, or a key that the gateway signs (our decision) |
//! | where T-Lync's callback URL may lead: private and localhost URLs are not supported (documentation) | also there, so that a shop on this machine can be tested |
//! | which numbers Plutu takes | `09XXXXXXXX` (documentation) and `9XXXXXXXX` (the WooCommerce plugin's), from `091` to `096` (PHP SDK); any such number has a payer behind it |
//! | which code and which status go with a bad field | one bad field: 400 and the code that official plugins have for it (`INVALID_MOBILE_NUMBER`, `EMPTY_MOBILE_NUMBER`, `EMPTY_BIRTH_YEAR`, `INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR`, `INVALID_AMOUNT`, `INVLIAD_OTP`); any other field, or several: 422 and `INVALID_INPUTS` |
//! | the words of `error.message`, and the shape of `error.fields` | the message begins with the code and names the first bad field of the request; a bad mobile number shows its shape; `fields` is an object of lists, as Laravel's `errors` |
//! | the status of most errors | 400, except for credentials (401), the path (404), the method (405) and bad inputs (422); of the faults see [`Fault::Error`] |
//! | what an unknown endpoint answers | `INVALID_GATEWAY`, after the credentials; `METHOD_NOT_ALLOWED` to anything but a `POST` |
//! | when an invoice number is used up | a page uses it up as soon as it exists, a one-time password only when it was right; over all gateways |
//! | how long a one-time password is good for | [five minutes](Sandbox::OTP_LIFETIME); after them `OTP_EXPIRED` |
//! | how often a wrong one-time password may be tried, and `verify` be asked | as often as wanted, and the earlier process stays good |
//! | which code answers a wrong one-time password: official plugins explain `INVLIAD_OTP` and `CONFIRMATION_ERROR` with "check the OTP" | `INVLIAD_OTP`; `CONFIRMATION_ERROR` for [9999 and 999999](#faults) |
//! | what a process answers that was already confirmed | `DUPLICATED_INVOICE_NUMBER` for the same invoice number, `REFERENCE_NUMBER_DOES_NOT_EXIST` for another, also when it is too old or the password is wrong |
//! | what an unknown process, or another amount than the first step's, answers | `INVALID_INPUTS` for `process_id`, `INVALID_AMOUNT` for `amount` |
//! | for which gateways the limit of test mode holds: it was reported for Local Bank Cards | for all of them, 500 units of the currency; [`SandboxBuilder::limit`] turns it off |
//! | what `commission` means | Sadad's `verify` answers 0, as in the PHP SDK's fixture; Adfali's has none there |
//! | Plutu's process ids and transaction ids | numbers that count up: 13 digits and 6 digits; the fixtures of one-time passwords have transaction ids of 7 to 11 digits |
//! | Plutu's test cards | three of the sandbox's [own](#the-page) |
//! | whether a decline is reported, and whether the payer may try another card first | Local Bank Cards and MPGS bring back neither `approved` nor `canceled`; T-Lync says `approved` is `0` ("1 or 0" in the documentation), in its callback and its return; the payment is over |
//! | what T-Lync does after a cancellation | it posts nothing, and the payer comes back with a signed `invoice_no` alone |
//! | how T-Lync's callback is sent | `application/json`, once for each answer, before the payer returns, and with `payment_method`, after a decline too |
//! | how long T-Lync waits for the shop's server, and whether it tries again | five seconds, and it does not; no redirect is followed; whatever becomes of it, the payer returns |
//! | `return_url` with a query of its own (inferred from the WooCommerce plugin) | the signed parameters come behind it |
//! | what a callback says under a key that neither the payment nor the request knows | the example of the field's type |
//! | the rate limit | none, but on demand |
//!
//! T-Lync's callback goes to plain http on this machine alone (`localhost`, `127.0.0.0/8`,
//! `[::1]`); other addresses are taken and not sent to, unless their host was
//! [named](SandboxBuilder::deliver_to).
//!
//! # Bounds
//!
//! Whatever is sent, memory is bounded in bytes:
//!
//! | what | at most |
//! |---|---|
//! | payments | 200,000 ([`SandboxBuilder::max_payments`]), and 512 MiB; beyond either the oldest is forgotten, and its invoice number is free again |
//! | callbacks of a payment | 16, and 64 KiB |
//! | one-time passwords | as many as payments, each less than 1 KiB |
//! | calls | 1,000, each with 8 KiB of its fields and 2 KiB of anything else |
//! | a list of the control API | 1,000 payments, and fewer beyond 8 MiB; ask for the rest with `after` |
//! | callbacks on their way | 2,048, and 1,024 that a fault keeps waiting; of the first, further ones fail, and of the second, they are sent at once |
//! | connections | 1,024, each with a head and a body of 64 KiB |
//!
//! A client has 30 seconds for the head of a request, and 10 for its body, in however many pieces
//! it comes. When all connections are taken, a new client gets the place of the one that has been
//! waited for the longest; only those whose request is being answered keep theirs. So silent and
//! slow clients keep nobody waiting.
//!
//! The sandbox uses plutu-core's field types and signature, so that no rule is written twice, but
//! no client: it is the other side.

mod account;
mod address;
mod api;
mod builder;
mod callback;
#[cfg(feature = "cli")]
mod check;
mod checkout;
#[cfg(feature = "cli")]
mod cli;
mod clock;
mod control;
mod curl;
mod dashboard;
mod environment;
mod error;
mod event;
mod fault;
mod gateway;
mod guard;
mod hangup;
mod journal;
mod money;
#[cfg(feature = "cli")]
mod openapi;
mod own;
mod payer;
mod payments;
mod phone;
#[cfg(feature = "cli")]
mod prose;
mod random;
mod report;
mod router;
mod sandbox;
mod server;
mod shell;
mod shop_server;
#[cfg(feature = "cli")]
mod summary;
mod visible;
mod words;

#[doc = include_str!("../docs/control-api.md")]
pub mod control_api {}

#[doc = include_str!("../docs/recipes.md")]
pub mod recipes {}

pub use crate::builder::SandboxBuilder;
#[cfg(feature = "cli")]
pub use crate::cli::Program;
pub use crate::error::SandboxError;
pub use crate::fault::Fault;
pub use crate::fault::UnknownFaultError;
pub use crate::gateway::DescriptionError;
pub use crate::gateway::DescriptionProblem;
pub use crate::own::ReceivedFields;
pub use crate::own::Refusal;
pub use crate::payments::Carrier;
pub use crate::payments::Delivery;
pub use crate::report::CallbackReport;
pub use crate::report::PaymentReport;
pub use crate::report::PaymentStatus;
pub use crate::sandbox::Sandbox;
