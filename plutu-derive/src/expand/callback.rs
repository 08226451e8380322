//! A callback. It can settle an order.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::format_ident;
use quote::quote;
use syn::spanned::Spanned;

use crate::expand::signed;
use crate::expand::signed::Signed;
use crate::expand::signed::SignedNames;
use crate::expand::span::respanned;
use crate::model::Callback;
use crate::model::Field;
use crate::model::Paths;

/// The warning for a callback that is not used.
const MUST_USE: &str = "a verified callback is not a payment yet: call `callback.settle(..)` to compare it with the order";

pub(super) fn items(callback: &Callback, paths: &Paths) -> TokenStream {
    let fields = callback.structure.fields.iter();
    let accessors = fields.map(|field| accessor(field, paths));
    let signed = Signed {
        structure: &callback.structure,
        paths,
        own_fields: callback.own_fields().collect(),
        names: SignedNames {
            public: format_ident!("SignedCallback"),
            declared: format_ident!("DeclaredCallback"),
            keys: format_ident!("CallbackKeys"),
            proof: format_ident!("Verified"),
        },
        noun: "callback",
        must_use: MUST_USE,
        keys: keys(callback),
        associated: associated(callback, paths),
        methods: methods(callback, paths),
        accessors: quote!(#(#accessors)*),
    };
    signed.items()
}

fn keys(callback: &Callback) -> TokenStream {
    let keys = &callback.keys;
    if callback.approved_only {
        quote!(approved_only(&[#(#keys),*]))
    } else {
        quote!(new(&[#(#keys),*]))
    }
}

fn associated(callback: &Callback, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let ty = &callback.transaction_id;
    let amount = &callback.settlement.amount;
    let invoice_no = &callback.settlement.invoice_no;
    let transaction_id = &callback.settlement.transaction_id;
    quote! {
        type TransactionId = #ty;
        const AMOUNT: #private::Field = Self::KEYS.field(#amount);
        const INVOICE_NO: #private::Field = Self::KEYS.field(#invoice_no);
        const TRANSACTION_ID: #private::Field = Self::KEYS.field(#transaction_id);
    }
}

fn methods(callback: &Callback, paths: &Paths) -> TokenStream {
    let visibility = &callback.structure.visibility;
    let Paths {
        core,
        private,
        currency,
        ..
    } = paths;
    quote! {
        /// Verifies the callback from a JSON body. Pass the raw bytes that Plutu's server posted.
        ///
        /// # Errors
        ///
        /// Returns the reason why the body was rejected.
        #visibility fn verify_json(body: &[u8], verifier: &#core::Verifier) -> #private::Result<Self, #core::CallbackError> {
            <Self as #core::callback::SignedCallback>::verify_json(body, verifier)
        }

        /// Compares the callback with your order, and returns what is known about the payment.
        ///
        /// `Ok` does not mean that the order is paid, because the payer may have canceled. Match
        /// the result: only `Settlement::Paid` says that the order is paid.
        ///
        /// # Errors
        ///
        /// Returns a `Mismatch` if the callback has another invoice number or another amount.
        #visibility fn settle(&self, invoice_no: &#core::InvoiceNo, amount: #core::Amount<#currency>) -> #private::Result<#core::Settlement, #core::Mismatch> {
            <Self as #core::callback::SignedCallback>::settle(self, invoice_no, amount)
        }
    }
}

/// The accessor of a field. The struct holds the field itself, or the proof of verification does.
fn accessor(field: &Field, paths: &Paths) -> TokenStream {
    if !Callback::is_in_proof(field) {
        return signed::accessor(field, paths);
    }
    let private = &paths.private;
    let (ident, ty) = (&field.ident, &field.ty);
    let value = quote!(self.__verified.#ident());
    let (output, body) = match &field.inner {
        Some(inner) => (
            quote!(#private::Option<&#inner>),
            quote!(#private::Option::as_ref(#value)),
        ),
        None => (quote!(&#ty), required(field, &value, paths)),
    };
    signed::accessor_of(field, &output, &body)
}

/// The value of a required field in the proof. The amount and the invoice number go through a
/// function that explains a wrong type. Every token has the type's span, so that rustc points at
/// the type.
fn required(field: &Field, value: &TokenStream, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let checked = match Callback::check_of(field) {
        Some(check) => {
            let check = Ident::new(check, Span::call_site());
            quote!(#private::#check::verified(#value))
        }
        None => value.clone(),
    };
    respanned(checked, field.ty.span())
}
