//! The items that are added to every module: the marker type `Gateway`, and aliases for the types
//! that depend on the gateway or its currency.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::spec;
use crate::model::Gateway;
use crate::model::Paths;
use crate::model::PutIn;
use crate::model::Structure;

pub(super) fn items(gateway: &Gateway) -> TokenStream {
    let items = gateway.put_in.iter();
    let items = items.map(|item| print(*item, gateway));
    let Paths { import, core, .. } = &gateway.paths;
    quote! {
        use #import as #core;
        #(#items)*
    }
}

fn print(item: PutIn, gateway: &Gateway) -> TokenStream {
    let Paths { core, currency, .. } = &gateway.paths;
    match item {
        PutIn::Currency => quote! {
            /// The currency of this gateway's amounts.
            #[allow(dead_code)]
            pub type Currency = #currency;
        },
        PutIn::Amount => quote! {
            /// An amount in this gateway's currency.
            #[allow(dead_code)]
            pub type Amount = #core::Amount<#currency>;
        },
        PutIn::Gateway => marker(gateway),
        PutIn::Challenge => quote! {
            /// A payment through this gateway that waits for the payer's one-time password.
            #[allow(dead_code)]
            pub type Challenge = #core::Challenge<Gateway>;
        },
        PutIn::Receipt => quote! {
            /// The reply to a charge of this gateway. It can settle the order.
            #[allow(dead_code)]
            pub type Receipt = #core::Receipt<Gateway>;
        },
        PutIn::ReturnUrl => quote! {
            /// The URL to which this gateway sends the payer's browser back.
            #[allow(dead_code)]
            pub type ReturnUrl = #core::ReturnUrl<Gateway>;
        },
    }
}

fn marker(gateway: &Gateway) -> TokenStream {
    let Paths { core, currency, .. } = &gateway.paths;
    let name = &gateway.name;
    let doc = format!(" The gateway `{name}` as a type, for code that is generic over gateways.");
    let browser_keys = browser_keys(gateway);
    let spec = spec::constant(gateway);
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct Gateway;

        #[automatically_derived]
        impl #core::Gateway for Gateway {
            const NAME: &'static str = #name;
            type Currency = #currency;
            #spec
            #browser_keys
        }
    }
}

/// The keys of the query with which the payer's browser returns. A return URL cannot contain them.
fn browser_keys(gateway: &Gateway) -> TokenStream {
    let private = &gateway.paths.private;
    let keys = gateway.browser_keys().into_iter().map(|keys| {
        let Structure { cfg, ident, .. } = keys.structure;
        let value = if keys.is_return_page {
            quote!(of_return_page(&<#ident as #private::DeclaredReturn>::KEYS))
        } else {
            quote!(of_callback(&<#ident as #private::DeclaredCallback>::KEYS))
        };
        quote!(#cfg const BROWSER_KEYS: #private::BrowserKeys = #private::BrowserKeys::#value;)
    });
    quote!(#(#keys)*)
}
