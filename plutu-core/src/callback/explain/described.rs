//! Rule 4 for a description: the same checks as `signed_callback` and `signed_return` do for a
//! type.

use std::iter;

use crate::callback::error::CallbackError;
use crate::callback::fields::Outcome;
use crate::callback::fields::SignedFields;
use crate::keys::Field;
use crate::keys::Keys;
use crate::spec::FieldSpec;
use crate::spec::GatewaySpec;
use crate::spec::SignedSpec;

/// Checks the values of a callback or a return page whose signature has matched. The order is the
/// same as for a type: the fields that settle an order come first.
pub(super) fn read(
    fields: &SignedFields<'_>,
    gateway: &GatewaySpec,
    spec: &SignedSpec,
    keys: &Keys,
) -> Result<(), CallbackError> {
    let check = |name: &str, is_required| {
        let mut described = iter::zip(keys.fields(), spec.fields);
        let found = described.find(|(_, described)| described.name == name);
        found.map_or(Ok(()), |(field, described)| {
            check(fields, field, described, is_required)
        })
    };
    if keys.is_return_page() {
        fields.check_no_gateway()?;
        fields.approved()?;
    } else {
        fields.check_gateway(gateway.name)?;
        fields.check_currency(gateway.currency)?;
        let is_approved = fields.outcome()? == Outcome::Approved;
        check("amount", true)?;
        check("invoice_no", true)?;
        // The id of an approved payment is required even if it is declared as optional.
        check("transaction_id", is_approved)?;
    }
    for described in spec.fields {
        check(described.name, false)?;
    }
    Ok(())
}

fn check(
    fields: &SignedFields<'_>,
    field: Field,
    described: &FieldSpec,
    is_required: bool,
) -> Result<(), CallbackError> {
    let value = fields.optional_with(field, |text| described.check(text))?;
    if value.is_none() && (is_required || described.is_required) {
        return Err(fields.missing(field));
    }
    Ok(())
}
