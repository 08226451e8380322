//! A return page: its struct, its methods and its trait implementation. Nothing of it settles an order.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::signed;
use crate::expand::signed::Signed;
use crate::model::Gateway;
use crate::model::ReturnPage;

pub(super) fn items(page: &ReturnPage, gateway: &Gateway) -> TokenStream {
    let ReturnPage {
        attributes,
        cfg,
        visibility,
        ident,
        fields,
        ..
    } = page;
    let krate = &gateway.krate;
    let proof = quote!(#krate::__private::VerifiedReturn<#ident>);
    let structure = Signed {
        attributes,
        visibility,
        ident,
        proof,
    }
    .structure(fields.iter());
    let methods = methods(page, gateway);
    let accessors = fields.iter().map(|field| signed::accessor(field, gateway));
    let implementation = implementation(page, gateway);
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

fn methods(page: &ReturnPage, gateway: &Gateway) -> TokenStream {
    let ReturnPage {
        visibility, title, ..
    } = page;
    let krate = &gateway.krate;
    let private = quote!(#krate::__private);
    let verify =
        format!(" Verifies a `{title}`: the raw query as it came, with or without its `?`.");
    quote! {
        #[doc = #verify]
        ///
        /// # Errors
        ///
        /// Why the page is not believed.
        #visibility fn verify(raw_query: &str, verifier: &#krate::Verifier) -> #private::Result<Self, #krate::CallbackError> {
            <Self as #krate::callback::SignedReturn>::verify(raw_query, verifier)
        }

        /// Whether the page says that the payment was approved, to choose what the payer sees.
        ///
        /// It is no proof of payment: the page names no amount, and the callback goes elsewhere.
        #[must_use]
        #visibility fn is_approved(&self) -> #private::bool {
            self.__verified.is_approved()
        }

        /// Which of the verifier's secrets the page was signed with.
        #[must_use]
        #visibility fn matched_key(&self) -> #krate::callback::MatchedKey {
            self.__verified.matched_key()
        }
    }
}

fn implementation(page: &ReturnPage, gateway: &Gateway) -> TokenStream {
    let ReturnPage {
        cfg, ident, fields, ..
    } = page;
    let krate = &gateway.krate;
    let private = quote!(#krate::__private);
    let keys = fields.iter().map(|field| &field.wire);
    let fields = fields.iter().map(signed::read);
    quote! {
        #cfg
        #[automatically_derived]
        impl #krate::callback::SignedReturn for #ident {
            type Gateway = Gateway;
        }

        #cfg
        #[automatically_derived]
        impl #private::DeclaredReturn for #ident {
            const KEYS: #private::ReturnKeys = #private::ReturnKeys::new(&[#(#keys),*]);

            fn from_verified(
                verified: #private::VerifiedReturn<Self>,
                fields: &#private::SignedFields<'_>,
            ) -> #private::Result<Self, #krate::CallbackError> {
                #private::Ok(Self { #(#fields,)* __verified: verified })
            }

            fn verified(&self) -> &#private::VerifiedReturn<Self> {
                &self.__verified
            }
        }
    }
}
