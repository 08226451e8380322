//! What a field of a callback tells of a payment.

use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

/// What a callback's field tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Amount,
    Currency,
    InvoiceNo,
    PaymentMethod,
    TransactionId,
    /// Something that the request brought, or that only the gateway knows.
    Other,
}

impl Meaning {
    /// By the names that every callback has, and else by the kind of value.
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
