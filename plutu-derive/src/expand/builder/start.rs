//! The functions that start a builder: `builder()` without any field, and `answering(..)` from the
//! reply to an earlier request.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;

use crate::model::Answers;
use crate::model::Paths;
use crate::model::Request;

pub(super) fn functions(request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, ident) = (&request.structure.cfg, &request.structure.ident);
    let answering = request.answers.as_ref();
    let answering = answering.map(|answers| answering_function(answers, request, paths));
    let builder = request
        .has_builder()
        .then(|| builder_function(request, paths));
    quote! {
        #cfg
        #[allow(dead_code)]
        impl #ident {
            #builder
            #answering
        }
    }
}

fn builder_function(request: &Request, paths: &Paths) -> TokenStream {
    let (visibility, ident) = (&request.structure.visibility, &request.structure.ident);
    let private = &paths.private;
    let builder = &request.builder.ident;
    let title = &request.structure.title;
    // The editor leads to the struct.
    let start = Ident::new("builder", ident.span());
    let doc = format!(" Starts a `{title}`. Set its fields in any order, then call `build`.");
    let fields = request.required().map(|(field, _)| &field.ident);
    let none = request.optional().map(|_| quote!(#private::Option::None));
    quote! {
        #[doc = #doc]
        #visibility fn #start() -> #builder {
            #builder { #(#fields: #private::Unset,)* __optional: (#(#none,)*) }
        }
    }
}

/// Prints the function that starts a request from the reply to an earlier one. If `answers` names
/// the amount, the function compares it with the order's amount before anything can be sent.
fn answering_function(answers: &Answers, request: &Request, paths: &Paths) -> TokenStream {
    let Some(reply) = &answers.reply else {
        return TokenStream::new();
    };
    let Paths {
        core,
        private,
        currency,
        ..
    } = paths;
    let visibility = &request.structure.visibility;
    let builder = builder_type(answers, request, paths);
    let value = builder_value(answers, request, paths);
    let doc = request.answering_doc(answers);
    // Notes about the function point at `answers`, and not at the whole attribute.
    let answering = Ident::new("answering", answers.request.span());
    let (signature, body) = match answers.amount() {
        None => (quote!(fn #answering(reply: &#reply) -> #builder), value),
        Some(amount) => {
            let found = from_reply(amount, paths);
            (
                quote!(fn #answering(reply: &#reply, amount: #core::Amount<#currency>) -> #private::Result<#builder, #core::Mismatch>),
                quote! {
                    #private::compare_amounts(amount, #found)?;
                    #private::Ok(#value)
                },
            )
        }
    };
    quote! {
        #[doc = #doc]
        #visibility #signature { #body }
    }
}

/// The builder's type after the fields from the reply are set.
fn builder_type(answers: &Answers, request: &Request, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let builder = &request.builder.ident;
    let states = request.required().map(|(field, _)| {
        let ty = &field.ty;
        if answers.sets(field) {
            quote!(#private::Set<#ty>)
        } else {
            quote!(#private::Unset)
        }
    });
    quote!(#builder<#(#states),*>)
}

fn builder_value(answers: &Answers, request: &Request, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let builder = &request.builder.ident;
    let fields = request.required().map(|(field, _)| {
        let ident = &field.ident;
        let named = answers.fields.iter().find(|named| *named == ident);
        let value = named.map(|named| from_reply(named, paths));
        if let Some(value) = value {
            quote!(#ident: #private::Set(#value))
        } else {
            quote!(#ident: #private::Unset)
        }
    });
    let none = request.optional().map(|_| quote!(#private::Option::None));
    quote!(#builder { #(#fields,)* __optional: (#(#none,)*) })
}

/// The value of a field, read from the reply's accessor of the same name.
fn from_reply(field: &Ident, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    quote_spanned!(field.span()=> #private::ToField::to_field(reply.#field()))
}
