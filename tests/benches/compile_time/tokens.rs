//! The size of an expansion.

use std::str::FromStr;

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

/// How many tokens the module `gateway` of an expanded source has. A comment of documentation
/// counts as the attribute that it is.
pub(crate) fn of_gateway(expanded: &str) -> usize {
    let tokens = TokenStream::from_str(expanded).unwrap();
    let mut after_name = tokens
        .into_iter()
        .skip_while(|token| token.to_string() != "gateway");
    let body = after_name.nth(1).unwrap();
    let TokenTree::Group(body) = body else {
        panic!("no module's body, but {body}")
    };
    count(body.stream())
}

fn count(tokens: TokenStream) -> usize {
    let counts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    });
    counts.sum()
}
