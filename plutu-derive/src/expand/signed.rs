//! What callbacks and return pages share: a struct around the proof of its verification, accessors of signed
//! fields, and how these are read.

use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Attribute;
use syn::Ident;
use syn::Visibility;
use syn::spanned::Spanned;

use crate::expand::derive_debug;
use crate::model::Field;
use crate::model::Gateway;

/// A signed struct's own parts.
pub(super) struct Signed<'a> {
    pub(super) attributes: &'a [Attribute],
    pub(super) visibility: &'a Visibility,
    pub(super) ident: &'a Ident,
    /// The type of the proof.
    pub(super) proof: TokenStream,
}

impl Signed<'_> {
    /// The struct, its fields private: only what a proof was made for can be in it.
    pub(super) fn structure<'a>(&self, fields: impl Iterator<Item = &'a Field>) -> TokenStream {
        let Self {
            attributes,
            visibility,
            ident,
            proof,
        } = self;
        let derive_debug = derive_debug(attributes);
        let fields = fields.map(
            |Field {
                 attributes,
                 ident,
                 ty,
                 ..
             }| quote!(#(#attributes)* #ident: #ty),
        );
        quote! {
            #(#attributes)*
            #derive_debug
            #visibility struct #ident {
                #(#fields,)*
                __verified: #proof,
            }
        }
    }
}

/// The accessor of a field that the struct keeps.
pub(super) fn accessor(field: &Field, gateway: &Gateway) -> TokenStream {
    let Field {
        ident, ty, inner, ..
    } = field;
    let krate = &gateway.krate;
    match inner {
        Some(inner) => accessor_of(
            field,
            &quote!(#krate::__private::Option<&#inner>),
            &quote!(self.#ident.as_ref()),
        ),
        None => accessor_of(field, &quote!(&#ty), &quote!(&self.#ident)),
    }
}

/// A field's accessor: documented, with the field's visibility.
pub(super) fn accessor_of(field: &Field, output: &TokenStream, body: &TokenStream) -> TokenStream {
    let Field {
        visibility,
        ident,
        wire,
        ..
    } = field;
    let docs: Vec<&Attribute> = field.docs();
    let doc = docs.is_empty().then(|| {
        let doc = format!(" The signed parameter `{wire}`.");
        quote!(#[doc = #doc])
    });
    quote! {
        #doc #(#docs)*
        #[must_use]
        #visibility fn #ident(&self) -> #output {
            #body
        }
    }
}

/// Reads a field from the signed ones.
pub(super) fn read(field: &Field) -> TokenStream {
    let Field {
        ident,
        ty,
        inner,
        wire,
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
    quote_spanned!(span=> #ident: fields.#method(const { Self::KEYS.field(#wire) })?)
}
