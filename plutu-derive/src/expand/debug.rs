//! The `Debug` that the macro writes for every struct under a helper attribute.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::model::Field;
use crate::model::Paths;
use crate::model::Structure;

/// `Debug` with all fields in the order of declaration; `value` prints how a field is read.
pub(super) fn implementation(
    structure: &Structure,
    paths: &Paths,
    value: impl Fn(&Field) -> TokenStream,
) -> TokenStream {
    let (cfg, ident) = (&structure.cfg, &structure.ident);
    let private = &paths.private;
    let title = ident.unraw().to_string();
    let names = structure.fields.iter().map(|field| &field.name);
    let values = structure.fields.iter().map(value);
    quote! {
        #cfg
        #[automatically_derived]
        impl #private::fmt::Debug for #ident {
            fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                f.debug_struct(#title)#(.field(#names, &#values))*.finish()
            }
        }
    }
}
