//! The author's documentation, as an expression for a string constant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;
use syn::Expr;
use syn::ExprLit;
use syn::Lit;
use syn::Meta;

/// An expression for the documentation in these attributes. It is one literal, unless a line is a
/// macro call such as `include_str!`.
pub(crate) fn docs(attributes: &[Attribute]) -> TokenStream {
    let lines: Vec<_> = attributes.iter().filter_map(line).collect();
    let literals: Option<Vec<String>> = lines.iter().copied().map(literal).collect();
    if let Some(literals) = literals {
        let docs = literals.join("\n");
        let docs = docs.trim();
        return quote!(#docs);
    }
    quote!(::core::concat!(#(#lines, "\n"),*))
}

/// The value of an attribute `#[doc = ".."]`.
fn line(attribute: &Attribute) -> Option<&Expr> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => Some(&meta.value),
        _ => None,
    }
}

/// A line of `///`, without the space before its first word.
fn literal(line: &Expr) -> Option<String> {
    match line {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => {
            let text = text.value();
            Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
        }
        _ => None,
    }
}
