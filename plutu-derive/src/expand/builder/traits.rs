//! The hidden module with the traits whose messages report a missing field, or one that is set
//! twice.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Field;
use crate::model::Parameter;
use crate::model::Paths;
use crate::model::Request;

pub(super) fn module(request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, visibility) = (&request.structure.cfg, &request.structure.visibility);
    let module = &request.builder.module;
    let required = request.required();
    let traits = required
        .map(|(field, parameter)| traits(field, parameter, &request.structure.title, paths));
    quote! {
        #cfg
        #[doc(hidden)]
        #[allow(dead_code, unreachable_pub)]
        #visibility mod #module { #(#traits)* }
    }
}

/// Prints the two traits of a field. A message of `on_unimplemented` cannot be given a field's name
/// as an argument, so each field has traits of its own.
fn traits(field: &Field, parameter: &Parameter, title: &str, paths: &Paths) -> TokenStream {
    let core = &paths.core;
    let (is_set, is_unset) = (&parameter.is_set, &parameter.is_unset);
    let name = &field.name;
    let missing = format!("required field `{name}` of `{title}` is not set");
    let call = format!("call `.{name}(..)` before `.build()`");
    let twice = format!("field `{name}` of `{title}` is already set");
    let remove = format!("already set: remove one of the two calls to `.{name}(..)`");
    quote! {
        #[diagnostic::on_unimplemented(message = #missing, label = #call)]
        pub trait #is_set<T>: super::#core::__private::Take<T> {}
        #[diagnostic::do_not_recommend]
        impl<T> #is_set<T> for super::#core::__private::Set<T> {}
        #[diagnostic::on_unimplemented(message = #twice, label = #remove)]
        pub trait #is_unset {}
        #[diagnostic::do_not_recommend]
        impl #is_unset for super::#core::__private::Unset {}
    }
}
