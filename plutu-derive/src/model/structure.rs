//! The part that requests, callbacks and return pages share: a struct with named fields.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;
use syn::Generics;
use syn::Token;
use syn::Visibility;
use syn::token::Brace;

use crate::model::debug::without_debug;
use crate::model::errors::Errors;
use crate::model::field::Field;
use crate::parse::StructInput;

/// A struct with named fields, without its helper attribute.
pub(crate) struct Structure {
    /// The author's attributes, without a derived `Debug`, which the macro implements itself.
    pub(crate) attributes: Vec<Attribute>,
    /// The `#[cfg]` attributes among them. They apply to everything that follows from the struct.
    pub(crate) cfg: TokenStream,
    pub(crate) visibility: Visibility,
    pub(crate) struct_token: Token![struct],
    pub(crate) ident: Ident,
    pub(crate) brace_token: Brace,
    /// Generics are not supported. They are kept only to print the struct without changes.
    pub(crate) generics: Generics,
    /// The author's fields without attributes, for a struct that cannot be expanded.
    pub(crate) plain_fields: TokenStream,
    /// The struct's name in messages and documentation, such as `mpgs::Confirm`.
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
    /// Whether every field could be read. If not, a field that seems to be missing may be one of
    /// those that could not be read.
    is_complete: bool,
}

impl Structure {
    pub(super) fn new(
        module: &Ident,
        attributes: Vec<Attribute>,
        input: StructInput,
        errors: &mut Errors,
    ) -> Self {
        let attributes = without_wire(attributes, errors);
        let attributes: Vec<_> = attributes.into_iter().filter_map(without_debug).collect();
        let plain_fields = input.fields.iter().flatten().map(plain_field);
        let plain_fields = quote!(#(#plain_fields)*);
        let declared = input.fields.len();
        // The fields of a generic struct may use its parameters, so they are not read.
        let fields = if input.generics.params.is_empty() {
            read_fields(input.fields, errors)
        } else {
            Vec::new()
        };
        let is_complete = fields.len() == declared;
        let fields = without_duplicates(fields, errors);
        check_wire_names(&fields, errors);
        Self {
            cfg: cfg_of(&attributes),
            attributes,
            visibility: input.visibility,
            struct_token: input.struct_token,
            title: format!("{module}::{}", input.ident),
            ident: input.ident,
            brace_token: input.brace_token,
            generics: input.generics,
            plain_fields,
            is_complete,
            fields,
        }
    }

    /// The field with this name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether a field is certainly missing.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.is_complete && self.field(name).is_none()
    }

    /// Reports a field whose wire name is the name of another field that settles an order. The
    /// value compared with the order would not be the one that is sent or signed under that name.
    pub(super) fn check_names_of_order(&self, names: &[&str], errors: &mut Errors) {
        for field in &self.fields {
            let wire = field.wire.as_str();
            if names.contains(&wire) && field.name != wire {
                let message = format!("the wire name `{wire}` is reserved for the field `{wire}`");
                errors.at(&field.ident, message);
            }
        }
    }

    /// Removes the fields for which `check` returns a message, and reports the message. If they
    /// stayed, rustc would report them again.
    pub(super) fn retain_fields(
        &mut self,
        errors: &mut Errors,
        check: impl Fn(&Field) -> Option<String>,
    ) {
        let declared = self.fields.len();
        self.fields.retain(|field| match check(field) {
            Some(message) => {
                errors.at(&field.ident, message);
                false
            }
            None => true,
        });
        self.is_complete &= self.fields.len() == declared;
    }
}

/// Removes and reports `#[wire]`, which rustc does not know.
pub(super) fn without_wire(attributes: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    let (wire, others): (Vec<_>, Vec<_>) = attributes
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("wire"));
    for attribute in wire {
        let message = "`#[wire]` can only be applied to a field";
        errors.at(attribute, message);
    }
    others
}

fn plain_field(field: &syn::Field) -> TokenStream {
    let (visibility, ident, ty) = (&field.vis, &field.ident, &field.ty);
    quote!(#visibility #ident: #ty,)
}

fn read_fields(fields: Vec<syn::Result<syn::Field>>, errors: &mut Errors) -> Vec<Field> {
    fields
        .into_iter()
        .filter_map(|field| Field::new(errors.ok(field)?, errors))
        .collect()
}

/// Removes and reports every field whose name is already taken by an earlier one.
fn without_duplicates(fields: Vec<Field>, errors: &mut Errors) -> Vec<Field> {
    let mut kept: Vec<Field> = Vec::new();
    for field in fields {
        if kept.iter().any(|earlier| earlier.name == field.name) {
            errors.at(&field.ident, format!("duplicate field `{}`", field.name));
        } else {
            kept.push(field);
        }
    }
    kept
}

fn cfg_of(attributes: &[Attribute]) -> TokenStream {
    let cfg = attributes.iter();
    let cfg = cfg.filter(|attribute| attribute.path().is_ident("cfg"));
    quote!(#(#cfg)*)
}

fn check_wire_names(fields: &[Field], errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        let mut earlier = fields.iter().take(index);
        if let Some(other) = earlier.find(|other| other.wire == field.wire) {
            let (wire, name) = (&field.wire, &other.name);
            let message = format!("the wire name `{wire}` is already used by the field `{name}`");
            errors.at(&field.ident, message);
        }
    }
}
