//! The names that the module gets: `Amount`, `Currency` and the marker `Gateway`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Gateway;

pub(super) fn items(gateway: &Gateway) -> TokenStream {
    let Gateway {
        krate,
        name,
        currency,
        ..
    } = gateway;
    let gateway_doc =
        format!(" The gateway `{name}` as a type, for code that works with any gateway.");
    let challenge = gateway.clashes.is_empty().then(|| {
        quote! {
            /// A payment of this gateway that waits for the payer's one-time password.
            #[allow(dead_code)]
            pub type Challenge = #krate::Challenge<Gateway>;
            /// Plutu's word that a charge of this gateway was carried out.
            #[allow(dead_code)]
            pub type Receipt = #krate::Receipt<Gateway>;
            /// The page to which the payer's browser returns from this gateway.
            #[allow(dead_code)]
            pub type ReturnUrl = #krate::ReturnUrl<Gateway>;
        }
    });
    let currency_alias = quote! {
        /// The currency of this gateway's amounts.
        #[allow(dead_code)]
        pub type Currency = #currency;
    };
    let amount_alias = quote! {
        /// An amount in this gateway's currency.
        #[allow(dead_code)]
        pub type Amount = #krate::Amount<#currency>;
    };
    let marker = quote! {
        #[doc = #gateway_doc]
        #[allow(dead_code)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct Gateway;

        #[automatically_derived]
        impl #krate::Gateway for Gateway {
            const NAME: &'static str = #name;
            type Currency = #currency;
        }
    };
    let items = [
        ("Currency", Some(currency_alias)),
        ("Amount", Some(amount_alias)),
        ("Gateway", Some(marker)),
        ("Challenge", challenge),
    ];
    let is_free = |name: &str| gateway.clashes.iter().all(|taken| taken != name);
    items
        .into_iter()
        .filter(|(name, _)| is_free(name))
        .filter_map(|(_, item)| item)
        .collect()
}
