//! A callback: the signed fields that it declares. Three of them are needed to settle an order.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use crate::model::arguments::Paths;
use crate::model::errors::Errors;
use crate::model::field::Field;
use crate::model::keys::GivenKeys;
use crate::model::signed::check_fields;
use crate::model::structure::Structure;
use crate::parse::Arguments;

/// A declared callback.
pub(crate) struct Callback {
    pub(crate) structure: Structure,
    /// Whether the callback has no `canceled`.
    pub(crate) approved_only: bool,
    /// The wire names of the signed fields.
    pub(crate) keys: Vec<String>,
    /// The wire names of the three fields that settle an order.
    pub(crate) settlement: SettlementKeys,
    /// The type of the transaction id as the author wrote it. It may be an `Option`.
    pub(crate) transaction_id: TokenStream,
}

/// The wire names of the fields that settle an order.
pub(crate) struct SettlementKeys {
    pub(crate) amount: String,
    pub(crate) invoice_no: String,
    pub(crate) transaction_id: String,
}

const AMOUNT: &str = "amount";
const INVOICE_NO: &str = "invoice_no";
const TRANSACTION_ID: &str = "transaction_id";

impl Callback {
    pub(super) fn new(
        attribute: &Attribute,
        mut structure: Structure,
        paths: &Paths,
        errors: &mut Errors,
    ) -> Self {
        let approved_only = read_approved_only(attribute, errors);
        let methods = ["verify", "verify_json", "settle", "matched_key"];
        check_fields(&mut structure, &methods, errors);
        check_settlement(&mut structure, errors);
        structure.check_names_of_order(&[AMOUNT, INVOICE_NO, TRANSACTION_ID], errors);
        let core = &paths.core;
        let transaction_id = structure
            .field(TRANSACTION_ID)
            .map_or_else(|| quote!(#core::TransactionId), |field| field.ty.clone());
        let settlement = SettlementKeys::new(&structure);
        Self {
            approved_only,
            keys: settlement.among(&structure),
            settlement,
            transaction_id,
            structure,
        }
    }

    /// Whether the proof of verification holds the field, and not the struct. plutu-core settles an
    /// order with the values in the proof only.
    pub(crate) fn is_in_proof(field: &Field) -> bool {
        [AMOUNT, INVOICE_NO, TRANSACTION_ID].contains(&field.name.as_str())
    }

    /// The trait of plutu-core that only the right type of a field in the proof implements. The
    /// transaction id needs none, because the callback's trait names its type.
    pub(crate) fn check_of(field: &Field) -> Option<&'static str> {
        match field.name.as_str() {
            AMOUNT => Some("IsAmount"),
            INVOICE_NO => Some("IsInvoiceNo"),
            _ => None,
        }
    }

    /// The fields that the struct itself holds.
    pub(crate) fn own_fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.structure.fields.iter();
        fields.filter(|field| !Self::is_in_proof(field))
    }
}

impl SettlementKeys {
    fn new(structure: &Structure) -> Self {
        let wire = |name| {
            let field = structure.field(name);
            field.map_or_else(|| String::from(name), |field| field.wire.clone())
        };
        Self {
            amount: wire(AMOUNT),
            invoice_no: wire(INVOICE_NO),
            transaction_id: wire(TRANSACTION_ID),
        }
    }

    /// The wire names of all fields. They include a settlement field that the author forgot, so
    /// that the rest compiles.
    fn among(&self, structure: &Structure) -> Vec<String> {
        let fields = structure.fields.iter();
        let mut keys: Vec<_> = fields.map(|field| field.wire.clone()).collect();
        for key in [&self.amount, &self.invoice_no, &self.transaction_id] {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }
}

fn read_approved_only(attribute: &Attribute, errors: &mut Errors) -> bool {
    let mut approved_only = false;
    let arguments = Arguments::of(attribute);
    GivenKeys::read(arguments, &["approved_only"], errors, |argument, errors| {
        errors.ok(argument.as_flag());
        approved_only = true;
    });
    approved_only
}

/// Reports the fields that are missing but needed to settle an order, and those that are optional.
/// Only the transaction id may be optional.
fn check_settlement(structure: &mut Structure, errors: &mut Errors) {
    let expected = [
        (AMOUNT, "`pub amount: Amount`"),
        (INVOICE_NO, "`pub invoice_no: InvoiceNo`"),
        (
            TRANSACTION_ID,
            "`pub transaction_id: Option<TransactionId>` (without `Option` if every callback has one)",
        ),
    ];
    for (name, declaration) in expected {
        if structure.lacks(name) {
            let message = format!("missing field `{name}`: a callback needs {declaration}");
            errors.at(&structure.ident, message);
        }
    }
    for field in &mut structure.fields {
        if [AMOUNT, INVOICE_NO].contains(&field.name.as_str()) {
            require(field, errors);
        }
    }
}

/// Makes an optional field required, and reports it.
fn require(field: &mut Field, errors: &mut Errors) {
    if let Some(inner) = field.inner.take() {
        let name = &field.name;
        let message = format!("`{name}` cannot be optional in a callback: write `{name}: {inner}`");
        errors.at(&field.ty, message);
        field.ty = inner;
    }
}
