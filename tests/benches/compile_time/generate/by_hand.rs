//! The builder and the form as a careful person would write them by hand.
//!
//! Only required fields are part of the builder's type, each with its value inside. Each has one
//! trait, whose message reports the missing field.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::format_ident;
use quote::quote;

use crate::generate::Field;

/// The states that all builders share.
pub(super) fn states() -> TokenStream {
    quote! {
        /// A field that is not set.
        pub struct Unset;

        /// A field that is set.
        pub struct Set<T>(T);

        #[diagnostic::on_unimplemented(message = "this field is already set")]
        pub trait IsUnset {}

        impl IsUnset for Unset {}
    }
}

/// A request's builder and form.
pub(super) fn builder(request: &Ident, fields: &[Field]) -> TokenStream {
    let (required, optional): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.is_required);
    let required: Vec<_> = required
        .into_iter()
        .map(|field| Required::new(field, request))
        .collect();
    let traits = required.iter().map(Required::has_trait);
    let structures = structures(request, &required, &optional);
    let form = form(request, fields);
    let methods = methods(request, &required, &optional);
    quote!(#(#traits)* #structures #form #methods)
}

/// A required field, its parameter in the builder's type, and the trait that says that it is set.
struct Required<'a> {
    field: &'a Field,
    parameter: Ident,
    has: Ident,
}

impl<'a> Required<'a> {
    fn new(field: &'a Field, request: &Ident) -> Self {
        let parameter = format_ident!("{}", field.ident.to_string().to_uppercase());
        Self {
            has: format_ident!("{request}Has{parameter}"),
            parameter,
            field,
        }
    }

    fn has_trait(&self) -> TokenStream {
        let Self { field, has, .. } = self;
        let ty = &field.ty;
        let message = format!("the required field `{}` is not set", field.ident);
        quote! {
            #[diagnostic::on_unimplemented(message = #message)]
            pub trait #has {
                fn take(self) -> #ty;
            }

            impl #has for Set<#ty> {
                fn take(self) -> #ty {
                    self.0
                }
            }
        }
    }

    fn setter(&self, builder: &Ident, required: &[Self]) -> TokenStream {
        let Self {
            field, parameter, ..
        } = self;
        let Field { ident, ty, .. } = field;
        let after = required.iter().map(|other| {
            let other = &other.parameter;
            if other == parameter {
                quote!(Set<#ty>)
            } else {
                quote!(#other)
            }
        });
        let others = required
            .iter()
            .map(|other| &other.field.ident)
            .filter(|other| *other != ident);
        quote! {
            pub fn #ident(self, #ident: #ty) -> #builder<#(#after),*> where #parameter: IsUnset {
                #builder { #ident: Set(#ident), #(#others: self.#others,)* optional: self.optional }
            }
        }
    }
}

fn optional_setter(Field { ident, ty, .. }: &Field) -> TokenStream {
    quote! {
        pub fn #ident(mut self, #ident: #ty) -> Self {
            self.optional.#ident = Some(#ident);
            self
        }
    }
}

/// The builder, and a struct for the optional fields. Every setter passes this struct on.
fn structures(request: &Ident, required: &[Required<'_>], optional: &[&Field]) -> TokenStream {
    let builder = builder_name(request);
    let options = options_name(request);
    let names = required.iter().map(|required| &required.field.ident);
    let parameters: Vec<_> = required.iter().map(|field| &field.parameter).collect();
    let optional_names = optional.iter().map(|field| &field.ident);
    let optional_types = optional.iter().map(|field| field.declared_type());
    quote! {
        #[must_use]
        pub struct #builder<#(#parameters = Unset),*> {
            #(#names: #parameters,)*
            optional: #options,
        }

        struct #options { #(#optional_names: #optional_types,)* }
    }
}

fn form(request: &Ident, fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let Field { ident, .. } = field;
        let name = ident.to_string();
        if field.is_required {
            quote!(form.push(#name, &self.#ident);)
        } else {
            quote!(form.push_if_some(#name, &self.#ident);)
        }
    });
    quote! {
        impl #request {
            pub fn write_form(&self, form: &mut plutu_core::Form) {
                #(#fields)*
            }
        }
    }
}

fn methods(request: &Ident, required: &[Required<'_>], optional: &[&Field]) -> TokenStream {
    let builder = builder_name(request);
    let options = options_name(request);
    let names: Vec<_> = required
        .iter()
        .map(|required| &required.field.ident)
        .collect();
    let parameters: Vec<_> = required.iter().map(|field| &field.parameter).collect();
    let has = required.iter().map(|required| &required.has);
    let optional_names: Vec<_> = optional.iter().map(|field| &field.ident).collect();
    let setters = required
        .iter()
        .map(|field| field.setter(&builder, required));
    let optional_setters = optional.iter().copied().map(optional_setter);
    quote! {
        impl #request {
            pub fn builder() -> #builder {
                #builder {
                    #(#names: Unset,)*
                    optional: #options { #(#optional_names: None,)* },
                }
            }
        }

        impl<#(#parameters),*> #builder<#(#parameters),*> {
            #(#setters)*
            #(#optional_setters)*

            pub fn build(self) -> #request where #(#parameters: #has,)* {
                #request {
                    #(#names: self.#names.take(),)*
                    #(#optional_names: self.optional.#optional_names,)*
                }
            }
        }
    }
}

fn builder_name(request: &Ident) -> Ident {
    format_ident!("{request}Builder")
}

fn options_name(request: &Ident) -> Ident {
    format_ident!("{request}Options")
}
