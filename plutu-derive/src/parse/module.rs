//! The module, split by hand: the structs under a helper attribute are parsed, every other token is kept
//! as it stands. (Parsing the rest too would need syn's `full` feature, a third of the macro's build.)

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Attribute;
use syn::DeriveInput;
use syn::Token;
use syn::Visibility;
use syn::parse::ParseStream;
use syn::parse::Parser;

/// An inline module.
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) mod_token: Token![mod],
    pub(crate) ident: Ident,
    pub(crate) items: Vec<ModuleItem>,
}

/// A piece of a module.
pub(crate) enum ModuleItem {
    Helper(Box<HelperItem>),
    /// Attributes before something that is no struct, one of them a helper.
    Misplaced(syn::Error, Vec<Attribute>),
    /// A token of something else.
    Token(TokenTree),
}

/// An item under helper attributes, which are taken off it.
pub(crate) struct HelperItem {
    pub(crate) helpers: Vec<(Helper, Attribute)>,
    pub(crate) input: DeriveInput,
}

/// The helper attributes that make an item something.
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
        let wrong_item = "`#[plutu_gateway]` goes on an inline module: `pub mod mpgs { … }`";
        let mod_token: Token![mod] = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), wrong_item))?;
        let ident = input.parse()?;
        if input.peek(Token![;]) {
            return Err(input
                .error("write the module inline, `mod … { … }`: a macro cannot see into a file"));
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
            parse_helper_item(input)?
        } else {
            ModuleItem::Token(input.parse()?)
        });
    }
    Ok(items)
}

/// Whether attributes begin here, one of them a helper.
fn is_helper_next(input: ParseStream<'_>) -> bool {
    let attributes = input
        .peek(Token![#])
        .then(|| input.fork().call(Attribute::parse_outer));
    let is_ours = |attribute: &Attribute| {
        Helper::of(attribute).is_some() || attribute.path().is_ident("wire")
    };
    matches!(attributes, Some(Ok(attributes)) if attributes.iter().any(is_ours))
}

fn parse_helper_item(input: ParseStream<'_>) -> syn::Result<ModuleItem> {
    let mut attributes = input.fork().call(Attribute::parse_outer)?;
    let helpers = split_helpers(&mut attributes);
    match input.fork().parse::<DeriveInput>() {
        Ok(_) if !helpers.is_empty() => {
            let mut input: DeriveInput = input.parse()?;
            input.attrs = attributes;
            Ok(ModuleItem::Helper(Box::new(HelperItem { helpers, input })))
        }
        _ => {
            input.call(Attribute::parse_outer)?;
            let error = match helpers.first() {
                Some((helper, attribute)) => {
                    let message =
                        format!("`#[{}]` goes on a struct with named fields", helper.name());
                    syn::Error::new_spanned(attribute, message)
                }
                None => syn::Error::new(
                    input.span(),
                    "`#[wire(\"…\")]` goes on a field of a request or a callback",
                ),
            };
            attributes.retain(|attribute| !attribute.path().is_ident("wire"));
            Ok(ModuleItem::Misplaced(error, attributes))
        }
    }
}

/// Takes the helper attributes out of an item's attributes.
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
    /// Which helper an attribute is.
    pub(crate) fn of(attribute: &Attribute) -> Option<Self> {
        [Self::Request, Self::Callback, Self::ReturnPage]
            .into_iter()
            .find(|helper| attribute.path().is_ident(helper.name()))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Callback => "callback",
            Self::ReturnPage => "return_page",
        }
    }
}
