//! The author's struct, with what the macro adds to it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Paths;
use crate::model::Structure;

/// The struct with one more attribute, around printed fields.
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

/// The struct as it was, for a declaration that cannot be expanded. Its `Debug` asks nothing of the
/// fields, so that it adds no mistakes.
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

/// The fields in the author's braces: with braces of another span, rustc would point at the
/// attribute when it means the struct.
fn body(structure: &Structure, fields: &TokenStream) -> TokenStream {
    let mut body = TokenStream::new();
    structure
        .brace_token
        .surround(&mut body, |tokens| tokens.extend(fields.clone()));
    body
}
