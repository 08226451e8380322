//! A callback: the signed fields that it declares, three of which settle an order.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;
use syn::DeriveInput;
use syn::Visibility;

use crate::model::Errors;
use crate::model::Field;
use crate::model::Structure;
use crate::model::keys::GivenKeys;
use crate::model::name::one_of;
use crate::parse::Arguments;

/// A declared callback.
pub(crate) struct Callback {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) cfg: TokenStream,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// The name by which messages call it: `mpgs::Callback`.
    pub(crate) title: String,
    /// Whether the callback has no `canceled`.
    pub(crate) approved_only: bool,
    pub(crate) fields: Vec<Field>,
    pub(crate) amount: SettlementField,
    pub(crate) invoice_no: SettlementField,
    pub(crate) transaction_id: SettlementField,
}

/// One of the three fields that settling needs. plutu-core keeps their values, in the proof of the
/// verification, so that a settlement is made from what was verified.
pub(crate) struct SettlementField {
    /// Its place among the callback's fields.
    pub(crate) place: usize,
    pub(crate) ty: TokenStream,
}

/// The most fields of a callback: plutu-core keeps a place for each of 64 keys, the common ones included.
const MAX_FIELDS: usize = 56;

impl Callback {
    /// The callback, or its struct as it is if it can be none.
    pub(crate) fn new(
        attribute: &Attribute,
        input: DeriveInput,
        title: String,
        krate: &TokenStream,
        errors: &mut Errors,
    ) -> Result<Self, TokenStream> {
        let mut approved_only = false;
        GivenKeys::read(
            Arguments::of(attribute),
            &["approved_only"],
            errors,
            |argument, errors| {
                approved_only = errors.note(argument.as_flag()).unwrap_or(true);
            },
        );
        let Structure {
            attributes,
            cfg,
            visibility,
            ident,
            mut fields,
        } = Structure::new(input, "callback", errors)?;
        check_fields(
            &mut fields,
            &["verify", "verify_json", "settle", "matched_key"],
            errors,
        );
        let mut settlement =
            |name, ty| SettlementField::find(&mut fields, name, ty, &ident, errors);
        Ok(Self {
            amount: settlement("amount", quote!(Amount)),
            invoice_no: settlement("invoice_no", quote!(#krate::InvoiceNo)),
            transaction_id: settlement("transaction_id", quote!(#krate::TransactionId)),
            attributes,
            cfg,
            visibility,
            ident,
            title,
            approved_only,
            fields,
        })
    }

    /// The fields that the struct itself keeps, each with its place among all.
    pub(crate) fn kept_fields(&self) -> impl Iterator<Item = (usize, &Field)> + Clone {
        (0..)
            .zip(&self.fields)
            .filter(|(_, field)| !SettlementField::NAMES.contains(&field.name.as_str()))
    }
}

impl SettlementField {
    const NAMES: [&str; 3] = ["amount", "invoice_no", "transaction_id"];

    fn find(
        fields: &mut [Field],
        name: &str,
        ty: TokenStream,
        callback: &Ident,
        errors: &mut Errors,
    ) -> Self {
        let found = (0..).zip(fields).find(|(_, field)| field.name == name);
        let Some((place, field)) = found else {
            errors.at(callback, format!("a callback declares `{name}`, as settling an order needs it: add `pub {name}: {}`", last_ident(&ty)));
            return Self { place: 0, ty };
        };
        if field.inner.is_some() && name != "transaction_id" {
            errors.at(
                &field.ty,
                format!("`{name}` cannot be optional, as settling an order needs it"),
            );
            if let Some(inner) = field.inner.take() {
                field.ty = inner;
            }
        }
        Self {
            place,
            ty: field.ty.clone(),
        }
    }
}

fn last_ident(ty: &TokenStream) -> String {
    ty.clone()
        .into_iter()
        .last()
        .map(|token| token.to_string())
        .unwrap_or_default()
}

/// Checks that no field has the name of a parameter that every callback has, or of one of the `methods` that
/// the struct gets. One that has is left out, so that rustc does not tell it again.
pub(super) fn check_fields(fields: &mut Vec<Field>, methods: &[&str], errors: &mut Errors) {
    const COMMON: &[&str] = &["gateway", "approved", "canceled", "hashed"];
    if let Some(field) = fields.get(MAX_FIELDS) {
        errors.at(
            &field.ident,
            format!("at most {MAX_FIELDS} fields are read"),
        );
    }
    fields.retain(|field| {
        let message = if COMMON.contains(&field.wire.as_str()) {
            let common = one_of(COMMON).replace(" or ", " and ");
            format!("{common} are not declared: remove the field")
        } else if methods.contains(&field.name.as_str()) {
            format!(
                "the method `{0}` has this name: choose another, and give the wire name with `#[wire(\"{0}\")]`",
                field.name
            )
        } else {
            return true;
        };
        errors.at(&field.ident, message);
        false
    });
}
