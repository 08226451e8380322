//! The attribute `#[plutu_gateway]`, which generates a payment gateway's code from its declaration.
//!
//! Use it through plutu-core, which re-exports it and contains the code that generated code calls.
//! A declaration goes through three modules: `parse` turns tokens into syntax, `model` decides what
//! the syntax means and finds the mistakes, and `expand` prints the model.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod expand;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

use crate::model::Errors;
use crate::model::Gateway;
use crate::parse::Declaration;

/// Declares a payment gateway: one attribute on one inline module.
///
/// The module mirrors the gateway's documentation page: one struct for each table of request
/// fields, and one for the table of callback parameters. From it, the attribute generates typestate
/// builders, form encoding, the reading of replies, and the verification of callbacks.
///
/// ```
/// use plutu_core::plutu_gateway;
///
/// /// A gateway that Plutu may add one day.
/// #[plutu_gateway(name = "coastpay", currency = "LYD")]
/// pub mod coast_pay {
///     use plutu_core::field::*;
///
///     /// Opens a payment. The reply is the page to which the payer is sent.
///     #[request(reply = Redirect)]
///     pub struct Confirm {
///         pub amount: Amount,
///         pub invoice_no: InvoiceNo,
///         #[wire("return")]
///         pub return_url: ReturnUrl,
///         pub lang: Option<Language>,
///     }
///
///     /// The parameters with which the payer's browser returns.
///     #[callback]
///     pub struct Callback {
///         pub amount: Amount,
///         pub invoice_no: InvoiceNo,
///         pub transaction_id: Option<TransactionId>,
///     }
/// }
///
/// use plutu_core::Request;
///
/// let request = coast_pay::Confirm::builder()
///     .amount("12.50".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .return_url("https://shop.example/paid".parse()?)
///     .build();
/// assert_eq!(request.wire().path, "/transaction/coastpay/confirm");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # The attribute's keys
///
/// | key | meaning |
/// |---|---|
/// | `name = ".."` | the gateway's name in the API's paths and in callbacks |
/// | `currency = "LYD"` | the currency of all amounts: a known code, or the path of your own type that implements `plutu_core::Currency`; the path is resolved inside the module |
/// | `crate = ::payments::core` | where plutu-core is, if it is not a dependency of your crate or has another name there (the error is then: unresolved import `plutu_core`). Not needed in a module that imports through plutu-http, as in `use plutu_http::core::field::*`. If that import is under `#[cfg]`, write the key |
///
/// # Requests
///
/// `#[request(reply = Type)]` on a struct makes it a request. A field of the type `Option<T>` is
/// optional. Every other field is required. `#[wire("..")]` gives a field another name on the wire.
/// `Confirm::builder()` starts a builder. Its `build` compiles only if every required field is set.
///
/// | key | meaning |
/// |---|---|
/// | `reply = Type` | the type of the endpoint's reply: one of plutu-core's, or a type of your own |
/// | `action = ".."` | the last segment of the path, if it is not the struct's name in snake case |
/// | `moves_money` | the request is a charge |
/// | `answers = Verify(process_id, amount)` | the request takes these fields from the reply to `Verify` |
///
/// **A charge** takes the payer's money. It must declare the required fields `amount: Amount` and
/// `invoice_no: InvoiceNo`, with exactly these types. Only a charge can have the reply `Receipt`,
/// which can settle the order. A charge may also have a reply type of your own, but not the replies
/// `Redirect` and `Challenge`: Plutu sends them before any money has moved.
///
/// **A request that answers another one** can start from the earlier reply, with `answering`. The
/// named fields must be required fields. They are set from the reply's accessors of the same names.
/// If `amount` is one of them, the reply's amount is first compared with the order's: if the order
/// has changed since the first step, `Confirm::answering(&challenge, order_amount)` returns a
/// `Mismatch` and nothing is sent. If `amount` is not named, `Cancel::answering(&reply)` cannot
/// fail. A charge with `answers` must name `amount`, and has no `builder()`, so that the comparison
/// cannot be skipped.
///
/// # Callbacks and return pages
///
/// `#[callback]` on a struct makes it a signed callback. It must declare at least `amount: Amount`,
/// `invoice_no: InvoiceNo` and `transaction_id: TransactionId` (or an `Option` of it). The types
/// must be exactly these, because `settle` uses the three fields. It must not declare `gateway`,
/// `approved`, `canceled` and `hashed`, which plutu-core reads itself. Its fields become private,
/// and each gets an accessor with the field's name and visibility. The struct gets the methods
/// `verify`, `verify_json`, `settle` and `matched_key`. Generic code can use the trait
/// `plutu_core::callback::SignedCallback`. Use `#[callback(approved_only)]` for a gateway whose
/// callbacks have no `canceled`.
///
/// `#[return_page]` on a struct makes it a return page: a signed page to which the payer's browser
/// returns, for a gateway that sends the callback to another URL. Its signature covers `approved`
/// and the declared fields. It cannot settle an order. A module with a `#[return_page]` needs a
/// request field `callback_url: CallbackUrl`, so that the sandbox knows where to post the callback.
///
/// A module has at most one callback and one return page, unless they are under `#[cfg]`.
///
/// Test them with `plutu_contract::gateway::check` and one genuine callback. It reports what is
/// wrong in the declaration.
///
/// # Description
///
/// `Gateway::SPEC` is the declaration as constant data (`plutu_core::spec`). It includes the
/// documentation of the module's items. The sandbox uses it to play the gateway and to generate
/// OpenAPI documents. The description of a field's value comes from the field's type.
///
/// # Names that are added to the module
///
/// | name | meaning |
/// |---|---|
/// | `Gateway` | the gateway as a type, for generic code; `Gateway::SPEC` describes the declaration |
/// | `Currency` | the gateway's currency |
/// | `Amount` | an amount in this currency |
/// | `Challenge` | the reply to the first of two steps |
/// | `Receipt` | the reply to a charge |
/// | `ReturnUrl` | the URL to which the gateway sends the payer's browser back; its query cannot contain a key that the gateway signs |
/// | `ConfirmBuilder` | the builder of the request `Confirm`, and so for every request |
///
/// Do not declare these names in the module, and do not import them by name. A glob import that
/// contains them is fine. Everything else in the module stays unchanged.
///
/// The attribute implements `Debug` for every request, callback and return page, and removes it
/// from your `#[derive(..)]`. It shows `[redacted]` for fields that are personal or secret.
///
/// # What is rejected
///
/// - Structs that are generic or have a `where` clause, tuple structs and enums.
/// - Fields that are references or a nested `Option`, that are under `#[cfg]` or `#[cfg_attr]`, or
///   whose names begin with `__`.
/// - Wire names that are used twice, are longer than 64 bytes, or contain anything but ASCII
///   letters, digits, `_` and `-`.
/// - In a charge or a callback: the wire name `amount`, `invoice_no` or, in a callback,
///   `transaction_id` for a field with another name; and an optional `amount` or `invoice_no`.
/// - The wire names `gateway`, `approved`, `canceled` and `hashed`, and more than 56 fields, in a
///   callback or a return page.
/// - Fields with the name of a generated method: in a request, `build`, or `maybe_lang` next to an
///   optional `lang`; in a callback, `verify`, `verify_json`, `settle` or `matched_key`; in a
///   return page, `verify`, `is_approved` or `matched_key`.
/// - An action that another request of the module has, unless one of them is under `#[cfg]`.
/// - Actions that contain anything but ASCII letters, digits, `_` and `-`. The gateway's name must
///   also be in lower case.
///
/// One compilation reports all mistakes, each at your own tokens. The parts that could be
/// understood are still expanded, so that the rest of the program finds its types.
#[proc_macro_attribute]
pub fn plutu_gateway(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_tokens(arguments.into(), &item.into()).into()
}

/// Expands a declaration. Tests call it directly, outside the compiler.
fn expand_tokens(
    arguments: proc_macro2::TokenStream,
    item: &proc_macro2::TokenStream,
) -> proc_macro2::TokenStream {
    let declaration = match Declaration::parse(arguments, item.clone()) {
        Ok(declaration) => declaration,
        Err(error) => return expand::untouched(item, &error),
    };
    let mut errors = Errors::default();
    let gateway = Gateway::new(declaration, &mut errors);
    expand::gateway(&gateway, errors)
}
