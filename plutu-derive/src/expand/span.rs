//! Spans: where rustc reports what is wrong with generated code.

use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::model::Field;
use crate::model::Paths;

/// An item of a trait of `__private`, of a field's type without its `Option`. Every token has the
/// type's span, so that a type without the trait is reported there.
pub(super) fn associated(field: &Field, owner: &str, item: &str, paths: &Paths) -> TokenStream {
    let span = field.ty.span();
    let ty = field.inner.as_ref().unwrap_or(&field.ty);
    let [owner, item] = [owner, item].map(|name| Ident::new(name, span));
    let private = respanned(paths.private.to_token_stream(), span);
    quote_spanned!(span=> <#ty as #private::#owner>::#item)
}

/// The tokens with one span. A single token with another span would make rustc blame the attribute.
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
