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
    let (invoice_no, priced, charge) = referred(request, gateway);
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
                "push_if_some"
            } else {
                "push"
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

            #invoice_no
        }
        #priced
        #charge
    }
}

fn referred(request: &Request, gateway: &Gateway) -> (TokenStream, TokenStream, TokenStream) {
    let Gateway {
        krate, currency, ..
    } = gateway;
    let Request { ident, cfg, .. } = request;
    let private = quote!(#krate::__private);
    let find = |name: &str| request.fields.iter().find(|field| field.name == name);
    let invoice_no = find("invoice_no").map(|Field { ident, inner, .. }| {
        let body = if inner.is_some() {
            quote!(#private::Option::and_then(self.#ident.as_ref(), #private::RequestField::as_invoice_no))
        } else {
            quote!(#private::RequestField::as_invoice_no(&self.#ident))
        };
        quote! {
            fn invoice_no(&self) -> #private::Option<&#krate::InvoiceNo> { #body }
        }
    });
    let priced = find("amount").map(|field| {
        let (ty, name) = (&field.ty, &field.ident);
        let bound = quote_spanned!(ty.span()=> #ty: #private::IsAmount<C>);
        quote! {
            #cfg
            #[automatically_derived]
            impl<C> #krate::Priced<C> for #ident where #bound {
                fn amount(&self) -> #krate::Amount<C> { #private::IsAmount::amount(&self.#name) }
            }
        }
    });
    let charge = (request.moves_money).then(|| {
        let (amount, number) = (find("amount")?, find("invoice_no")?);
        let (amount_ident, number_ident) = (&amount.ident, &number.ident);
        let amount = quote_spanned!(amount.ty.span()=> #private::IsAmount::amount(&self.#amount_ident));
        let number = quote_spanned!(number.ty.span()=> #private::IsInvoiceNo::invoice_no(&self.#number_ident));
        Some(quote! {
            #cfg
            #[automatically_derived]
            impl #krate::Charge for #ident {
                fn order(&self) -> (&#krate::InvoiceNo, #krate::Amount<#currency>) { (#number, #amount) }
            }
        })
    });
    (
        invoice_no.unwrap_or_default(),
        priced.unwrap_or_default(),
        charge.flatten().unwrap_or_default(),
    )
}
