//! A callback: its struct around the proof of its verification, its methods and its trait implementation.

use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::expand::signed;
use crate::expand::signed::Signed;
use crate::model::Callback;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::SettlementField;

pub(super) fn items(callback: &Callback, gateway: &Gateway) -> TokenStream {
    let Callback {
        attributes,
        cfg,
        visibility,
        ident,
        ..
    } = callback;
    let krate = &gateway.krate;
    let proof = quote!(#krate::__private::Verified<#ident>);
    let structure = Signed {
        attributes,
        visibility,
        ident,
        proof,
    }
    .structure(callback.kept_fields().map(|(_, field)| field));
    let methods = methods(callback, gateway);
    let accessors = callback.fields.iter().map(|field| accessor(field, gateway));
    let implementation = implementation(callback, gateway);
    quote! {
        #structure

        #cfg
        #[allow(dead_code)]
        impl #ident {
            #methods
            #(#accessors)*
        }

        #implementation
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
            <Self as #krate::callback::SignedCallback>::verify(raw_query, verifier)
        }

        /// Verifies the same from a JSON body: the raw bytes as Plutu's server posted them.
        ///
        /// # Errors
        ///
        /// Why the callback is not believed. It then says nothing about its order.
        #visibility fn verify_json(body: &[u8], verifier: &#krate::Verifier) -> #private::Result<Self, #krate::CallbackError> {
            <Self as #krate::callback::SignedCallback>::verify_json(body, verifier)
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

/// The accessor of any field; the three that settling needs are in the proof.
fn accessor(field: &Field, gateway: &Gateway) -> TokenStream {
    let Field {
        ident, ty, inner, ..
    } = field;
    let krate = &gateway.krate;
    let verified = quote_spanned!(ty.span()=> self.__verified.#ident());
    match (field.name.as_str(), inner) {
        ("amount" | "invoice_no", _) | ("transaction_id", None) => {
            signed::accessor_of(field, &quote!(&#ty), &verified)
        }
        ("transaction_id", Some(inner)) => signed::accessor_of(
            field,
            &quote!(#krate::__private::Option<&#inner>),
            &quote!(#krate::__private::SettlementId::id(#verified)),
        ),
        _ => signed::accessor(field, gateway),
    }
}

fn implementation(callback: &Callback, gateway: &Gateway) -> TokenStream {
    let Callback {
        cfg,
        ident,
        amount,
        invoice_no,
        transaction_id,
        ..
    } = callback;
    let krate = &gateway.krate;
    let private = quote!(#krate::__private);
    let keys = callback.fields.iter().map(|field| &field.wire);
    let kind = if callback.approved_only {
        quote!(approved_only)
    } else {
        quote!(new)
    };
    let id_type = &transaction_id.ty;
    let [amount, invoice_no, transaction_id] = [amount, invoice_no, transaction_id]
        .map(|SettlementField { place, .. }| callback.fields.get(*place).map(|field| &field.wire));
    let fields = callback.kept_fields().map(|(_, field)| signed::read(field));
    quote! {
        #cfg
        #[automatically_derived]
        impl #krate::callback::SignedCallback for #ident {
            type Gateway = Gateway;
        }

        #cfg
        #[automatically_derived]
        impl #private::DeclaredCallback for #ident {
            type TransactionId = #id_type;
            const KEYS: #private::CallbackKeys = #private::CallbackKeys::#kind(&[#(#keys),*]);
            const AMOUNT: #private::Field = Self::KEYS.field(#amount);
            const INVOICE_NO: #private::Field = Self::KEYS.field(#invoice_no);
            const TRANSACTION_ID: #private::Field = Self::KEYS.field(#transaction_id);

            fn from_verified(
                verified: #private::Verified<Self>,
                fields: &#private::SignedFields<'_>,
            ) -> #private::Result<Self, #krate::CallbackError> {
                #private::Ok(Self { #(#fields,)* __verified: verified })
            }

            fn verified(&self) -> &#private::Verified<Self> {
                &self.__verified
            }
        }
    }
}
