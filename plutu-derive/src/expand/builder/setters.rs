//! The builder's methods: the setters, and `build`.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::format_ident;
use quote::quote;
use quote::quote_spanned;
use syn::Index;

use crate::expand::span::respanned;
use crate::model::Field;
use crate::model::Parameter;
use crate::model::Paths;
use crate::model::Request;

pub(super) fn all(request: &Request, paths: &Paths) -> TokenStream {
    let required = request
        .required()
        .map(|(field, parameter)| required(field, parameter, request, paths));
    let optional = request.optional().zip(0..);
    let optional =
        optional.map(|((field, inner), index)| optional_pair(field, inner, index, request, paths));
    quote!(#(#required)* #(#optional)*)
}

fn required(field: &Field, parameter: &Parameter, request: &Request, paths: &Paths) -> TokenStream {
    let (ident, ty) = (&field.ident, &field.ty);
    let visibility = &request.structure.visibility;
    let builder = &request.builder.ident;
    let private = &paths.private;
    let docs = docs(field, "Required");
    let after = request.required().map(|(other, parameter)| {
        if other.ident == *ident {
            quote!(#private::Set<#ty>)
        } else {
            parameter.ident.to_token_stream()
        }
    });
    let others = request.required().map(|(other, _)| &other.ident);
    let others = others.filter(|other| *other != ident);
    let is_unset = parameter.is_unset.to_token_stream();
    let bound = bound(field, parameter, request, &is_unset);
    quote! {
        #docs
        #visibility fn #ident(self, #ident: #ty) -> #builder<#(#after),*> where #bound {
            #builder { #ident: #private::Set(#ident), #(#others: self.#others,)* __optional: self.__optional }
        }
    }
}

/// Prints the two setters of an optional field: one takes the value, the other an `Option`.
fn optional_pair(
    field: &Field,
    inner: &TokenStream,
    index: usize,
    request: &Request,
    paths: &Paths,
) -> TokenStream {
    let ident = &field.ident;
    let maybe = format_ident!("maybe_{}", field.name, span = ident.span());
    let visibility = &request.structure.visibility;
    let private = &paths.private;
    let docs = docs(field, "Optional");
    let name = &field.name;
    let maybe_doc =
        format!(" Sets `{name}`, or clears it with `None`. A later call replaces the value.");
    let index = Index::from(index);
    quote! {
        #docs
        #visibility fn #ident(self, #ident: #inner) -> Self {
            self.#maybe(#private::Option::Some(#ident))
        }

        #[doc = #maybe_doc]
        #visibility fn #maybe(mut self, #ident: #private::Option<#inner>) -> Self {
            self.__optional.#index = #ident;
            self
        }
    }
}

/// The author's documentation of the field, followed by "Required." or "Optional.".
fn docs(field: &Field, need: &str) -> TokenStream {
    if let Some(docs) = field.docs() {
        let need = format!("\n {need}.");
        quote!(#docs #[doc = #need])
    } else {
        let doc = format!(" Sets `{}`.\n\n {need}.", field.name);
        quote!(#[doc = #doc])
    }
}

pub(super) fn build(request: &Request, paths: &Paths) -> TokenStream {
    let (visibility, ident) = (&request.structure.visibility, &request.structure.ident);
    let private = &paths.private;
    let bounds = request.required().map(|(field, parameter)| {
        let (is_set, ty) = (&parameter.is_set, &field.ty);
        let is_set = quote_spanned!(field.ident.span()=> #is_set<#ty>);
        bound(field, parameter, request, &is_set)
    });
    let required = request.required().map(|(field, _)| {
        let ident = &field.ident;
        quote!(#ident: #private::Take::take(self.#ident))
    });
    let optional = request.optional().zip(0..).map(|((field, _), index)| {
        let (ident, index) = (&field.ident, Index::from(index));
        quote!(#ident: self.__optional.#index)
    });
    // Notes about it, and the editor, lead to the struct.
    let build = Ident::new("build", ident.span());
    quote! {
        /// Builds the request. Compiles only if every required field is set.
        #[must_use]
        #visibility fn #build(self) -> #ident where #(#bounds,)* {
            #ident { #(#required,)* #(#optional,)* }
        }
    }
}

/// A bound on a field's type parameter. Every token has the field's span. Otherwise rustc would
/// report the error at the attribute.
fn bound(
    field: &Field,
    parameter: &Parameter,
    request: &Request,
    state: &TokenStream,
) -> TokenStream {
    let (parameter, module): (&Ident, &Ident) = (&parameter.ident, &request.builder.module);
    let span = field.ident.span();
    let [parameter, module] =
        [parameter, module].map(|ident| respanned(ident.to_token_stream(), span));
    quote_spanned!(span=> #parameter: #module::#state)
}
