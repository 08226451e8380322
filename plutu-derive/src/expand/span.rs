//! Spans, which decide where rustc reports an error in generated code.

use proc_macro2::Group;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

/// Gives all tokens the same span. If a single token had another span, rustc would report errors at
/// the attribute.
pub(super) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let mut respanned = TokenStream::new();
    for token in tokens {
        respanned.extend([respanned_token(token, span)]);
    }
    respanned
}

fn respanned_token(mut token: TokenTree, span: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        let stream = respanned(group.stream(), span);
        token = Group::new(group.delimiter(), stream).into();
    }
    token.set_span(span);
    token
}
