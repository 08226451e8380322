//! The rule for the fields of everything signed: a field cannot take the name of a parameter or a
//! method that is there already.

use crate::model::errors::Errors;
use crate::model::field::Field;
use crate::model::name::all_of;
use crate::model::structure::Structure;

/// The parameters that plutu-core reads itself.
const COMMON: &[&str] = &["gateway", "approved", "canceled", "hashed"];

/// The most fields of a signed struct: plutu-core has room for 64 keys, the common ones included.
const MAX_FIELDS: usize = 56;

/// Reports fields that cannot be there. `methods` are the ones that the struct gets.
pub(super) fn check_fields(structure: &mut Structure, methods: &[&str], errors: &mut Errors) {
    if let Some(field) = structure.fields.get(MAX_FIELDS) {
        let message = format!("more than {MAX_FIELDS} fields are not supported");
        errors.at(&field.ident, message);
    }
    structure.retain_fields(errors, |field| clash(field, methods));
}

fn clash(field: &Field, methods: &[&str]) -> Option<String> {
    let (name, wire) = (field.name.as_str(), field.wire.as_str());
    if COMMON.contains(&wire) {
        let common = all_of(COMMON);
        return Some(format!("{common} are not declared: remove the field"));
    }
    let is_method = methods.contains(&name);
    is_method.then(|| {
        format!("`{name}` is already a method: rename the field and add `#[wire(\"{wire}\")]`")
    })
}
