//! A request: its struct, and its trait implementation.

use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Ident;
use syn::spanned::Spanned;

use crate::expand::builder;
use crate::expand::derive_debug;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::Request;

pub(super) fn items(request: &Request, gateway: &Gateway) -> TokenStream {
    let structure = structure(request);
    let builder = builder::items(request, gateway);
    let implementation = implementation(request, gateway);
    quote!(#structure #builder #implementation)
}

fn structure(request: &Request) -> TokenStream {
    let Request {
        attributes,
        visibility,
        ident,
        ..
    } = request;
    let derive_debug = derive_debug(attributes);
    let fields = request.fields.iter().map(|field| {
        let Field {
            attributes,
            visibility,
            ident,
            ty,
            ..
        } = field;
        let doc = field.docs().is_empty().then(|| {
            let doc = format!(" The field `{}`.", field.wire);
            quote!(#[doc = #doc])
        });
        quote!(#doc #(#attributes)* #visibility #ident: #ty)
    });
    quote! {
        #(#attributes)*
        #derive_debug
        #[non_exhaustive]
        #visibility struct #ident { #(#fields,)* }
    }
}

fn implementation(request: &Request, gateway: &Gateway) -> TokenStream {
    let Request {
        ident,
        cfg,
        action,
        reply,
        moves_money,
        ..
    } = request;
    let krate = &gateway.krate;
    let Some(reply) = reply else {
        return TokenStream::new();
    };
    let moves_money = moves_money.then(|| {
        quote!(
            const MOVES_MONEY: bool = true;
        )
    });
    let referred = referred(request, gateway);
    let fields = request.fields.iter().map(|field| {
        let Field {
            ident,
            wire,
            ty,
            inner,
            ..
        } = field;
        // Every token has the type's span, so that a type which is no field is told there.
        let span = ty.span();
        let method = Ident::new(
            if inner.is_some() {
                "optional"
            } else {
                "required"
            },
            span,
        );
        quote_spanned!(span=> form.#method(#wire, &self.#ident);)
    });
    quote! {
        #cfg
        #[automatically_derived]
        impl #krate::Request for #ident {
            type Gateway = Gateway;
            type Reply = #reply;
            const ACTION: &'static str = #action;
            #moves_money

            fn write_form(&self, form: &mut #krate::Form) {
                #(#fields)*
            }

            #referred
        }
    }
}

/// The two fields that replies refer to, where the request has them and they have the expected type.
fn referred(request: &Request, gateway: &Gateway) -> TokenStream {
    let Gateway {
        krate, currency, ..
    } = gateway;
    let private = quote!(#krate::__private);
    let methods = request
        .fields
        .iter()
        .map(|Field { ident, name, .. }| match name.as_str() {
            "amount" => quote! {
                fn amount(&self) -> #private::Option<#krate::Amount<#currency>> {
                    #private::field_as(&self.#ident).copied()
                }
            },
            "invoice_no" => quote! {
                fn invoice_no(&self) -> #private::Option<&#krate::InvoiceNo> {
                    #private::field_as(&self.#ident)
                }
            },
            _ => TokenStream::new(),
        });
    quote!(#(#methods)*)
}
