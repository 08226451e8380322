//! A return page. It is signed like a callback, but it cannot settle an order.

use syn::Attribute;

use crate::model::errors::Errors;
use crate::model::keys::GivenKeys;
use crate::model::signed::check_fields;
use crate::model::structure::Structure;
use crate::parse::Arguments;

/// A declared return page.
pub(crate) struct ReturnPage {
    pub(crate) structure: Structure,
}

impl ReturnPage {
    pub(super) fn new(
        attribute: &Attribute,
        mut structure: Structure,
        errors: &mut Errors,
    ) -> Self {
        GivenKeys::read(Arguments::of(attribute), &[], errors, |_, _| {});
        let methods = ["verify", "is_approved", "matched_key"];
        check_fields(&mut structure, &methods, errors);
        Self { structure }
    }

    /// The wire names of the signed fields.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &String> {
        self.structure.fields.iter().map(|field| &field.wire)
    }
}
