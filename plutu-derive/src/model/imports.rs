//! The `use` items of the module.

use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote;

use crate::parse::ModuleItem;

/// What each `use` imports: the tokens between `use` and `;`.
pub(super) fn imports(tokens: TokenStream) -> Vec<TokenStream> {
    let mut imports = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(ident) if ident == "use") {
            let import = tokens.by_ref().take_while(|token| !is_semicolon(token));
            imports.push(import.collect());
        }
    }
    imports
}

/// Renames these imported names to `_`, so that the attribute can declare them.
pub(super) fn without_names(tokens: TokenStream, names: &[Ident]) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let is_use = matches!(&token, TokenTree::Ident(ident) if ident == "use");
        kept.extend([token]);
        if is_use {
            let import = tokens.by_ref().take_while(|token| !is_semicolon(token));
            let import = renamed(import.collect(), names);
            kept.extend(quote!(#import;));
        }
    }
    kept
}

fn renamed(import: TokenStream, names: &[Ident]) -> TokenStream {
    let mut renamed = TokenStream::new();
    let mut after_as = false;
    let mut tokens = import.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_end = is_path_end(tokens.peek());
        let is_alias = std::mem::replace(&mut after_as, false);
        match token {
            TokenTree::Group(group) => {
                let content = self::renamed(group.stream(), names);
                renamed.extend(Group::new(group.delimiter(), content).into_token_stream());
            }
            TokenTree::Ident(ident) if is_end && names.contains(&ident) => {
                renamed.extend(if is_alias {
                    quote!(_)
                } else {
                    quote!(#ident as _)
                });
            }
            other => {
                after_as = matches!(&other, TokenTree::Ident(ident) if ident == "as");
                renamed.extend([other]);
            }
        }
    }
    renamed
}

/// Whether the token before `next` ends the path of an import.
pub(super) fn is_path_end(next: Option<&TokenTree>) -> bool {
    match next {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ',',
        Some(_) => false,
    }
}

/// The path of plutu-core, if the module imports from it through plutu-http. A crate that does so
/// need not depend on plutu-core itself.
pub(super) fn core_through_http(items: &[ModuleItem]) -> Option<TokenStream> {
    let tokens = items.iter().filter_map(|item| match item {
        ModuleItem::Token(token) => Some(token.clone()),
        ModuleItem::Helped { .. } => None,
    });
    let mut imports = imports(tokens.collect()).into_iter();
    imports
        .any(is_through_http)
        .then(|| quote!(::plutu_http::core))
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn is_through_http(import: TokenStream) -> bool {
    let mut path = idents(import);
    path.next().is_some_and(|first| first == "plutu_http")
        && path.next().is_some_and(|second| second == "core")
}

/// Whether an import's path begins with one of plutu's crates.
pub(super) fn is_from_plutu(import: &TokenStream) -> bool {
    let first = idents(import.clone()).next();
    first.is_some_and(|first| first == "plutu_core" || first == "plutu_http")
}

fn idents(import: TokenStream) -> impl Iterator<Item = Ident> {
    import.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    })
}
