//! A request: its struct, its builder, and the traits that it implements.

use proc_macro2::TokenStream;
use quote::ToTokens;
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
        #[diagnostic::do_not_recommend]
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

/// Prints the statement that writes a field. Every token has the type's span, so that rustc points
/// at a type that cannot be sent.
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

/// Prints `Priced`, with which generic code reads the amount of a request. The currency is a type
/// parameter, so that the type of `amount` decides it. Every token has the type's span, so that
/// rustc points there when it reports this implementation.
fn priced(priced: &Priced<'_>, request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, ident) = (&request.structure.cfg, &request.structure.ident);
    let (currency, ty) = (&priced.currency, &priced.amount.ty);
    let value = value(priced.amount);
    let span = ty.span();
    let [core, private, ident] = [&paths.core, &paths.private, &ident.to_token_stream()]
        .map(|tokens| respanned(tokens.clone(), span));
    quote_spanned! {span=>
        #cfg
        #[automatically_derived]
        impl<#currency> #core::Priced<#currency> for #ident where #ty: #private::IsAmount<#currency> {
            fn amount(&self) -> #core::Amount<#currency> {
                #private::IsAmount::amount(&#value)
            }
        }
    }
}

/// Prints `Charge`, which returns the invoice number and the amount of the order. Its body compiles
/// only if both fields have the gateway's own types. The constant after it checks the kind of the
/// reply. Both have the span of `moves_money`; the two calls have the spans of the fields' types.
fn charge(charge: &Charge<'_>, request: &Request, paths: &Paths) -> TokenStream {
    let (cfg, ident) = (&request.structure.cfg, &request.structure.ident);
    let (core, private, currency) = (&paths.core, &paths.private, &paths.currency);
    let call = |field: &Field, method: &TokenStream| {
        let value = value(field);
        respanned(quote!(#private::#method(&#value)), field.ty.span())
    };
    let invoice_no = call(charge.invoice_no, &quote!(IsInvoiceNo::invoice_no));
    let amount = call(charge.amount, &quote!(IsAmount::amount));
    let signature = quote!(fn order(&self) -> (&#core::InvoiceNo, #core::Amount<#currency>));
    let header = quote!(impl #core::Charge for #ident);
    let check = quote!(#private::check_reply::<#ident>());
    let [header, signature, check] =
        [header, signature, check].map(|tokens| respanned(tokens, charge.span));
    quote_spanned! {charge.span=>
        #cfg
        #[automatically_derived]
        #header { #signature { (#invoice_no, #amount) } }

        #cfg
        const _: () = #check;
    }
}

/// Prints `Debug`, which reads the values from the form. A chain of `.field(..)` calls would report
/// a type that cannot be sent a second time.
fn debug(request: &Request, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let name = request.structure.ident.unraw().to_string();
    let body = quote!(#private::debug(self, #name, f));
    debug::implementation(&request.structure, paths, &body)
}
