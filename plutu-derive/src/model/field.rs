//! A field of a request, a callback or a return page.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote;
use syn::Attribute;
use syn::GenericArgument;
use syn::PathArguments;
use syn::Type;
use syn::Visibility;
use syn::ext::IdentExt;

use crate::model::errors::Errors;
use crate::model::wire::wire_name;
use crate::parse::Helper;

/// The aliases for types of fields that are added to the module. They have no parameters.
const ALIASES: &[&str] = &["Amount", "ReturnUrl"];

/// A declared field.
pub(crate) struct Field {
    /// The author's attributes without `#[wire]`.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// The field's name in Rust, without `r#`.
    pub(crate) name: String,
    /// The field's name on the wire.
    pub(crate) wire: String,
    /// The type as the author wrote it.
    pub(crate) ty: TokenStream,
    /// The type inside the `Option`, if the field is optional.
    pub(crate) inner: Option<TokenStream>,
}

impl Field {
    /// Reads a field. A field that is not supported is reported, and the result is `None`. The
    /// expansion then leaves it out, so that rustc does not report it again.
    pub(super) fn new(field: syn::Field, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident?;
        let (wire, attributes) = split_attributes(field.attrs, errors);
        let name = ident.unraw().to_string();
        let wire = wire_name(&ident, &wire, errors);
        let inner = option_inner(&field.ty);
        errors.ok(check_ident(&ident, &name))?;
        errors.ok(check_type(&field.ty, inner))?;
        let (ty, inner) = types(&field.ty, inner, errors);
        Some(Self {
            attributes,
            visibility: field.vis,
            ident,
            name,
            wire,
            ty,
            inner,
        })
    }

    /// The author's documentation of the field.
    pub(crate) fn docs(&self) -> Option<TokenStream> {
        let docs = self.attributes.iter();
        let docs = docs.filter(|attribute| attribute.path().is_ident("doc"));
        let docs = quote!(#(#docs)*);
        (!docs.is_empty()).then_some(docs)
    }

    /// All identifiers in the field's type.
    pub(super) fn type_names(&self) -> Vec<Ident> {
        let mut names = Vec::new();
        collect_names(self.ty.clone(), &mut names);
        names
    }
}

fn collect_names(tokens: TokenStream, names: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident),
            TokenTree::Group(group) => collect_names(group.stream(), names),
            _ => {}
        }
    }
}

fn check_ident(ident: &Ident, name: &str) -> syn::Result<()> {
    if name.starts_with("__") {
        let message = "field names that begin with `__` are reserved";
        return Err(syn::Error::new_spanned(ident, message));
    }
    Ok(())
}

fn check_type(ty: &Type, inner: Option<&Type>) -> syn::Result<()> {
    if inner.is_some_and(|inner| option_inner(inner).is_some()) {
        return Err(syn::Error::new_spanned(
            ty,
            "nested `Option` is not supported",
        ));
    }
    if let Type::Reference(reference) = inner.unwrap_or(ty) {
        let message = "references are not supported in fields: use an owned type";
        return Err(syn::Error::new_spanned(reference, message));
    }
    Ok(())
}

/// The tokens of a field's type, and those of the type inside its `Option`. The arguments of an
/// alias are reported and left out.
fn types(
    ty: &Type,
    inner: Option<&Type>,
    errors: &mut Errors,
) -> (TokenStream, Option<TokenStream>) {
    let value = inner.unwrap_or(ty);
    let Some(alias) = alias_with_arguments(value) else {
        return (ty.to_token_stream(), inner.map(ToTokens::to_token_stream));
    };
    let message = format!("`{alias}` already belongs to this gateway: write it without `<..>`");
    errors.at(value, message);
    if inner.is_some() {
        let optional = quote!(::core::option::Option<#alias>);
        return (optional, Some(alias.to_token_stream()));
    }
    (alias.to_token_stream(), None)
}

/// The name of an alias that is added to the module, if a type gives it arguments, as in
/// `Amount<LYD>`.
fn alias_with_arguments(ty: &Type) -> Option<&Ident> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.first()?;
    let is_alias = path.path.segments.len() == 1 && ALIASES.iter().any(|it| segment.ident == it);
    (is_alias && !segment.arguments.is_empty()).then_some(&segment.ident)
}

/// Splits a field's attributes into `#[wire]` and the author's own.
fn split_attributes(
    attributes: Vec<Attribute>,
    errors: &mut Errors,
) -> (Vec<Attribute>, Vec<Attribute>) {
    let supported = attributes.into_iter().filter(|attribute| {
        let mistake = misplaced(attribute);
        if let Some(message) = &mistake {
            errors.at(attribute, message);
        }
        mistake.is_none()
    });
    supported.partition(|attribute| attribute.path().is_ident("wire"))
}

/// The reason why an attribute cannot be applied to a field.
fn misplaced(attribute: &Attribute) -> Option<String> {
    if let Some(helper) = Helper::of(attribute) {
        let name = helper.name();
        return Some(format!("`#[{name}]` can only be applied to a struct"));
    }
    let conditional = ["cfg", "cfg_attr"]
        .into_iter()
        .find(|name| attribute.path().is_ident(name))?;
    Some(format!(
        "`#[{conditional}]` is not supported on a field: apply it to the struct"
    ))
}

/// The type inside an `Option`, which may be written as `Option` or with a path.
fn option_inner(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let mut segments = path.path.segments.iter().rev();
    let last = segments.next()?;
    let is_std = match (segments.next(), segments.next(), segments.next()) {
        (None, ..) => true,
        (Some(module), Some(root), None) => {
            module.ident == "option" && (root.ident == "std" || root.ident == "core")
        }
        _ => false,
    };
    if last.ident != "Option" || !is_std {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}
