//! A request's typestate builder.
//!
//! Only required fields are part of the type. Each has a type parameter, which is `Unset`, or
//! `Set<T>` with the value inside. So `build` needs no `Option` and cannot panic. Optional fields
//! are not parameters, because they would make every type longer and prevent nothing.
//!
//! Each required field has two traits, which carry the messages for a missing field and for a field
//! that is set twice. Their bounds are on the methods and have the field's span, because rustc
//! shows the messages only there.

mod setters;
mod start;
mod traits;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Paths;
use crate::model::Request;

pub(super) fn items(request: &Request, paths: &Paths) -> TokenStream {
    let traits = traits::module(request, paths);
    let structure = structure(request, paths);
    let debug = debug(request, paths);
    let start = start::functions(request, paths);
    let methods = methods(request, paths);
    quote!(#traits #structure #debug #start #methods)
}

fn structure(request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, visibility) = (&request.structure.cfg, &request.structure.visibility);
    let private = &paths.private;
    let builder = &request.builder.ident;
    let doc = request.builder_doc();
    let fields = request.required().map(|(field, _)| &field.ident);
    let parameters = request.builder.idents();
    let optional = request.optional().map(|(_, inner)| inner);
    quote! {
        #cfg
        #[doc = #doc]
        #[must_use = "call `.build()` to get the request"]
        #visibility struct #builder<#(#parameters = #private::Unset),*> {
            #(#fields: #parameters,)*
            __optional: (#(#private::Option<#optional>,)*),
        }
    }
}

fn debug(request: &Request, paths: &Paths) -> TokenStream {
    let cfg = &request.structure.cfg;
    let private = &paths.private;
    let ident = &request.builder.ident;
    let title = ident.to_string();
    let parameters = request.builder.idents();
    quote! {
        #cfg
        #[automatically_derived]
        impl<#(#parameters),*> #private::fmt::Debug for #ident<#(#parameters),*> {
            fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                f.write_str(#title)
            }
        }
    }
}

/// Prints one block with all methods, so that the documentation page lists them in order and the
/// editor offers all of them.
fn methods(request: &Request, paths: &Paths) -> TokenStream {
    let cfg = &request.structure.cfg;
    let ident = &request.builder.ident;
    let parameters = request.builder.idents();
    let setters = setters::all(request, paths);
    let build = setters::build(request, paths);
    quote! {
        #cfg
        #[allow(dead_code)]
        impl<#(#parameters),*> #ident<#(#parameters),*> {
            #setters
            #build
        }
    }
}
