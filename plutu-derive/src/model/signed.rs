//! The rules for the fields of callbacks and return pages: a field cannot have the name of a
//! reserved parameter or of a generated method.

use crate::model::errors::Errors;
use crate::model::field::Field;

use crate::model::structure::Structure;

/// The reserved parameters, which plutu-core reads itself.
const RESERVED: &[&str] = &["gateway", "approved", "canceled", "hashed"];

/// The maximum number of fields of a signed struct. plutu-core has room for 64 keys, which include
/// the reserved ones.
const MAX_FIELDS: usize = 56;

/// Reports fields that break the rules. `methods` are the names of the generated methods.
pub(super) fn check_fields(structure: &mut Structure, methods: &[&str], errors: &mut Errors) {
    if let Some(field) = structure.fields.get(MAX_FIELDS) {
        let message = format!("more than {MAX_FIELDS} fields are not supported");
        errors.at(&field.ident, message);
    }
    structure.retain_fields(errors, |field| clash(field, methods));
}

fn clash(field: &Field, methods: &[&str]) -> Option<String> {
    let (name, wire) = (field.name.as_str(), field.wire.as_str());
    if RESERVED.contains(&wire) {
        return Some(format!(
            "the parameter `{wire}` is reserved: remove the field"
        ));
    }
    let is_method = methods.contains(&name);
    is_method.then(|| {
        format!(
            "`{name}` is already the name of a method: rename the field and add `#[wire(\"{wire}\")]`"
        )
    })
}
