//! A field of a request or a callback.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Attribute;
use syn::Data;
use syn::DeriveInput;
use syn::Fields;
use syn::GenericArgument;
use syn::LitStr;
use syn::PathArguments;
use syn::Type;
use syn::Visibility;
use syn::ext::IdentExt;

use crate::model::Errors;
use crate::parse::Helper;

/// A declared field.
pub(crate) struct Field {
    /// The author's attributes without `#[wire]`, his documentation among them.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// The name in Rust, without `r#`.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// The type as written.
    pub(crate) ty: TokenStream,
    /// What the `Option` holds, for an optional field.
    pub(crate) inner: Option<TokenStream>,
}

/// A struct with named fields, under its helper attribute.
pub(crate) struct Structure {
    pub(crate) attributes: Vec<Attribute>,
    /// The `#[cfg]` attributes among them, which hold for everything that follows from the struct.
    pub(crate) cfg: TokenStream,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
}

impl Structure {
    /// The struct, or the item as it is if it cannot be a `what`.
    pub(crate) fn new(
        input: DeriveInput,
        what: &str,
        errors: &mut Errors,
    ) -> Result<Self, TokenStream> {
        if let Err(error) = check_shape(&input, what) {
            errors.add(error);
            return Err(input.into_token_stream());
        }
        let fields = match input.data {
            Data::Struct(data) => data
                .fields
                .into_iter()
                .filter_map(|field| Field::new(field, errors))
                .collect(),
            Data::Enum(_) | Data::Union(_) => Vec::new(),
        };
        Field::check_wire_names(&fields, errors);
        let attributes = without_wire(input.attrs, errors);
        let cfg = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"));
        Ok(Self {
            cfg: cfg.map(ToTokens::to_token_stream).collect(),
            attributes,
            visibility: input.vis,
            ident: input.ident,
            fields,
        })
    }
}

/// `#[wire]` on the struct would be an attribute that rustc does not know.
fn without_wire(attributes: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    let (wire, others): (Vec<_>, Vec<_>) = attributes
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("wire"));
    for attribute in wire {
        errors.at(attribute, "`#[wire(\"…\")]` goes on a field");
    }
    others
}

fn check_shape(input: &DeriveInput, what: &str) -> syn::Result<()> {
    if !input.generics.params.is_empty() {
        let message = format!(
            "a {what} cannot be generic: its fields are concrete types that own their data"
        );
        return Err(syn::Error::new_spanned(&input.generics, message));
    }
    let message = format!(
        "a {what} is a struct with named fields: each name is the field's name on the wire"
    );
    Err(match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) => return Ok(()),
            Fields::Unnamed(fields) => syn::Error::new_spanned(fields, message),
            Fields::Unit => syn::Error::new_spanned(&input.ident, message),
        },
        Data::Enum(data) => syn::Error::new(data.enum_token.span, message),
        Data::Union(data) => syn::Error::new(data.union_token.span, message),
    })
}

impl Field {
    /// The documentation that the author wrote for the field.
    pub(crate) fn docs(&self) -> Vec<&Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("doc"))
            .collect()
    }

    /// The field, unless its type can be none: then it is left out of everything, so that its one mistake is
    /// told once.
    fn new(field: syn::Field, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident?;
        let name = ident.unraw().to_string();
        let (wire, attributes) = split_attributes(field.attrs, errors);
        let inner = option_inner(&field.ty);
        errors.note(check_type(&field.ty, inner))?;
        Some(Self {
            attributes,
            visibility: field.vis,
            wire: wire.unwrap_or_else(|| name.clone()),
            ident,
            name,
            inner: inner.map(ToTokens::to_token_stream),
            ty: field.ty.into_token_stream(),
        })
    }

    fn check_wire_names(fields: &[Self], errors: &mut Errors) {
        for (index, field) in fields.iter().enumerate() {
            if let Some(other) = fields
                .iter()
                .take(index)
                .find(|other| other.wire == field.wire)
            {
                let message = format!(
                    "the wire name `{}` is already that of the field `{}`",
                    field.wire, other.name
                );
                errors.at(&field.ident, message);
            }
        }
    }
}

fn check_type(ty: &Type, inner: Option<&Type>) -> syn::Result<()> {
    if inner.is_some_and(|inner| option_inner(inner).is_some()) {
        return Err(syn::Error::new_spanned(
            ty,
            "a field is there or is not: write one `Option`",
        ));
    }
    if let Type::Reference(reference) = inner.unwrap_or(ty) {
        let message = "a field owns its data: use an owned type instead of a reference";
        return Err(syn::Error::new_spanned(reference, message));
    }
    Ok(())
}

/// Takes `#[wire("…")]` out of a field's attributes.
fn split_attributes(
    attributes: Vec<Attribute>,
    errors: &mut Errors,
) -> (Option<String>, Vec<Attribute>) {
    let mut wire = None;
    let mut others = Vec::new();
    for attribute in attributes {
        let path = attribute.path();
        if path.is_ident("wire") {
            if wire.is_some() {
                errors.at(&attribute, "a field has one wire name");
            }
            wire = errors.note(wire_name(&attribute));
        } else if path.is_ident("cfg") || path.is_ident("cfg_attr") {
            let message = "a field cannot depend on `cfg`: put the attribute on the whole struct";
            errors.at(attribute, message);
        } else if let Some(helper) = Helper::of(&attribute) {
            errors.at(
                &attribute,
                format!("`#[{}]` goes on a struct", helper.name()),
            );
        } else {
            others.push(attribute);
        }
    }
    (wire, others)
}

fn wire_name(attribute: &Attribute) -> syn::Result<String> {
    let expected = |error: syn::Error| {
        syn::Error::new(
            error.span(),
            "write the name as a text: `#[wire(\"name\")]`",
        )
    };
    let literal: LitStr = attribute.parse_args().map_err(expected)?;
    let name = literal.value();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || name.len() > 64 || !name.bytes().all(plain) {
        let message = "a wire name is up to 64 ASCII letters, digits and `_`";
        return Err(syn::Error::new_spanned(literal, message));
    }
    Ok(name)
}

/// What an `Option` holds, however its path is written.
fn option_inner(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let segments: Vec<_> = path
        .path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let is_option = match segments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["Option"] => true,
        [krate, "option", "Option"] => matches!(*krate, "std" | "core"),
        _ => false,
    };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if is_option => Some(inner),
        _ => None,
    }
}
