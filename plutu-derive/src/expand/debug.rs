//! The `Debug` that the macro writes for every struct under a helper attribute.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Paths;
use crate::model::Structure;

/// Prints an implementation of `Debug`. `body` is the code of `fmt`, and uses `self` and `f`.
pub(super) fn implementation(
    structure: &Structure,
    paths: &Paths,
    body: &TokenStream,
) -> TokenStream {
    let (cfg, ident) = (&structure.cfg, &structure.ident);
    let private = &paths.private;
    quote! {
        #cfg
        #[automatically_derived]
        impl #private::fmt::Debug for #ident {
            fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                #body
            }
        }
    }
}
