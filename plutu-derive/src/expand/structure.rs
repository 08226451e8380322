//! The author's struct, with what the macro adds to it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Field;
use crate::model::Structure;

/// The struct with an attribute more, around printed fields.
pub(super) fn print(
    structure: &Structure,
    attribute: &TokenStream,
    fields: &TokenStream,
) -> TokenStream {
    let Structure {
        attributes,
        visibility,
        ident,
        generics,
        ..
    } = structure;
    let clause = &generics.where_clause;
    quote! {
        #(#attributes)*
        #attribute
        #visibility struct #ident #generics #clause { #fields }
    }
}

/// The struct alone, for a declaration that cannot be expanded.
pub(super) fn plain(structure: &Structure) -> TokenStream {
    let fields = structure.fields.iter().map(|field| {
        let Field {
            visibility,
            ident,
            ty,
            ..
        } = field;
        quote!(#visibility #ident: #ty,)
    });
    print(structure, &quote!(#[derive(Debug)]), &quote!(#(#fields)*))
}
