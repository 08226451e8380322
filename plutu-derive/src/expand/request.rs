//! A request: its struct, and the traits that make it a request.

use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::expand::builder;
use crate::expand::debug;
use crate::expand::span::respanned;
use crate::expand::structure;
use crate::model::Charge;
use crate::model::Field;
use crate::model::Paths;
use crate::model::Priced;
use crate::model::Request;

pub(super) fn items(request: &Request, paths: &Paths) -> TokenStream {
    let structure = structure(request);
    let builder = builder::items(request, paths);
    let implementation = implementation(request, paths);
    let priced = request.priced().map(|it| priced(&it, request, paths));
    let charge = request.charge().map(|it| charge(&it, request, paths));
    let debug = debug(request, paths);
    quote!(#structure #builder #implementation #priced #charge #debug)
}

fn structure(request: &Request) -> TokenStream {
    let fields = request.structure.fields.iter().map(|field| {
        let Field {
            attributes,
            visibility,
            ident,
            ty,
            ..
        } = field;
        let doc = field.docs().is_none().then(|| {
            let doc = format!(" The field `{}`.", field.wire);
            quote!(#[doc = #doc])
        });
        quote!(#doc #(#attributes)* #visibility #ident: #ty,)
    });
    let non_exhaustive = quote!(#[non_exhaustive]);
    structure::print(&request.structure, &non_exhaustive, &quote!(#(#fields)*))
}

fn implementation(request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, ident) = (&request.structure.cfg, &request.structure.ident);
    let core = &paths.core;
    let (action, reply) = (&request.action, &request.reply);
    let moves_money = request.moves_money.map(|_| {
        quote!(
            const MOVES_MONEY: bool = true;
        )
    });
    let fields = request.structure.fields.iter().map(push);
    let invoice_no = request.invoice_no().map(|field| invoice_no(field, paths));
    quote! {
        #cfg
        #[automatically_derived]
        impl #core::Request for #ident {
            type Gateway = Gateway;
            type Reply = #reply;
            const ACTION: &'static str = #action;
            #moves_money

            fn write_form(&self, form: &mut #core::Form) {
                #(#fields)*
            }

            #invoice_no
        }
    }
}

/// Writes a field. Every token has the type's span, so that a type which cannot be sent is reported
/// there.
fn push(field: &Field) -> TokenStream {
    let span = field.ty.span();
    let wire = &field.wire;
    let value = value(field);
    let method = match field.inner {
        Some(_) => "push_if_some",
        None => "push",
    };
    let method = Ident::new(method, span);
    quote_spanned!(span=> form.#method(#wire, &#value);)
}

/// A field of `self`, with the span of the field's type.
fn value(field: &Field) -> TokenStream {
    let span = field.ty.span();
    let mut ident = field.ident.clone();
    ident.set_span(span);
    quote_spanned!(span=> self.#ident)
}

fn invoice_no(field: &Field, paths: &Paths) -> TokenStream {
    let Paths { core, private, .. } = paths;
    let span = field.ty.span();
    let value = value(field);
    let as_invoice_no = respanned(quote!(#private::RequestField::as_invoice_no), span);
    let body = if field.inner.is_some() {
        quote!(#private::Option::and_then(#value.as_ref(), #as_invoice_no))
    } else {
        quote_spanned!(span=> #as_invoice_no(&#value))
    };
    quote! {
        fn invoice_no(&self) -> #private::Option<&#core::InvoiceNo> {
            #body
        }
    }
}

/// The amount of a request, in whatever currency its type is in.
fn priced(priced: &Priced<'_>, request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, ident) = (&request.structure.cfg, &request.structure.ident);
    let Paths { core, private, .. } = paths;
    let currency = &priced.currency;
    let (ty, span) = (&priced.amount.ty, priced.amount.ty.span());
    let is_amount = respanned(quote!(#private::IsAmount), span);
    let bound = respanned(quote!(#ty: #is_amount<#currency>), span);
    let value = value(priced.amount);
    let body = quote_spanned!(span=> #is_amount::amount(&#value));
    quote! {
        #cfg
        #[automatically_derived]
        impl<#currency> #core::Priced<#currency> for #ident where #bound {
            fn amount(&self) -> #core::Amount<#currency> {
                #body
            }
        }
    }
}

/// What makes a request a charge: the order that it is for, of the gateway's own types.
fn charge(charge: &Charge<'_>, request: &Request, paths: &Paths) -> TokenStream {
    let cfg = &request.structure.cfg;
    let mut ident = request.structure.ident.clone();
    ident.set_span(charge.span);
    let Paths {
        core,
        private,
        currency,
    } = paths;
    let [invoice_no, amount] = [
        (charge.invoice_no, quote!(IsInvoiceNo::invoice_no)),
        (charge.amount, quote!(IsAmount::amount)),
    ]
    .map(|(field, method)| {
        let span = field.ty.span();
        let method = respanned(quote!(#private::#method), span);
        let value = value(field);
        quote_spanned!(span=> #method(&#value))
    });
    quote! {
        #cfg
        #[automatically_derived]
        impl #core::Charge for #ident {
            fn order(&self) -> (&#core::InvoiceNo, #core::Amount<#currency>) {
                (#invoice_no, #amount)
            }
        }
    }
}

/// The form knows the values, so a type that cannot be sent is reported once.
fn debug(request: &Request, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let title = request.structure.ident.unraw().to_string();
    let names = request.structure.fields.iter().map(|field| &field.name);
    let body = quote!(#private::debug(self, #title, &[#(#names),*], f));
    debug::implementation(&request.structure, paths, &body)
}
