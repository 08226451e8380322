//! Prints the model. One file for each generated thing; every path is absolute, since the author's module
//! may give any name a meaning of its own.

mod builder;
mod callback;
mod gateway;
mod request;
mod return_page;
mod signed;

use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;
use syn::Attribute;
use syn::Ident;
use syn::Visibility;

use crate::model::Callback;
use crate::model::Errors;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::Item;
use crate::model::Request;
use crate::model::ReturnPage;

/// The module with everything that follows from the declaration, and the mistakes beside it.
pub(crate) fn gateway(gateway: &Gateway, errors: Errors) -> TokenStream {
    let Gateway {
        attributes,
        visibility,
        mod_token,
        ident,
        ..
    } = gateway;
    let own_items = gateway::items(gateway);
    // Where one of the expansion's names is taken, code that uses it would only tell that again.
    let is_plain = !gateway.clashes.is_empty();
    let items = gateway.items.iter().map(|item| match item {
        Item::Request(Request {
            attributes,
            visibility,
            ident,
            fields,
            ..
        })
        | Item::Callback(Callback {
            attributes,
            visibility,
            ident,
            fields,
            ..
        })
        | Item::ReturnPage(ReturnPage {
            attributes,
            visibility,
            ident,
            fields,
            ..
        }) if is_plain => plain(attributes, visibility, ident, fields),
        Item::Request(request) => request::items(request, gateway),
        Item::Callback(callback) => callback::items(callback, gateway),
        Item::ReturnPage(page) => return_page::items(page, gateway),
        Item::Verbatim(tokens) => tokens.clone(),
    });
    // What a mistake leaves out would be told a second time, as unused.
    let allow_unused = errors.any().then(|| quote!(#[allow(unused)]));
    let errors = errors.into_compile_errors();
    quote! {
        #(#attributes)*
        #[allow(clippy::wildcard_imports)]
        #allow_unused
        #visibility #mod_token #ident {
            #(#items)*
            #own_items
        }
        #errors
    }
}

/// A struct alone, without what follows from it.
fn plain(
    attributes: &[Attribute],
    visibility: &Visibility,
    ident: &Ident,
    fields: &[Field],
) -> TokenStream {
    let fields = fields.iter().map(
        |Field {
             visibility,
             ident,
             ty,
             ..
         }| quote!(#visibility #ident: #ty),
    );
    quote!(#(#attributes)* #visibility struct #ident { #(#fields),* })
}

/// Something that is no inline module, as it came, beside the message that says so.
pub(crate) fn untouched(item: &TokenStream, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#item #error)
}

/// `#[derive(Debug)]`, unless the author derives it himself.
fn derive_debug(attributes: &[Attribute]) -> TokenStream {
    let derived = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .any(|attribute| {
            let tokens = attribute.meta.to_token_stream();
            let list = attribute
                .meta
                .require_list()
                .map_or(tokens, |list| list.tokens.clone());
            list.into_iter().any(|token| token.to_string() == "Debug")
        });
    if derived {
        TokenStream::new()
    } else {
        quote!(#[derive(Debug)])
    }
}

/// `` `a`, `b` and `c` ``, for documentation.
fn list_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A name of the expansion's own that none of the author's `taken` names hides.
fn free_name(name: &str, taken: &[Ident], span: proc_macro2::Span) -> Ident {
    let mut ident = Ident::new(name, span);
    while taken.contains(&ident) {
        ident = Ident::new(&format!("{ident}_"), span);
    }
    ident
}
