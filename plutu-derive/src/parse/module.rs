//! The module, split into items by hand. Structs below a helper attribute are parsed. Every other
//! token is kept unchanged. To parse all items, the macro would need syn's feature `full`, which
//! takes a third of the macro's build time.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Attribute;
use syn::Token;
use syn::Visibility;
use syn::parse::ParseStream;
use syn::parse::Parser;

use crate::parse::structure::StructInput;

/// An inline module.
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) mod_token: Token![mod],
    pub(crate) ident: Ident,
    pub(crate) items: Vec<ModuleItem>,
}

/// A part of a module.
pub(crate) enum ModuleItem {
    /// A group of attributes that contains a helper or `#[wire]`, and the struct below them. If the
    /// item below is not a struct, the struct is missing and the item is kept as tokens.
    Helped {
        helpers: Vec<(Helper, Attribute)>,
        attributes: Vec<Attribute>,
        structure: Option<Box<StructInput>>,
    },
    /// A token of any other item.
    Token(TokenTree),
}

/// The helper attributes, which give an item its role.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Helper {
    Request,
    Callback,
    ReturnPage,
}

impl Module {
    pub(crate) fn parse(item: TokenStream) -> syn::Result<Self> {
        Self::parse_tokens.parse2(item)
    }

    fn parse_tokens(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let wrong_item = "expected an inline module, as in `pub mod mpgs { .. }`";
        let mod_token: Token![mod] = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), wrong_item))?;
        let ident = input.parse()?;
        if input.peek(Token![;]) {
            let message = format!(
                "expected an inline module: write `mod {ident} {{ .. }}`; a macro cannot read the module's file"
            );
            return Err(input.error(message));
        }
        let content;
        syn::braced!(content in input);
        Ok(Self {
            attributes,
            visibility,
            mod_token,
            ident,
            items: parse_items(&content)?,
        })
    }
}

fn parse_items(input: ParseStream<'_>) -> syn::Result<Vec<ModuleItem>> {
    let mut items = Vec::new();
    while !input.is_empty() {
        items.push(if is_helper_next(input) {
            parse_helped(input)?
        } else {
            ModuleItem::Token(input.parse()?)
        });
    }
    Ok(items)
}

/// Whether a group of attributes that contains a helper or `#[wire]` begins here.
fn is_helper_next(input: ParseStream<'_>) -> bool {
    let attributes = input
        .peek(Token![#])
        .then(|| input.fork().call(Attribute::parse_outer));
    let is_ours = |attribute: &Attribute| {
        Helper::of(attribute).is_some() || attribute.path().is_ident("wire")
    };
    matches!(attributes, Some(Ok(attributes)) if attributes.iter().any(is_ours))
}

fn parse_helped(input: ParseStream<'_>) -> syn::Result<ModuleItem> {
    let mut attributes = input.call(Attribute::parse_outer)?;
    let helpers = split_helpers(&mut attributes);
    let structure = if helpers.is_empty() {
        None
    } else {
        StructInput::parse_if_next(input).map(Box::new)
    };
    Ok(ModuleItem::Helped {
        helpers,
        attributes,
        structure,
    })
}

/// Removes the helper attributes from an item's attributes, and returns them.
fn split_helpers(attributes: &mut Vec<Attribute>) -> Vec<(Helper, Attribute)> {
    let mut helpers = Vec::new();
    for attribute in std::mem::take(attributes) {
        match Helper::of(&attribute) {
            Some(helper) => helpers.push((helper, attribute)),
            None => attributes.push(attribute),
        }
    }
    helpers
}

impl Helper {
    /// The helper that an attribute is, if it is one. A path through plutu's crates is recognized,
    /// so that it can be reported.
    pub(crate) fn of(attribute: &Attribute) -> Option<Self> {
        let segments = &attribute.path().segments;
        let last = &segments.last()?.ident;
        let first = &segments.first()?.ident;
        let is_ours = segments.len() == 1 || first == "plutu_core" || first == "plutu_http";
        [Self::Request, Self::Callback, Self::ReturnPage]
            .into_iter()
            .find(|helper| is_ours && last == helper.name())
    }

    /// The attribute's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Callback => "callback",
            Self::ReturnPage => "return_page",
        }
    }

    /// The noun for a struct with this attribute, for messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Callback => "callback",
            Self::ReturnPage => "return page",
        }
    }
}
