//! The size of an expansion.

use std::str::FromStr;

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

/// The number of tokens in the module `gateway` of an expanded source. A doc comment counts as an
/// attribute.
pub(crate) fn of_gateway(expanded: &str) -> usize {
    let tokens = TokenStream::from_str(expanded).unwrap();
    let mut after_name = tokens
        .into_iter()
        .skip_while(|token| token.to_string() != "gateway");
    let body = after_name.nth(1).unwrap();
    let TokenTree::Group(body) = body else {
        panic!("expected the body of a module, found {body}")
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
