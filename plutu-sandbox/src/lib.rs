//! A local stand-in for Plutu: its HTTP API as far as it is publicly known, a checkout page for a
//! real browser, and callbacks that are signed the way Plutu signs them. It needs no account, and
//! no money moves.
//!
//! This test takes a payment from the first request to the verified callback:
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
//! // The payer approves on that page, and the browser returns to the shop.
//! let url = sandbox.approve(&"INV-1001".parse()?).await?;
//! let (page, query) = url.split_once('?').ok_or("no query")?;
//! assert_eq!(page, "https://shop.example/paid");
//!
//! // The shop verifies the signature and compares the callback with its order.
//! let callback = mpgs::Callback::verify(query, &Verifier::new(sandbox.secret_key()))?;
//! let settlement = callback.settle(&"INV-1001".parse()?, "12.50".parse()?)?;
//! assert!(matches!(settlement, Settlement::Paid(_)));
//! # Ok(())
//! # }
//! ```
//!
//! # The flow
//!
//! | gateway | endpoints below `{base_url}/transaction` | how the payer pays | how the shop learns the outcome |
//! |---|---|---|---|
//! | Sadad | `sadadapi/verify`, `sadadapi/confirm` | one-time password [`111111`](Sandbox::otp) | the reply to `confirm` |
//! | Adfali | `edfali/verify`, `edfali/confirm` | one-time password [`1111`](Sandbox::otp) | the reply to `confirm` |
//! | Local Bank Cards | `localbankcards/confirm` | page | the signed query of `return_url` |
//! | MPGS | `mpgs/confirm` | page | the signed query of `return_url` |
//! | T-Lync | `tlync/confirm` | page | the signed JSON that is posted to `callback_url` |
//!
//! 1. The shop posts to an endpoint. The sandbox checks the credentials and the fields by Plutu's
//!    rules, as far as they are known. It accepts each invoice number once, across all gateways.
//! 2. Gateways with a page: the reply's `redirect_url` is a page of the sandbox. In a browser it
//!    has buttons for the outcome. In a test, [`Sandbox::approve`], [`Sandbox::decline`] and
//!    [`Sandbox::cancel`] press them. The payer then returns to the shop's `return_url`, whose
//!    query carries the signed callback. It verifies with [`Sandbox::secret_key`].
//! 3. T-Lync: the sandbox first posts an approval or a decline to the shop's server. The payer then
//!    returns with a short query that proves nothing. [`Sandbox::delivery`] reports what the server
//!    answered, and [`Sandbox::callback_body`] returns the callback for a test without a server.
//! 4. Gateways with a one-time password: any valid mobile number works, for example `0913632323`,
//!    the number of Plutu's test mode according to other clients. The password is valid for [five
//!    minutes](Sandbox::OTP_LIFETIME). [`Sandbox::advance`] moves the clock past them.
//!
//! The sandbox plays any gateway that is declared with `#[plutu_gateway]`
//! ([`SandboxBuilder::gateway`]). For a reply of your own type, give it a function
//! ([`SandboxBuilder::answer`]). What this page says about the five gateways applies to every
//! gateway with the same features: a page, one-time passwords, or a callback that the server posts.
//!
//! A test that drives a shop from outside can wait for the shop: [`Sandbox::wait_for_payment`],
//! [`Sandbox::next_payment`], [`Sandbox::wait_for_callback`]. [`Sandbox::builder`] sets
//! credentials, clock and limits. Any number of sandboxes can run at the same time.
//!
//! Tests in other languages use the [control API](control_api) over HTTP. The [recipes] show how to
//! point a shop in any language at the sandbox.
//!
//! The sandbox keeps everything in memory, within [bounds](#bounds). All of it is gone when the
//! [`Sandbox`] is dropped. The program `plutu-sandbox` runs one on a fixed port until Ctrl-C.
//!
//! # The page
//!
//! The checkout page is in Arabic unless the shop asks for English. It needs no script and loads
//! nothing but an icon. For Local Bank Cards and MPGS it asks for a card. There are three test
//! cards, which work with any date in the future and any code of three digits:
//!
//! | card | result |
//! |---|---|
//! | 9218 0000 0000 0009 | approved |
//! | 9218 0000 0000 0017 | declined |
//! | 9218 0000 0000 0025 | the payer never returns |
//!
//! The cards are inventions of the sandbox, because Plutu's test cards are not known. Other numbers
//! are refused and not stored. If the gateway's callback says how the payer paid, as T-Lync's does,
//! the page asks for the payment method instead of a card.
//!
//! Further buttons are for the developer: approve, decline, close the page without a callback,
//! approve and send the callback twice, and send a callback with a forged signature, which the shop
//! must refuse. After closing, and after a forged callback, the payment stays open. Every button
//! leads to another page, so neither a reload nor the back button submits the form again. A second,
//! different outcome is refused, and the page says so. The one-time passwords appear on
//! `/checkout/phone`, the payer's phone.
//!
//! # The dashboard
//!
//! The sandbox's address without `/api/v1` shows payments and calls as they arrive, with a search.
//! Each callback is shown with the signed string, its time and duration, the shop's answer, and a
//! curl command that sends it again. The page also shows the one-time passwords, and has buttons
//! for what the [control API](control_api) does. Without scripts, reload the page to see changes.
//! The credentials appear only on request. The page is in Arabic or English: in the browser's
//! language, or in the one that `?lang=` names. `/health` answers as soon as the sandbox is ready,
//! whatever the `Host`.
//!
//! # Faults
//!
//! There are four ways to ask for a [`Fault`]:
//!
//! - with the [control API](control_api);
//! - in process, for the next call or callback: [`Sandbox::fault`], [`Sandbox::fault_at`];
//! - with the invoice number, from any language: write `..` and the name of a fault after it, eight
//!   faults at most. The request for `INV-7..drop-after` is carried out and never answered. The
//!   request for `INV-8..delay-2000..callback-twice` is answered late, and its callback comes
//!   twice;
//! - with the amount, for shops that generate their invoice numbers: add the decimals of this table
//!   to 480 for a request that sends a one-time password (`verify`), and to 490 for any other
//!   request. For example, an MPGS payment of 490.12 gets `drop-after`.
//!
//! [`SandboxBuilder::magic`] turns off the last two ways.
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
//! A wrong one-time password is answered with `INVLIAD_OTP`. A password of nines only, `9999`
//! (Adfali) or `999999` (Sadad), is answered with `CONFIRMATION_ERROR`, unless magic is turned off.
//!
//! If several faults of the same call replace its answer, the first one is used. The sandbox checks
//! the credentials and whether the body can be read before a fault takes effect, and the fields
//! after it.
//!
//! # The program
//!
//! ```sh
//! plutu-sandbox --port 8080                      # runs until Ctrl-C and prints what happens
//! plutu-sandbox --fault drop-after --json        # one fault; prints one JSON object per line
//! plutu-sandbox --no-limit                       # accepts amounts above test mode's 500
//! plutu-sandbox --mpgs-currency EUR              # MPGS for an account in euros
//! export PLUTU_SANDBOX_SECRET_KEY=sk_…           # default: the key that `serve` stores
//! plutu-sandbox trigger mpgs.approved --to http://localhost:3000/paid --set invoice_no=INV-7
//! plutu-sandbox sign 'gateway=mpgs&approved=1&amount=5.00'
//! plutu-sandbox verify 'http://localhost:3000/paid?gateway=mpgs&…'  # why it verifies or not
//! plutu-sandbox gateways                         # the fields and signed keys of each gateway
//! plutu-sandbox openapi > openapi.json           # the same, for clients in other languages
//! plutu-sandbox check --list                     # the attacks that `check` tries
//! ```
//!
//! `plutu-sandbox help` describes the rest. The exit code is 0 for success, 1 for a failure, and 2
//! for invalid arguments. `serve` prints the credentials once, at the start, and no other secret.
//! It prints a refused call with the reason, including a call that reaches no endpoint. Control
//! characters of a request are escaped, so a request cannot forge a line of the output.
//!
//! `serve` generates random credentials once and stores them, so that a shop's settings stay valid.
//! The file is `$XDG_STATE_HOME/plutu-sandbox/credentials.json`; without that variable it is below
//! `~/.local/state` (on macOS below `~/Library/Application Support`, on Windows below `%APPDATA%`).
//! Only the user can read it. `--fresh` generates new credentials, and `--ephemeral` stores
//! nothing. In process, the credentials are random every time.
//!
//! `plutu-sandbox completions bash` (or `zsh`, `fish`, `powershell`, `elvish`) prints a completion
//! script for the shell.
//!
//! [`Program`] is the same program with your own gateways.
//!
//! The program needs the feature `cli`, which is on by default. A test that runs the sandbox in
//! process compiles faster without it:
//!
//! ```toml
//! plutu-sandbox = { version = "0.1.0-rc.2", default-features = false }
//! ```
//!
//! # The check
//!
//! `check` attacks a shop in any language with forged, replayed and broken callbacks and with lost
//! replies, and reports what the shop believed:
//!
//! ```sh
//! plutu-sandbox check --gateway mpgs --run 'php -S 127.0.0.1:$PORT shop.php' \
//!   --start 'http://127.0.0.1:{port}/pay?amount={amount}&invoice_no={invoice_no}' \
//!   --paid 'http://127.0.0.1:{port}/paid?invoice_no={invoice_no}'
//! ```
//!
//! `--run` starts the shop. Its environment has `PLUTU_BASE_URL`, `PLUTU_API_KEY`,
//! `PLUTU_ACCESS_TOKEN`, `PLUTU_SECRET_KEY` and `PORT`, and also `PHP_CLI_SERVER_WORKERS=8` unless
//! you set it, because the probes run side by side. `--start` and `--paid` are addresses, or
//! commands for the shell. `--start` starts a payment, and redirects to the payment page or prints
//! its address. `--paid` answers 2xx or exits with 0 if the order is paid, and answers 404 or exits
//! with 1 if not. In a JSON object, the number `paid` says how often the order was paid; without
//! it, the check cannot see that a payment was counted twice. The check learns the return and
//! callback addresses from the shop's own request to Plutu. For a gateway with a payment page,
//! `--paid` also has the return address, as `{return_url}`.
//!
//! In a command, only a placeholder without `$` or `%` before it is replaced: `${port}` is a
//! variable of the shell.
//!
//! `{order_no}` is the number that the check chose for the order, in every option. `{invoice_no}`
//! is the same number, except in `--paid` for a gateway with a payment page: there it is the number
//! in the shop's own request to Plutu. If your shop sends Plutu a number of each attempt, such as
//! `1001-2`, and answers `--paid` by its order's number, write `{order_no}` in `--paid`.
//!
//! The check makes a genuine payment first. The other probes then run side by side, each with
//! orders of its own. They look at what the shop does: whether its order is paid, what the shop
//! sends to Plutu, and whether the shop breaks. `check --list` names the probes, and `check
//! --explain forged-hash` says what the harm and the cure are.
//!
//! The exit code is 0 without findings, 1 with findings, and 2 if the check could not be carried
//! out; a sentence then names the failed step. `--json` prints the report as JSON, and `--junit
//! FILE` writes it for a continuous integration as well.
//!
//! Each finding comes with the command that repeats it, `check … --only NAME`, with new orders. If
//! the finding is about a callback, the curl commands that sent it are there too. They work while
//! the shop runs with the same secret key: for a shop that is running already, but not after a
//! check with `--run`, which makes new credentials and ends the shop.
//!
//! Without `--run`, the check attacks a shop that is already running. The sandbox is then at
//! `--port`, 8080 unless given, with the credentials that `serve` stores. Stop `serve` first, and
//! leave the shop as it is.
//!
//! The check sends to this machine, over plain http, and to no other host unless it is named with
//! `--allow-host`. It never sends to Plutu. A shop that only answers over https needs an address
//! for plain http in its tests. A full check of one gateway sends fewer than 250 requests, and it
//! stops at 600; the report has the number. Ctrl-C ends the check and the shop.
//!
//! Each command has a process group on Unix. It ends with its command, and the shop's group ends
//! with the check: nothing that they started in the background runs on, except what has left the
//! group. The shop gets SIGTERM first, and has three seconds.
//!
//! Each payer has cookies of their own, so a shop may keep its payers in sessions. When the payer
//! comes back from Plutu, `SameSite=Strict` cookies are not sent, because browsers do not send them
//! either. A command keeps its cookies by itself, for example with `curl -c` and a file that is
//! named after `{invoice_no}`.
//!
//! A command in `--start` hides what the payer sees. `html-instead-of-json` then only sees a trace
//! in the output, and how the command ends. Let it exit with 100 or more if the shop answers with
//! an error of its own, and with a smaller code if the shop tells the payer to try again.
//!
//! `check --init` prints a file that says all this, with comments, and `--config FILE` reads it.
//! The file may have headers for a shop that is not public yet, and several gateways: one run then
//! checks all of them with one shop, and `--gateway` chooses one. Gateways that you declared are
//! checked through [`Program`], if they have a payment page and a callback, or one-time passwords.
//!
//! ## One-time passwords
//!
//! `--start` lets the shop send a one-time password, and `--code` enters it. It is an address or a
//! command with the placeholder `{code}`. In `--code` and `--paid`, `{started}` stands for what
//! `--start` printed, or for the address where it ended. A form is posted with a line of curl:
//!
//! ```sh
//! plutu-sandbox check --gateway sadadapi --run 'node shop.js' \
//!   --start "curl -sS -o /dev/null -w '%{redirect_url}' -d phone=0913632323 \
//!     http://127.0.0.1:{port}/pay" \
//!   --code 'curl -sS -d code={code} {started}' \
//!   --paid 'answer=$(curl -sS -w " %{http_code}" {started}/paid)
//!     case $answer in *" 200") echo "${answer% *}" ;; *" 404") exit 1 ;; *) exit 2 ;; esac'
//! ```
//!
//! Only 404 may mean no in `--paid`. A command such as `curl -sSf … || exit 1` also says no for a
//! shop that fails or has crashed.
//!
//! If the reply to a charge is lost, late or cut off, nobody knows whether the money was taken. The
//! shop must not send the charge again, and must take no other payment for the order until a person
//! has looked it up. So the payer tries to pay again in these probes: with the same password, and
//! then from the start. If the shop sends another charge, that is a finding, whether Plutu would
//! refuse it or not. `--start` starts the same order again if it has `{invoice_no}` or
//! `{order_no}`; otherwise give `--again`, which also has `{started}`. What `--again` prints, or
//! where it ends, does not change `{started}`: the password is entered where it was the first time.
//! Without either, only the password is tried again.
//!
//! The shop may refuse the second start in any way: with a page, a redirect, a status such as 409,
//! or an exit code. If the check cannot try it, the probe is reported as not run: a command that
//! cannot be run or is ended by a signal (exit codes 126 and 127 count as such), no answer, or 404
//! or 405 from the address in `--again`, which is probably misspelled then. A shop that refuses the
//! payer with 404 there needs another status. Before such a probe passes, the check connects to the
//! shop: one that no longer answers has not refused anything, and the probe is not run either. For
//! a shop that is running already, this needs its address in `--start`, `--code` or `--paid`, or
//! printed by `--start`.
//!
//! In `payer-leaves`, the payer closes the connection while the shop waits for the reply to a
//! charge, as with a closed tab. If `--code` is a command, it is ended. Some servers drop their
//! work for a request then, and with it the only record of the charge. The order must become paid,
//! or stay open without another charge, as after a lost reply. On Windows, the probe is skipped if
//! `--code` is a command, because what the command started does not end with it there.
//!
//! A shop that shows the payer "failed" and takes no second payment is only seen with `--failed`,
//! which is asked like `--paid`, by the status or the exit code alone. A shop that answers the
//! payer at once and charges in the background has half a second, or twice the time of the genuine
//! payment, before the check takes it that no second charge comes.
//!
//! ## Late replies
//!
//! Two probes delay a reply by 60 seconds and wait until the shop has reacted: it has the reply, or
//! has closed the connection, and the payer has an answer. A shop that waits for 30 seconds and
//! then calls the payment failed is found in this way. The whole check takes a few seconds if the
//! shop waits for a few seconds, and about 65 seconds if the shop waits for a minute or longer.
//! `--late` sets another delay. Make it longer than the shop waits. If the shop waits until the
//! reply comes and makes no other mistake, the probe says nothing: it is reported as skipped, with
//! this reason, which does not change the exit code. A shop that sends the request again only after
//! it has answered the payer, and more than a moment later, is not found.
//!
//! ## What the check finds
//!
//! A signature that verifies proves that Plutu wrote the callback. It does not prove that the
//! callback is about this order, and no library can prove that, because only the shop knows its
//! order. The examples of the official PHP SDK verify the callback and then ask whether the payment
//! was approved. A shop that does exactly that has something left to do. `tests/check/shop.php` in
//! this crate is such a shop, with the SDK's rule written again. The check finds this:
//!
//! | probe | left to do |
//! |---|---|
//! | `changed-amount` | compare the amount with the order's |
//! | `wrong-currency` | compare the currency with the order's |
//! | `callback-of-another-gateway` | compare the gateway with that of the order's own request |
//! | `return-as-payment` | require that amount, gateway and transaction id are there |
//! | `hash-as-list` | check that `hashed` is a string before it is compared |
//!
//! # What is not known
//!
//! The live API was never called. The known facts come from Plutu's documentation, the official PHP
//! SDK with its tests, the official WooCommerce plugin, and other public clients. Everything else
//! is an invention of the sandbox. This table lists the inventions; do not rely on them at Plutu:
//!
//! | not known | the sandbox |
//! |---|---|
//! | which body formats Plutu accepts: urlencoded is known; some clients send multipart or JSON, and one reports that the endpoints for one-time passwords refuse JSON | accepts urlencoded, multipart and JSON bodies of at most 64 KiB at all endpoints |
//! | how Plutu reads JSON values | reads a number as PHP prints it (`5.00` is `5`) and null as a missing field; refuses a boolean, a list or an object |
//! | what happens to a field that is sent twice, has spaces around it, or has digits that are not ASCII | refuses it and names the reason |
//! | how long a URL may be | accepts at most 8,192 bytes |
//! | how long an invoice number may be | accepts at most 1,000 bytes (our decision) |
//! | which return URLs Plutu refuses | refuses a URL that is not http or https, and one with a fragment, user information, or a key that the gateway signs (our decision) |
//! | which callback URLs T-Lync accepts: private and localhost URLs are not supported (documentation) | accepts those too, so that a shop on this machine can be tested |
//! | which mobile numbers Plutu accepts | accepts `09XXXXXXXX` (documentation) and `9XXXXXXXX` (WooCommerce plugin), from `091` to `096` (PHP SDK); every such number has a payer |
//! | which code and status an invalid field gets | for one invalid field, 400 and the code that the official plugins have for it (`INVALID_MOBILE_NUMBER`, `EMPTY_MOBILE_NUMBER`, `EMPTY_BIRTH_YEAR`, `INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR`, `INVALID_AMOUNT`, `INVLIAD_OTP`); for any other field, or several, 422 and `INVALID_INPUTS` |
//! | the wording of `error.message` and the shape of `error.fields` | begins the message with the code and names the first invalid field of the request; shows the shape of an invalid mobile number; `fields` is an object of lists, like Laravel's `errors` |
//! | the status of most errors | 400, except for credentials (401), the path (404), the method (405) and invalid inputs (422); for faults see [`Fault::Error`] |
//! | what an unknown endpoint answers | `INVALID_GATEWAY`, after checking the credentials; `METHOD_NOT_ALLOWED` to anything but a `POST` |
//! | when an invoice number is used up | a page uses it up when it is opened, a one-time password only when it was right; across all gateways |
//! | how long a one-time password is valid | [five minutes](Sandbox::OTP_LIFETIME), then `OTP_EXPIRED` |
//! | how often a payer may try a password, and a shop may call `verify` | any number of times; an earlier process stays valid |
//! | which code a wrong one-time password gets: the official plugins explain both `INVLIAD_OTP` and `CONFIRMATION_ERROR` with "check the OTP" | `INVLIAD_OTP`; `CONFIRMATION_ERROR` for [9999 and 999999](#faults) |
//! | what a second `confirm` of the same process gets | `DUPLICATED_INVOICE_NUMBER` for the same invoice number, `REFERENCE_NUMBER_DOES_NOT_EXIST` for another one, even if the password is wrong or has expired |
//! | what an unknown process gets, or an amount that differs from the first step's | `INVALID_INPUTS` for `process_id`, `INVALID_AMOUNT` for `amount` |
//! | which gateways have test mode's limit, which was reported for Local Bank Cards | all of them: 500 units of the currency; [`SandboxBuilder::limit`] turns it off |
//! | what `commission` means | Sadad's `verify` answers 0, as in the PHP SDK's fixture; Adfali's has none, as in its fixture |
//! | how Plutu numbers processes and transactions | counts up: process ids of 13 digits, transaction ids of 6 digits; the fixtures of one-time passwords have transaction ids of 7 to 11 digits |
//! | Plutu's test cards | has three [cards](#the-page) of its own |
//! | whether a decline is reported, and whether the payer may try another card first | ends the payment; Local Bank Cards and MPGS return neither `approved` nor `canceled`; T-Lync sends `approved=0` ("1 or 0" in the documentation) in its callback and its return |
//! | what T-Lync does after a cancellation | posts nothing; the payer returns with a signed `invoice_no` only |
//! | how T-Lync's callback is sent | posts `application/json` once for each answer, before the payer returns; it has a `payment_method`, even after a decline |
//! | how long T-Lync waits for the shop's server, and whether it tries again | waits five seconds, does not try again, and follows no redirect; the payer returns in any case |
//! | what happens to the query of a `return_url` (inferred from the WooCommerce plugin) | keeps it and appends the signed parameters |
//! | the value of a callback's key that neither the payment nor the request determines | the example of the field's type |
//! | the rate limit | none, except by a fault |
//!
//! The sandbox sends T-Lync's callback only over plain http to this machine (`localhost`,
//! `127.0.0.0/8`, `[::1]`). It accepts other callback URLs and sends nothing to them, unless their
//! host was [named](SandboxBuilder::deliver_to).
//!
//! # Bounds
//!
//! The sandbox's memory is bounded in bytes, whatever clients send:
//!
//! | item | limit |
//! |---|---|
//! | payments | 200,000 ([`SandboxBuilder::max_payments`]) and 512 MiB; beyond either limit the oldest payment is forgotten, and its invoice number is free again |
//! | callbacks of one payment | 16, and 64 KiB together |
//! | one-time passwords | as many as payments, each less than 1 KiB |
//! | calls | 1,000, each with 8 KiB of fields and 2 KiB of any other part |
//! | a list in the control API | 1,000 payments, or fewer if they exceed 8 MiB; request the rest with `after` |
//! | callbacks being sent | 2,048 at once, more fail; 1,024 more that a fault delays, and any beyond those are sent without the delay |
//! | answers that a fault delays | 1,024 at once, whether the client still waits or not; any beyond those are sent without the delay |
//! | connections | 1,024, each with 64 KiB of head and 64 KiB of body |
//!
//! A client has 30 seconds for the head of a request and 10 seconds for its body. When all
//! connections are taken, a new client replaces the one that the sandbox has been waiting for the
//! longest. A connection whose request is being answered is never replaced. So silent and slow
//! clients do not block others.
//!
//! The sandbox uses the field types and the signature code of plutu-core, so each rule is written
//! once.

#![cfg_attr(docsrs, feature(doc_cfg))]

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
mod in_flight;
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
