//! Snapshots of expansions and messages, in a form that people can read. Each snapshot contains the
//! declaration.
//!
//! After an intended change: `INSTA_UPDATE=always cargo test -p plutu-derive`, then read the
//! difference.

mod budget;
mod expansions;
mod half_typed;
mod mistakes;

use proc_macro2::Delimiter;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::expand_tokens;

/// Expands the declaration in a source: `#[plutu_gateway(..)]` and the module below it.
fn expand(source: &str) -> TokenStream {
    let mut tokens = source.parse::<TokenStream>().unwrap().into_iter();
    let attribute = tokens.find_map(|token| match token {
        TokenTree::Group(group) if group.stream().to_string().starts_with("plutu_gateway") => {
            Some(group)
        }
        _ => None,
    });
    let arguments = attribute.unwrap().stream().into_iter().find_map(group);
    expand_tokens(arguments.unwrap_or_default(), &tokens.collect())
}

/// Expands a declaration and prints both.
fn expansion(source: &str) -> String {
    let expanded = syn::parse2(expand(source)).unwrap();
    let expanded = prettyplease::unparse(&expanded);
    format!("{source}\n// ---- expands to ----\n\n{expanded}")
}

/// The mistakes in a declaration: the author's tokens, and the message at them.
fn mistakes(source: &str) -> Vec<(String, String)> {
    let mut mistakes = Vec::new();
    let mut start = Span::call_site();
    for token in expand(source) {
        match token {
            TokenTree::Ident(ident) if ident == "compile_error" => start = ident.span(),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if let Ok(message) = syn::parse2::<syn::LitStr>(group.stream()) {
                    let place = start.join(group.span()).unwrap().source_text();
                    mistakes.push((place.unwrap_or_default(), message.value()));
                }
            }
            _ => {}
        }
    }
    mistakes
}

fn group(token: TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    }
}

/// Compares a string with the snapshot that has the test's name.
macro_rules! assert_snapshot {
    ($value:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($value);
        })
    };
}
use assert_snapshot;
