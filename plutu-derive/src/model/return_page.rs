//! A return page: signed, but no callback.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use syn::Attribute;
use syn::DeriveInput;
use syn::Visibility;

use crate::model::Errors;
use crate::model::Field;
use crate::model::Structure;
use crate::model::callback::check_fields;
use crate::model::keys::GivenKeys;
use crate::parse::Arguments;

/// A declared return page.
pub(crate) struct ReturnPage {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) cfg: TokenStream,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// The name by which messages call it: `tlync::Return`.
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
}

impl ReturnPage {
    /// The return page, or its struct as it is if it can be none.
    pub(crate) fn new(
        attribute: &Attribute,
        input: DeriveInput,
        title: String,
        errors: &mut Errors,
    ) -> Result<Self, TokenStream> {
        GivenKeys::read(Arguments::of(attribute), &[], errors, |_, _| {});
        let Structure {
            attributes,
            cfg,
            visibility,
            ident,
            mut fields,
        } = Structure::new(input, "return page", errors)?;
        check_fields(
            &mut fields,
            &["verify", "is_approved", "matched_key"],
            errors,
        );
        Ok(Self {
            attributes,
            cfg,
            visibility,
            ident,
            title,
            fields,
        })
    }
}
