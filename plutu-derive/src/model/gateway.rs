//! The gateway: the attribute's arguments, and the module's items in their order.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote_spanned;
use syn::Attribute;
use syn::LitStr;
use syn::Path;
use syn::Token;
use syn::Visibility;

use crate::model::Callback;
use crate::model::Errors;
use crate::model::Request;
use crate::model::ReturnPage;
use crate::model::keys::GivenKeys;
use crate::model::name::one_of;
use crate::model::name::suggestion;
use crate::parse::Argument;
use crate::parse::Arguments;
use crate::parse::Declaration;
use crate::parse::Helper;
use crate::parse::HelperItem;
use crate::parse::ModuleItem;

/// A declared gateway.
pub(crate) struct Gateway {
    /// The path of plutu-core.
    pub(crate) krate: TokenStream,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) mod_token: Token![mod],
    pub(crate) ident: Ident,
    /// The name in paths and callbacks.
    pub(crate) name: String,
    /// The path of the currency's type.
    pub(crate) currency: TokenStream,
    pub(crate) items: Vec<Item>,
    /// The names of the expansion's own that the author declared too.
    pub(crate) clashes: Vec<Ident>,
}

/// An item of the module.
pub(crate) enum Item {
    Request(Request),
    Callback(Callback),
    ReturnPage(ReturnPage),
    Verbatim(TokenStream),
}

/// The currencies of `plutu_core::currency`.
pub(crate) const CURRENCIES: &[&str] = &["LYD", "USD", "EUR", "GBP"];

/// The names that the expansion puts into the module.
const PUT_IN: &[&str] = &["Amount", "Currency", "Gateway", "Challenge"];

impl Gateway {
    pub(crate) fn new(declaration: Declaration, errors: &mut Errors) -> Self {
        let Declaration { arguments, module } = declaration;
        let arguments = GatewayArguments::new(arguments, errors);
        let krate = arguments.krate.map_or_else(
            || quote_spanned!(Span::call_site()=> ::plutu_core),
            ToTokens::into_token_stream,
        );
        let currency = arguments
            .currency
            .unwrap_or(CurrencyArgument::Code(Ident::new("LYD", Span::call_site())));
        let currency = match currency {
            CurrencyArgument::Code(code) => {
                let span = code.span();
                quote_spanned!(span=> #krate::currency::#code)
            }
            CurrencyArgument::Path(path) => path.into_token_stream(),
        };
        let mut gateway = Self {
            krate,
            attributes: module.attributes,
            visibility: module.visibility,
            mod_token: module.mod_token,
            ident: module.ident,
            name: arguments.name.unwrap_or_default(),
            currency,
            items: Vec::new(),
            clashes: Vec::new(),
        };
        for item in module.items {
            let item = gateway.item(item, errors);
            gateway.items.push(item);
        }
        gateway.check_items(errors);
        gateway.clashes = gateway.find_clashes(errors);
        gateway.check_actions(errors);
        gateway.check_answers(errors);
        gateway
    }

    /// Whether a reply is the `Challenge` that the expansion puts into the module.
    pub(crate) fn has_challenge(&self) -> bool {
        self.requests().any(|request| request.replies("Challenge"))
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &Request> {
        self.items.iter().filter_map(|item| match item {
            Item::Request(request) => Some(request),
            _ => None,
        })
    }

    fn item(&self, item: ModuleItem, errors: &mut Errors) -> Item {
        match item {
            ModuleItem::Helper(item) => self.helper_item(*item, errors),
            ModuleItem::Misplaced(error, attributes) => {
                errors.add(error);
                Item::Verbatim(attributes.iter().map(ToTokens::to_token_stream).collect())
            }
            ModuleItem::Token(token) => Item::Verbatim(token.into()),
        }
    }

    fn helper_item(&self, item: HelperItem, errors: &mut Errors) -> Item {
        let HelperItem { helpers, input } = item;
        let mut helpers = helpers.into_iter();
        let Some((helper, attribute)) = helpers.next() else {
            return Item::Verbatim(input.into_token_stream());
        };
        for (_, extra) in helpers {
            errors.at(
                extra,
                "a struct is one request or one callback: remove this attribute",
            );
        }
        let title = format!("{}::{}", self.ident, input.ident);
        let item = match helper {
            Helper::Request => Request::new(&attribute, input, title, errors).map(Item::Request),
            Helper::Callback => {
                Callback::new(&attribute, input, title, &self.krate, errors).map(Item::Callback)
            }
            Helper::ReturnPage => {
                ReturnPage::new(&attribute, input, title, errors).map(Item::ReturnPage)
            }
        };
        item.unwrap_or_else(Item::Verbatim)
    }

    /// A gateway declares something, and one callback and one return page at most.
    fn check_items(&self, errors: &mut Errors) {
        let mut seen: [Option<&Ident>; 2] = [None; 2];
        let mut is_empty = true;
        for item in &self.items {
            let (index, ident, cfg, what) = match item {
                Item::Callback(callback) => (0, &callback.ident, &callback.cfg, "callback"),
                Item::ReturnPage(page) => (1, &page.ident, &page.cfg, "return page"),
                Item::Request(_) => {
                    is_empty = false;
                    continue;
                }
                Item::Verbatim(_) => continue,
            };
            is_empty = false;
            let Some(earlier) = seen.get_mut(index) else {
                continue;
            };
            if let Some(earlier) = earlier {
                errors.at(
                    ident,
                    format!("a gateway has one {what}, and `{earlier}` is it"),
                );
            } else if cfg.is_empty() {
                *earlier = Some(ident);
            }
        }
        if is_empty && !errors.any() {
            errors.at(&self.ident, "a gateway declares a request: put a struct under `#[request(reply = …)]` into the module");
        }
    }

    /// The expansion's own names must be free, and rustc would blame the whole attribute.
    fn find_clashes(&self, errors: &mut Errors) -> Vec<Ident> {
        let tokens = self.items.iter().filter_map(|item| match item {
            Item::Verbatim(tokens) => Some(tokens.clone()),
            _ => None,
        });
        let structs = self.items.iter().filter_map(|item| match item {
            Item::Request(request) => Some(request.ident.clone()),
            Item::Callback(callback) => Some(callback.ident.clone()),
            Item::ReturnPage(page) => Some(page.ident.clone()),
            Item::Verbatim(_) => None,
        });
        let is_put_in = |ident: &Ident| {
            PUT_IN.iter().any(|name| ident == name)
                && (ident != "Challenge" || self.has_challenge())
        };
        let declared = declared_names(tokens.collect()).into_iter().chain(structs);
        let clashes: Vec<_> = declared.filter(is_put_in).collect();
        for ident in &clashes {
            let message = format!(
                "`{ident}` is put into the module by `#[plutu_gateway]`: choose another name"
            );
            errors.at(ident, message);
        }
        clashes
    }

    /// What a request answers must be a request of the module.
    fn check_answers(&self, errors: &mut Errors) {
        let names: Vec<_> = self
            .requests()
            .map(|request| request.ident.to_string())
            .collect();
        for answers in self
            .requests()
            .filter_map(|request| request.answers.as_ref())
        {
            let name = answers.request.to_string();
            if !names.contains(&name) {
                let known: Vec<_> = names.iter().map(String::as_str).collect();
                errors.at(
                    &answers.request,
                    format!(
                        "`{name}` is no request of this module{}",
                        suggestion(&name, &known)
                    ),
                );
            }
        }
    }

    fn check_actions(&self, errors: &mut Errors) {
        let mut earlier: Vec<&Request> = Vec::new();
        for request in self.requests() {
            let is_same = |other: &&&Request| {
                other.action == request.action && other.cfg.is_empty() && request.cfg.is_empty()
            };
            if let Some(other) = earlier.iter().find(is_same) {
                let message = format!(
                    "the action `{}` is already that of `{}`",
                    request.action, other.ident
                );
                errors.at(&request.ident, message);
            }
            earlier.push(request);
        }
    }
}

/// The names that the module's other items declare: after `struct`, `type` and the like.
fn declared_names(tokens: TokenStream) -> Vec<Ident> {
    let mut names = Vec::new();
    let mut after_keyword = false;
    for token in tokens {
        let TokenTree::Ident(ident) = token else {
            after_keyword = false;
            continue;
        };
        if after_keyword {
            names.push(ident.clone());
        }
        after_keyword = ["struct", "enum", "union", "type", "trait", "mod"]
            .iter()
            .any(|keyword| ident == keyword);
    }
    names
}

/// The arguments of `#[plutu_gateway]` as far as they could be understood.
#[derive(Default)]
struct GatewayArguments {
    name: Option<String>,
    currency: Option<CurrencyArgument>,
    krate: Option<Path>,
}

enum CurrencyArgument {
    /// One of [`CURRENCIES`], at the author's literal.
    Code(Ident),
    Path(Path),
}

impl GatewayArguments {
    fn new(arguments: syn::Result<Arguments>, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        let known = ["name", "currency", "crate"];
        let given = GivenKeys::read(arguments, &known, errors, |argument, errors| match argument
            .key
            .to_string()
            .as_str()
        {
            "name" => read.name = errors.note(gateway_name(argument)),
            "currency" => read.currency = errors.note(currency(argument)),
            _ => read.krate = errors.note(krate(argument)),
        });
        for missing in ["name", "currency"]
            .into_iter()
            .filter(|key| given.lack(key))
        {
            let message = format!(
                "missing `{missing}`: write `#[plutu_gateway(name = \"…\", currency = \"LYD\")]`"
            );
            errors.add(syn::Error::new(Span::call_site(), message));
        }
        read
    }
}

fn gateway_name(argument: &Argument) -> syn::Result<String> {
    let literal: LitStr = argument.value_as("a text: `name = \"mpgs\"`")?;
    let name = literal.value();
    let plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
    };
    if name.is_empty() || !name.bytes().all(plain) {
        let message = "a gateway's name is its path segment: small letters, digits, `-` and `_`";
        return Err(syn::Error::new_spanned(literal, message));
    }
    Ok(name)
}

fn currency(argument: &Argument) -> syn::Result<CurrencyArgument> {
    let expected = "a known code or a path: `currency = \"LYD\"`, `currency = crate::Points`";
    if let Ok(literal) = argument.value_as::<LitStr>(expected) {
        let code = literal.value();
        if CURRENCIES.contains(&code.as_str()) {
            return Ok(CurrencyArgument::Code(Ident::new(&code, literal.span())));
        }
        let message = format!(
            "unknown currency `{code}`: known are {}; for another one, write a type that implements \
             `plutu_core::Currency` and give its path: `currency = crate::Points`",
            one_of(CURRENCIES)
        );
        return Err(syn::Error::new_spanned(literal, message));
    }
    argument.value_as(expected).map(CurrencyArgument::Path)
}

fn krate(argument: &Argument) -> syn::Result<Path> {
    let expected = "the path of plutu-core, from its root: `crate = ::plutu_http::core`";
    let path: Path = argument.value_as(expected)?;
    let from_root = path.leading_colon.is_some()
        || path
            .segments
            .first()
            .is_some_and(|first| first.ident == "crate");
    if from_root {
        Ok(path)
    } else {
        Err(syn::Error::new_spanned(
            path,
            format!("expected {expected}"),
        ))
    }
}
