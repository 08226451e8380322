//! Prints the model. Nothing is decided here. Every path is absolute, since the author's module may
//! give any name a meaning of its own.

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

/// The module with everything that follows from the declaration, and the mistakes after it.
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
    // What a mistake leaves out would be reported again, as unused.
    let allow_unused = errors.any().then(|| quote!(#[allow(unused)]));
    let errors = errors.into_compile_errors();
    quote! {
        #(#attributes)*
        #[allow(clippy::wildcard_imports)]
        #allow_unused
        #visibility #mod_token #ident {
            #(#items)*
            #put_in
        }
        #errors
    }
}

/// Something that is not an inline module, as it was, and the message that says so.
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
