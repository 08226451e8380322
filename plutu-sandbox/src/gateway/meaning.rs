//! The meaning of a callback's field.

use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

/// The part of a payment that a callback's field contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Amount,
    Currency,
    InvoiceNo,
    PaymentMethod,
    TransactionId,
    /// A field of the request, or something that only the gateway knows.
    Other,
}

impl Meaning {
    /// Decides by the names that every callback has, and otherwise by the kind of the value.
    pub(crate) fn of(field: &FieldSpec) -> Self {
        match (field.name, field.kind()) {
            ("amount", _) => Self::Amount,
            ("invoice_no", _) => Self::InvoiceNo,
            ("transaction_id", _) => Self::TransactionId,
            (_, FieldKind::Currency) => Self::Currency,
            (_, FieldKind::PaymentMethod) => Self::PaymentMethod,
            _ => Self::Other,
        }
    }
}
