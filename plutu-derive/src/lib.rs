//! The attribute `#[plutu_gateway]`, which writes a payment gateway's code from its declaration.
//!
//! It is used through plutu-core, which re-exports it and holds what the generated code calls. A
//! declaration goes through three modules: `parse` turns tokens into syntax, `model` decides what
//! it means and what is wrong with it, `expand` prints the model.

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
/// The module mirrors the gateway's documentation page: a struct for each table of request fields,
/// and one for the table of callback parameters. Typestate builders, form encoding, replies and the
/// callback parser follow from it.
///
/// ```
/// use plutu_core::plutu_gateway;
///
/// /// A gateway that Plutu may add one day.
/// #[plutu_gateway(name = "coastpay", currency = "LYD")]
/// pub mod coast_pay {
///     use plutu_core::field::*;
///
///     /// Opens a payment and answers with the page to send the payer to.
///     #[request(reply = Redirect)]
///     pub struct Confirm {
///         pub amount: Amount,
///         pub invoice_no: InvoiceNo,
///         #[wire("return")]
///         pub return_url: ReturnUrl,
///         pub lang: Option<Language>,
///     }
///
///     /// What the payer's browser brings back to the return URL.
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
/// | `currency = "LYD"` | the currency of all amounts: a known code, or the path of a type of your own that implements `plutu_core::Currency`, resolved inside the module |
/// | `crate = ::path` | where plutu-core is found, if not at `::plutu_core` |
///
/// # Requests
///
/// `#[request(reply = Type)]` on a struct makes it a request. A field of a type `Option<T>` is
/// optional, every other field is required. `#[wire("..")]` gives a field another name on the wire.
/// `Confirm::builder()` starts a builder whose `build` compiles once every required field is set.
///
/// | key | meaning |
/// |---|---|
/// | `reply = Type` | what the endpoint answers with: a reply of plutu-core, or a type of your own |
/// | `action = ".."` | the last segment of the path, if it is not the struct's name in snake case |
/// | `moves_money` | the request is a charge |
/// | `answers = Verify(process_id, amount)` | the request answers the reply to `Verify` |
///
/// **A charge** takes the payer's money. It declares `amount: Amount` and `invoice_no: InvoiceNo`,
/// both required and of exactly these types. Only a charge can have the reply `Receipt`, which
/// settles the order; a charge may also have a reply type of your own.
///
/// **A request that answers another one** can start from the earlier reply: the named fields, which
/// must be required ones, are set from the reply's accessors of the same names. If `amount` is
/// among them, the order's amount is compared first: `Confirm::answering(&challenge,
/// order_amount)?` is a `Mismatch` if the order has changed since the first step, before anything
/// is sent. Without it, `Cancel::answering(&reply)` cannot fail. A charge always names `amount`,
/// and has no `builder()`, so that the comparison cannot be skipped.
///
/// # Callbacks and return pages
///
/// `#[callback]` on a struct makes it a signed callback. It declares at least `amount`,
/// `invoice_no` and `transaction_id`, and does not declare `gateway`, `approved` and `canceled`,
/// which every callback has. Its fields become private, and are read through accessors with their
/// names and visibility. It has `verify`, `verify_json` and `settle`, and implements
/// `plutu_core::callback::SignedCallback` for generic code. `#[callback(approved_only)]` is for a
/// gateway without `canceled`.
///
/// `#[return_page]` on a struct makes it a signed page to which the payer returns while the
/// callback goes elsewhere. It signs `approved` and what it declares, and has no way to settle an
/// order.
///
/// A module has at most one callback and one return page, unless they are under `#[cfg]`.
///
/// Test them with `plutu_contract::gateway::check` and one genuine callback: it names what the
/// declaration got wrong.
///
/// # Description
///
/// `Gateway::SPEC` is the declaration as constant data (`plutu_core::spec`), with the documentation
/// of its items. The sandbox plays the gateway from it, and OpenAPI documents are generated from
/// it. The type of a field states what kind of value it is.
///
/// # What the module gets
///
/// | name | meaning |
/// |---|---|
/// | `Gateway` | the gateway as a type, for generic code; `Gateway::SPEC` describes the declaration |
/// | `Currency` | the gateway's currency |
/// | `Amount` | an amount in it |
/// | `Challenge` | the reply to the first of two steps |
/// | `Receipt` | the reply to a charge |
/// | `ReturnUrl` | where the gateway sends the payer's browser back to; its query cannot hold a key that the gateway signs |
///
/// These names cannot be declared or imported one by one; a glob import that contains them is fine.
/// Everything else in the module stays as it is.
///
/// The attribute writes `Debug` for every request, callback and return page, and takes it out of
/// your `#[derive(..)]`. The `Debug` of a request shows `[redacted]` for fields that are personal
/// or secret.
///
/// # What is rejected
///
/// - Structs that are generic or have a `where` clause, tuple structs and enums.
/// - Fields that are references, that are under `#[cfg]`, or whose names begin with `__`.
/// - Wire names that are used twice, are longer than 64 bytes, or contain anything but ASCII
///   letters, digits, `_` and `-`.
/// - Fields with the name of a generated method: `build` or `maybe_lang` next to `lang` in a
///   request, `verify` or `settle` in a callback.
///
/// Every mistake is reported at your own token, all of them in one compilation. Everything that
/// could be understood is still expanded, so that the rest of the program finds its types.
#[proc_macro_attribute]
pub fn plutu_gateway(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_tokens(arguments.into(), &item.into()).into()
}

/// Expands a declaration. Tests call it without a compiler around it.
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
