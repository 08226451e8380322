//! Prints the model. All decisions are made in `model`. Every path is absolute, because the
//! author's module may declare an item of any name.

mod builder;
mod callback;
mod debug;
mod put_in;
mod request;
mod return_page;
mod signed;
mod span;
mod spec;
mod structure;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Errors;
use crate::model::Gateway;
use crate::model::Item;

/// Prints the module with everything that follows from the declaration, and then its mistakes.
pub(crate) fn gateway(gateway: &Gateway, errors: Errors) -> TokenStream {
    let Gateway {
        attributes,
        visibility,
        mod_token,
        ident,
        ..
    } = gateway;
    let items = gateway.items.iter().map(|item| print_item(item, gateway));
    let put_in = put_in::items(gateway);
    // A mistake can leave items or imports unused. Warnings about them would only repeat it.
    let allow_unused = errors.any().then(|| quote!(#[allow(unused)]));
    let errors = errors.into_compile_errors();
    // Tokens with the author's spans are linted like the author's own. Their paths are qualified,
    // although a glob import may have the same items.
    quote! {
        #(#attributes)*
        #[allow(clippy::wildcard_imports, unused_qualifications)]
        #allow_unused
        #visibility #mod_token #ident {
            #(#items)*
            #put_in
        }
        #errors
    }
}

/// Prints an item that is not an inline module without changes, followed by the error.
pub(crate) fn untouched(item: &TokenStream, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#item #error)
}

fn print_item(item: &Item, gateway: &Gateway) -> TokenStream {
    match item {
        Item::Request(request) => request::items(request, &gateway.paths),
        Item::Callback(callback) => callback::items(callback, &gateway.paths),
        Item::ReturnPage(page) => return_page::items(page, &gateway.paths),
        Item::Plain(structure) => structure::plain(structure, &gateway.paths),
        Item::Verbatim(tokens) => tokens.clone(),
    }
}
