//! The attribute `#[plutu_gateway]`, which writes a payment gateway's code from its declaration.
//!
//! It is used through plutu-core, which re-exports it and holds what the written code calls. A declaration
//! goes through three rooms: `parse` turns tokens into syntax, `model` decides what it means and
//! what is wrong with it, `expand` prints the model.

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
/// The module mirrors the gateway's documentation page: a struct for each table of request fields, a
/// struct for the table of callback parameters. From it follow typestate builders, form encoding, reply
/// reading and the callback parser.
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
/// | `name = "…"` | the gateway's name in the API's paths and in callbacks |
/// | `currency = "LYD"` | the amounts' currency: a known code, or the path of a type of one's own that implements `plutu_core::Currency`, resolved inside the module |
/// | `crate = ::path` | where plutu-core is found, if not at `::plutu_core` |
///
/// # Inside the module
///
/// `#[request(reply = Type)]` on a struct makes it a request. Its action, the last segment of the
/// path, is the struct's name in snake case, or `action = "…"`. `moves_money` says that the request
/// takes the payer's money. A field of a type `Option<T>` is optional, every other one is required.
/// `#[wire("…")]` gives a field another name on the wire.
///
/// `answers = Verify(process_id, amount)` says that the request answers the reply to another one: it gets
/// `answering(&reply)`, which starts a builder with these required fields set, each from the reply's accessor
/// of its name.
///
/// `#[callback]` on a struct makes it a signed callback. It declares `amount`, `invoice_no` and
/// `transaction_id` at least, and does not declare `gateway`, `approved` and `canceled`, which every
/// callback has. Its fields become private, and are read through accessors of their names and visibility.
/// `#[callback(approved_only)]` is for a gateway without `canceled`.
///
/// `#[return_page]` on a struct makes it a signed page to which the payer returns while the callback goes
/// elsewhere. It signs `approved` and what it declares, and has no way to settle an order.
///
/// `Amount`, `Currency` and `Gateway` are put into the module, and `Challenge` where a request's reply is
/// one. Everything else in it stays as it is.
#[proc_macro_attribute]
pub fn plutu_gateway(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_tokens(arguments.into(), &item.into()).into()
}

/// The whole way from tokens to tokens, which tests call without a compiler around it.
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
