//! A callback: its struct around the proof of its verification, its methods and its trait implementation.

use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Attribute;
use syn::spanned::Spanned;

use crate::expand::derive_debug;
use crate::model::Callback;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::SettlementField;

pub(super) fn items(callback: &Callback, gateway: &Gateway) -> TokenStream {
    let structure = structure(callback, gateway);
    let methods = methods(callback, gateway);
    let accessors = callback.fields.iter().map(|field| accessor(field, gateway));
    let implementation = implementation(callback, gateway);
    let ident = &callback.ident;
    quote! {
        #structure

        #[allow(dead_code)]
        impl #ident {
            #methods
            #(#accessors)*
        }

        #implementation
    }
}

fn structure(callback: &Callback, gateway: &Gateway) -> TokenStream {
    let Callback {
        attributes,
        visibility,
        ident,
        ..
    } = callback;
    let krate = &gateway.krate;
    let derive_debug = derive_debug(attributes);
    let fields = callback.kept_fields().map(|field| {
        let Field {
            attributes,
            ident,
            ty,
            ..
        } = field;
        quote!(#(#attributes)* #ident: #ty)
    });
    quote! {
        #(#attributes)*
        #derive_debug
        #visibility struct #ident {
            #(#fields,)*
            __verified: #krate::__private::Verified<#ident>,
        }
    }
}

fn methods(callback: &Callback, gateway: &Gateway) -> TokenStream {
    let Callback {
        visibility, title, ..
    } = callback;
    let Gateway {
        krate, currency, ..
    } = gateway;
    let private = quote!(#krate::__private);
    let verify =
        format!(" Verifies a `{title}`: the raw query as it came, with or without its `?`.");
    quote! {
        #[doc = #verify]
        ///
        /// Pass the raw text: a framework that parses and rewrites the query breaks the signature.
        /// Verifying takes nothing from the callback, so the same one verifies again.
        ///
        /// # Errors
        ///
        /// Why the callback is not believed. It then says nothing about its order.
        #visibility fn verify(raw_query: &str, verifier: &#krate::Verifier) -> #private::Result<Self, #krate::CallbackError> {
            <Self as #krate::callback::SignedCallback>::verify_query(raw_query, verifier)
        }

        /// Compares the callback with the order that it shall settle, and says what is known of its payment.
        ///
        /// # Errors
        ///
        /// The callback is for another invoice number or over another amount.
        #visibility fn settle(&self, invoice_no: &#krate::InvoiceNo, amount: #krate::Amount<#currency>) -> #private::Result<#krate::Settlement, #krate::Mismatch> {
            self.__verified.settle(invoice_no, amount)
        }

        /// Which of the verifier's secrets the callback was signed with.
        #[must_use]
        #visibility fn matched_key(&self) -> #krate::callback::MatchedKey {
            self.__verified.matched_key()
        }
    }
}

fn accessor(field: &Field, gateway: &Gateway) -> TokenStream {
    let Field {
        visibility,
        ident,
        ty,
        inner,
        ..
    } = field;
    let krate = &gateway.krate;
    let docs = accessor_docs(field);
    let verified = quote_spanned!(ty.span()=> self.__verified.#ident());
    let (output, body) = match (field.name.as_str(), inner) {
        ("amount" | "invoice_no", _) | ("transaction_id", None) => (quote!(&#ty), verified),
        ("transaction_id", Some(inner)) => (
            quote!(#krate::__private::Option<&#inner>),
            quote!(#krate::callback::SettlementId::id(#verified)),
        ),
        (_, Some(inner)) => (
            quote!(#krate::__private::Option<&#inner>),
            quote!(self.#ident.as_ref()),
        ),
        (_, None) => (quote!(&#ty), quote!(&self.#ident)),
    };
    quote! {
        #docs
        #[must_use]
        #visibility fn #ident(&self) -> #output {
            #body
        }
    }
}

fn accessor_docs(field: &Field) -> TokenStream {
    let docs: Vec<&Attribute> = field.docs();
    if !docs.is_empty() {
        return quote!(#(#docs)*);
    }
    let doc = format!(" The signed parameter `{}`.", field.wire);
    quote!(#[doc = #doc])
}

fn implementation(callback: &Callback, gateway: &Gateway) -> TokenStream {
    let Callback {
        ident,
        amount,
        invoice_no,
        transaction_id,
        ..
    } = callback;
    let krate = &gateway.krate;
    let private = quote!(#krate::__private);
    let keys = callback.fields.iter().map(|field| &field.wire);
    let id_type = &transaction_id.ty;
    let [amount, invoice_no, transaction_id] =
        [amount, invoice_no, transaction_id].map(|SettlementField { wire, .. }| wire);
    let fields = callback.kept_fields().map(
        |Field {
             ident,
             wire,
             ty,
             inner,
             ..
         }| {
            let method = if inner.is_some() {
                quote!(optional)
            } else {
                quote!(required)
            };
            quote_spanned!(ty.span()=> #ident: fields.#method(#wire)?)
        },
    );
    quote! {
        #[automatically_derived]
        impl #krate::callback::SignedCallback for #ident {
            type Gateway = Gateway;
            type TransactionId = #id_type;
            const KEYS: #private::Keys = #private::Keys::new(&[#(#keys),*]);
            const SETTLEMENT_KEYS: #private::SettlementKeys = #private::SettlementKeys {
                amount: #amount,
                invoice_no: #invoice_no,
                transaction_id: #transaction_id,
            };

            fn from_verified(
                verified: #private::Verified<Self>,
                fields: &#private::CallbackFields<'_>,
            ) -> #private::Result<Self, #krate::CallbackError> {
                #private::Ok(Self { #(#fields,)* __verified: verified })
            }
        }
    }
}
