//! The number of requests in a package, and their fields.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::format_ident;
use quote::quote;

/// The number of requests in a package, and their size.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) requests: usize,
    pub(crate) fields: usize,
    pub(crate) required: usize,
}

pub(crate) const SHAPES: [Shape; 4] = [
    Shape::real(20, 10),
    Shape::real(100, 10),
    Shape::real(20, 40),
    Shape {
        requests: 20,
        fields: 10,
        required: 10,
    },
];

impl Shape {
    /// A shape like that of real gateways: a third of the fields are required.
    pub(crate) const fn real(requests: usize, fields: usize) -> Self {
        Self {
            requests,
            fields,
            required: fields / 3,
        }
    }

    /// `20x10`, `20x10 all required`.
    pub(crate) fn name(self) -> String {
        let Self {
            requests, fields, ..
        } = self;
        if self.required == fields {
            format!("{requests}x{fields} all required")
        } else {
            format!("{requests}x{fields}")
        }
    }

    pub(crate) fn fields(self) -> Vec<Field> {
        let types = field_types();
        let fields = (0..self.fields).map(|index| {
            let (name, ty) = &types[index % types.len()];
            let ident = match index / types.len() {
                0 => format_ident!("{name}"),
                again => format_ident!("{name}_{again}"),
            };
            Field {
                ident,
                ty: ty.clone(),
                is_required: index < self.required,
            }
        });
        fields.collect()
    }
}

/// A field of a request.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The value's type.
    pub(crate) ty: TokenStream,
    pub(crate) is_required: bool,
}

impl Field {
    /// The type in the struct.
    pub(crate) fn declared_type(&self) -> TokenStream {
        let Self { ty, .. } = self;
        if self.is_required {
            ty.clone()
        } else {
            quote!(Option<#ty>)
        }
    }

    /// The variable with the field's name, as a value of the type in the struct.
    pub(crate) fn declared_value(&self) -> TokenStream {
        let Self { ident, .. } = self;
        if self.is_required {
            quote!(#ident)
        } else {
            quote!(Some(#ident))
        }
    }
}

fn field_types() -> [(&'static str, TokenStream); 12] {
    [
        ("amount", quote!(Amount)),
        ("invoice_no", quote!(InvoiceNo)),
        ("return_url", quote!(ReturnUrl)),
        ("mobile_number", quote!(MobileNumber)),
        ("customer_ip", quote!(IpAddr)),
        ("lang", quote!(Language)),
        ("email", quote!(Email)),
        ("birth_year", quote!(BirthYear)),
        ("code", quote!(Otp<6>)),
        ("callback_url", quote!(CallbackUrl)),
        ("process_id", quote!(ProcessId)),
        ("transaction_id", quote!(TransactionId)),
    ]
}
