//! A return page. It cannot settle an order.

use proc_macro2::TokenStream;
use quote::format_ident;
use quote::quote;

use crate::expand::signed;
use crate::expand::signed::Signed;
use crate::expand::signed::SignedNames;
use crate::model::Paths;
use crate::model::ReturnPage;

/// The warning for a return page that is not used.
const MUST_USE: &str = "a return page decides what the payer sees: call `page.is_approved()`";

pub(super) fn items(page: &ReturnPage, paths: &Paths) -> TokenStream {
    let fields = page.structure.fields.iter();
    let accessors = fields.clone().map(|field| signed::accessor(field, paths));
    let keys = page.keys();
    let signed = Signed {
        structure: &page.structure,
        paths,
        own_fields: fields.collect(),
        names: SignedNames {
            public: format_ident!("SignedReturn"),
            declared: format_ident!("DeclaredReturn"),
            keys: format_ident!("ReturnKeys"),
            proof: format_ident!("VerifiedReturn"),
        },
        noun: "return page",
        must_use: MUST_USE,
        keys: quote!(new(&[#(#keys),*])),
        associated: TokenStream::new(),
        methods: is_approved(page, paths),
        accessors: quote!(#(#accessors)*),
    };
    signed.items()
}

fn is_approved(page: &ReturnPage, paths: &Paths) -> TokenStream {
    let visibility = &page.structure.visibility;
    let Paths { core, private, .. } = paths;
    quote! {
        /// Returns whether the page says that the payment was approved. Use it only to choose what
        /// the payer sees.
        ///
        /// It does not settle the order. Only the callback does, which Plutu sends separately.
        #[must_use]
        #visibility fn is_approved(&self) -> #private::bool {
            <Self as #core::callback::SignedReturn>::is_approved(self)
        }
    }
}
