//! A struct with named fields. Each field is parsed by itself, so that while the author types one
//! field, the editor still completes the setters of the others.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::Attribute;
use syn::Field;
use syn::Generics;
use syn::Token;
use syn::Visibility;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::token::Brace;

/// A struct without its outer attributes.
pub(crate) struct StructInput {
    pub(crate) visibility: Visibility,
    pub(crate) struct_token: Token![struct],
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) brace_token: Brace,
    /// The fields. A field that cannot be parsed is an error.
    pub(crate) fields: Vec<syn::Result<Field>>,
}

impl StructInput {
    /// Reads a struct with named fields if one is next. Otherwise no input is taken.
    pub(super) fn parse_if_next(input: ParseStream<'_>) -> Option<Self> {
        let ahead = input.fork();
        let structure = Self::parse(&ahead).ok()?;
        input.advance_to(&ahead);
        Some(structure)
    }

    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let visibility = input.parse()?;
        let struct_token = input.parse()?;
        let ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        generics.where_clause = input.parse()?;
        let content;
        let brace_token = syn::braced!(content in input);
        Ok(Self {
            visibility,
            struct_token,
            ident,
            generics,
            brace_token,
            fields: parse_fields(&content),
        })
    }
}

fn parse_fields(input: ParseStream<'_>) -> Vec<syn::Result<Field>> {
    let mut fields = Vec::new();
    while !input.is_empty() {
        let ahead = input.fork();
        fields.push(match parse_field(&ahead) {
            Ok(field) => {
                input.advance_to(&ahead);
                Ok(field)
            }
            Err(_) => Err(skip_field(input)),
        });
    }
    fields
}

/// Parses a field and the comma after it. A comma that is missing before the next field, or a
/// semicolon in its place, is not reported, because rustc itself has already done so.
fn parse_field(input: ParseStream<'_>) -> syn::Result<Field> {
    let field = Field::parse_named(input)?;
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(field);
    }
    if !input.is_empty() && !is_field_next(input, false) {
        input.parse::<Token![,]>()?;
    }
    Ok(field)
}

/// Skips a field that cannot be parsed, up to the beginning of the next one. Always skips at least
/// one token.
fn skip_field(input: ParseStream<'_>) -> syn::Error {
    let attributes = input.call(Attribute::parse_outer).unwrap_or_default();
    let visibility = input.parse::<Visibility>();
    let mut skipped = visibility.map_or_else(|_| TokenStream::new(), ToTokens::into_token_stream);
    let mut after_comma = false;
    while !input.is_empty() && (skipped.is_empty() || !is_field_next(input, after_comma)) {
        let Ok(token) = input.parse::<TokenTree>() else {
            break;
        };
        after_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        skipped.extend([token]);
    }
    let message = "expected a field, as in `pub amount: Amount`";
    if skipped.is_empty() {
        return syn::Error::new_spanned(quote::quote!(#(#attributes)*), message);
    }
    syn::Error::new_spanned(skipped, message)
}

/// Whether a field begins here. A field without `pub` is recognized only after a comma, because
/// elsewhere `a:` may be part of the field before it.
fn is_field_next(input: ParseStream<'_>, after_comma: bool) -> bool {
    let is_named =
        input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]);
    input.peek(Token![pub]) || input.peek(Token![#]) || (after_comma && is_named)
}
