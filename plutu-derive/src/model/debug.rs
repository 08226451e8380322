//! Removes `Debug` from the author's `#[derive(..)]`. The macro implements `Debug` itself, so that
//! it shows neither secrets nor internal values.

use quote::quote;
use syn::Attribute;
use syn::Meta;
use syn::MetaList;
use syn::Path;
use syn::Token;
use syn::punctuated::Punctuated;

/// The attribute without `Debug`. `None` if nothing else was in it.
pub(super) fn without_debug(attribute: Attribute) -> Option<Attribute> {
    let Attribute {
        pound_token,
        style,
        bracket_token,
        meta,
    } = attribute;
    Some(Attribute {
        pound_token,
        style,
        bracket_token,
        meta: strip(meta)?,
    })
}

fn strip(meta: Meta) -> Option<Meta> {
    match meta {
        Meta::List(list) if list.path.is_ident("derive") => strip_derive(list),
        Meta::List(list) if list.path.is_ident("cfg_attr") => strip_cfg_attr(list),
        other => Some(other),
    }
}

fn strip_derive(mut list: MetaList) -> Option<Meta> {
    let derived = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
    if let Ok(derived) = derived {
        let kept: Vec<_> = derived.iter().filter(|path| !is_debug(path)).collect();
        if kept.is_empty() {
            return None;
        }
        list.tokens = quote!(#(#kept),*);
    }
    Some(Meta::List(list))
}

/// Strips the attributes inside `cfg_attr(condition, attribute, ..)`.
fn strip_cfg_attr(mut list: MetaList) -> Option<Meta> {
    let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    if let Ok(parts) = parts {
        let mut parts = parts.into_iter();
        let condition = parts.next();
        let kept: Vec<_> = parts.filter_map(strip).collect();
        if kept.is_empty() {
            return None;
        }
        list.tokens = quote!(#condition, #(#kept),*);
    }
    Some(Meta::List(list))
}

/// Whether a path names `Debug`, such as `std::fmt::Debug`.
fn is_debug(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| last.ident == "Debug")
}
