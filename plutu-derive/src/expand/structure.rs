//! The author's struct, with the fields and attributes that the macro adds to it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Paths;
use crate::model::Structure;

/// Prints the struct with one more attribute and with fields that are already printed.
pub(super) fn print(
    structure: &Structure,
    attribute: &TokenStream,
    fields: &TokenStream,
) -> TokenStream {
    let (attributes, visibility) = (&structure.attributes, &structure.visibility);
    let (struct_token, ident) = (&structure.struct_token, &structure.ident);
    let body = body(structure, fields);
    quote! {
        #(#attributes)*
        #attribute
        #visibility #struct_token #ident #body
    }
}

/// Prints the struct without changes, for a declaration that cannot be expanded. Its `Debug` needs
/// no traits of the fields' types, so that it causes no further errors.
pub(super) fn plain(structure: &Structure, paths: &Paths) -> TokenStream {
    let (attributes, visibility) = (&structure.attributes, &structure.visibility);
    let (struct_token, ident) = (&structure.struct_token, &structure.ident);
    let (cfg, generics) = (&structure.cfg, &structure.generics);
    let (parameters, arguments, clause) = generics.split_for_impl();
    let body = body(structure, &structure.plain_fields);
    let private = &paths.private;
    quote! {
        #(#attributes)*
        #visibility #struct_token #ident #generics #clause #body

        #cfg
        impl #parameters #private::fmt::Debug for #ident #arguments #clause {
            fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                f.write_str(::core::stringify!(#ident))
            }
        }
    }
}

/// Puts the fields between the author's own braces. If the braces had another span, rustc would
/// point at the attribute instead of the struct.
fn body(structure: &Structure, fields: &TokenStream) -> TokenStream {
    let mut body = TokenStream::new();
    structure
        .brace_token
        .surround(&mut body, |tokens| tokens.extend(fields.clone()));
    body
}
