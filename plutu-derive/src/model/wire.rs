//! The wire name of a field: the one given with `#[wire("..")]`, or the field's own name.

use proc_macro2::Ident;
use syn::Attribute;
use syn::LitStr;
use syn::ext::IdentExt;

use crate::model::errors::Errors;

/// The maximum length of a wire name, in bytes.
const MAX_LEN: usize = 64;

/// The wire name of a field. If an attribute cannot be read, it is reported and the field's own
/// name is used.
pub(super) fn wire_name(ident: &Ident, given: &[Attribute], errors: &mut Errors) -> String {
    for duplicate in given.iter().skip(1) {
        errors.at(duplicate, "duplicate `#[wire]`");
    }
    let own = ident.unraw().to_string();
    if let Some(attribute) = given.first() {
        errors.ok(read(attribute)).unwrap_or(own)
    } else {
        if let Some(message) = check(&own) {
            errors.at(ident, format!("{message}; set one with `#[wire(\"..\")]`"));
        }
        own
    }
}

fn read(attribute: &Attribute) -> syn::Result<String> {
    let expected = |error: syn::Error| {
        let message = "expected a string literal, as in `#[wire(\"name\")]`";
        syn::Error::new(error.span(), message)
    };
    let literal: LitStr = attribute.parse_args().map_err(expected)?;
    let name = literal.value();
    match check(&name) {
        Some(message) => Err(syn::Error::new_spanned(literal, message)),
        None => Ok(name),
    }
}

/// The message for an invalid wire name.
fn check(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if name.is_empty() || !name.bytes().all(is_plain) {
        let message = "expected ASCII letters, digits, `_` or `-`";
        return Some(format!("invalid wire name `{name}`: {message}"));
    }
    let is_long = name.len() > MAX_LEN;
    is_long.then(|| format!("wire names of more than {MAX_LEN} bytes are not supported"))
}
