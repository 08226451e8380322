//! The crates that are compared. They declare the same requests in different ways.
//!
//! All have the same structs in one module, with documentation, field types and a derived `Debug`.
//! For each request, one function sets all fields. Only our macro and the code written by hand also
//! write a form. Only our macro also generates the gateway and the reply.

mod by_hand;
mod shape;

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::format_ident;
use quote::quote;

pub(crate) use self::shape::Field;
pub(crate) use self::shape::SHAPES;
pub(crate) use self::shape::Shape;

/// The way in which a request is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    Plutu,
    Bon,
    TypedBuilder,
    ByHand,
    Structs,
}

impl Variant {
    pub(crate) const ALL: [Self; 5] = [
        Self::Plutu,
        Self::Bon,
        Self::TypedBuilder,
        Self::ByHand,
        Self::Structs,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plutu => "plutu",
            Self::Bon => "bon",
            Self::TypedBuilder => "typed-builder",
            Self::ByHand => "by-hand",
            Self::Structs => "structs",
        }
    }

    /// The name of the package with this variant's requests in one shape.
    pub(crate) fn package(self, shape: Shape) -> String {
        format!("{}-{}", self.name(), shape.name().replace(' ', "-"))
    }

    /// The package's dependency besides plutu-core.
    pub(crate) fn dependency(self) -> &'static str {
        match self {
            Self::Bon => "bon = \"3\"\n",
            Self::TypedBuilder => "typed-builder = \"0.23\"\n",
            Self::Plutu | Self::ByHand | Self::Structs => "",
        }
    }

    /// The package's complete source.
    pub(crate) fn source(self, shape: Shape) -> String {
        let fields = shape.fields();
        let idents: Vec<_> = (1..=shape.requests)
            .map(|number| format_ident!("Request{number}"))
            .collect();
        let attribute = (self == Self::Plutu)
            .then(|| quote!(#[plutu_core::plutu_gateway(name = "bench", currency = "USD")]));
        let beginning = self.beginning();
        let requests = idents.iter().map(|ident| self.request(ident, &fields));
        let uses = idents.iter().map(|ident| self.make(ident, &fields));
        let source = quote! {
            #attribute
            pub mod gateway {
                use plutu_core::field::*;
                #beginning
                #(#requests)*
            }

            use gateway::*;
            // Both glob imports contain this name.
            use gateway::ReturnUrl;
            use plutu_core::field::*;

            #(#uses)*
        };
        prettyplease::unparse(&syn::parse2(source).unwrap())
    }

    /// The code before the requests.
    fn beginning(self) -> TokenStream {
        let aliases = quote!(
            pub type Amount = plutu_core::Amount<plutu_core::currency::USD>;
            pub type ReturnUrl = plutu_core::ReturnUrl<plutu_core::gateways::mpgs::Gateway>;
        );
        match self {
            Self::Plutu => TokenStream::new(),
            Self::Bon | Self::TypedBuilder | Self::Structs => aliases,
            Self::ByHand => {
                let states = by_hand::states();
                quote!(#aliases #states)
            }
        }
    }

    fn request(self, ident: &Ident, fields: &[Field]) -> TokenStream {
        let attribute = match self {
            Self::Plutu => quote!(#[request(reply = Redirect)]),
            Self::Bon => quote!(#[derive(bon::Builder)]),
            Self::TypedBuilder => quote!(#[derive(typed_builder::TypedBuilder)]),
            Self::ByHand | Self::Structs => TokenStream::new(),
        };
        let builder = (self == Self::ByHand).then(|| by_hand::builder(ident, fields));
        let fields = fields.iter().map(|field| self.field(field));
        quote! {
            /// A request to the gateway.
            #attribute
            #[derive(Debug)]
            pub struct #ident { #(#fields,)* }

            #builder
        }
    }

    fn field(self, field: &Field) -> TokenStream {
        let attribute = (self == Self::TypedBuilder && !field.is_required)
            .then(|| quote!(#[builder(default, setter(strip_option))]));
        let Field { ident, .. } = field;
        let ty = field.declared_type();
        quote! {
            /// What the gateway's documentation says about the field.
            #attribute
            pub #ident: #ty
        }
    }

    /// A function that builds a request with all its fields.
    fn make(self, ident: &Ident, fields: &[Field]) -> TokenStream {
        let name = format_ident!("make_{}", ident.to_string().to_lowercase());
        let parameters = fields
            .iter()
            .map(|Field { ident, ty, .. }| quote!(#ident: #ty));
        let names = fields.iter().map(|field| &field.ident);
        let body = if self == Self::Structs {
            let values = fields.iter().map(Field::declared_value);
            quote!(#ident { #(#names: #values,)* })
        } else {
            quote!(#ident::builder()#(.#names(#names))*.build())
        };
        quote!(pub fn #name(#(#parameters),*) -> #ident { #body })
    }
}
