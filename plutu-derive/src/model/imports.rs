//! The `use` items of the module.

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::quote;

use crate::parse::ModuleItem;

/// What each `use` imports: the tokens between `use` and `;`.
pub(super) fn imports(tokens: TokenStream) -> Vec<TokenStream> {
    let mut imports = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(ident) if ident == "use") {
            let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
            let import = tokens.by_ref().take_while(|token| !is_end(token));
            imports.push(import.collect());
        }
    }
    imports
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

fn is_through_http(import: TokenStream) -> bool {
    let mut path = import.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    path.next().is_some_and(|first| first == "plutu_http")
        && path.next().is_some_and(|second| second == "core")
}
