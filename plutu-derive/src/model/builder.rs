//! The names of a request's builder.

use proc_macro2::Ident;
use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;

use crate::model::field::Field;
use crate::model::name::camel_case;
use crate::model::name::free_name;
use crate::model::name::snake_case;
use crate::model::structure::Structure;

/// A builder's names.
pub(crate) struct Builder {
    pub(crate) ident: Ident,
    /// The hidden module of the traits.
    pub(crate) module: Ident,
    /// The type parameters, one for each required field, in the order of the fields.
    pub(crate) parameters: Vec<Parameter>,
}

/// The type parameter of a required field, and the names of its two traits.
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) is_set: Ident,
    pub(crate) is_unset: Ident,
}

impl Builder {
    pub(super) fn new(structure: &Structure) -> Self {
        let fields = structure.fields.iter();
        let mut taken: Vec<_> = fields.clone().flat_map(Field::type_names).collect();
        let required = fields.filter(|field| field.inner.is_none());
        let name = structure.ident.unraw().to_string();
        Self {
            ident: format_ident!("{name}Builder", span = Span::call_site()),
            module: format_ident!("__{}_builder", snake_case(&name), span = Span::call_site()),
            parameters: required
                .map(|field| Parameter::new(field, &mut taken))
                .collect(),
        }
    }

    /// The names of the type parameters.
    pub(crate) fn idents(&self) -> Vec<&Ident> {
        self.parameters.iter().map(|it| &it.ident).collect()
    }
}

impl Parameter {
    fn new(field: &Field, taken: &mut Vec<Ident>) -> Self {
        let name = camel_case(&field.name);
        let span = field.ident.span();
        let ident = format_ident!("{name}State", span = Span::call_site());
        let ident = free_name(ident, taken);
        taken.push(ident.clone());
        Self {
            is_set: format_ident!("{ident}IsSet", span = span),
            is_unset: format_ident!("{ident}IsUnset", span = span),
            ident,
        }
    }
}
