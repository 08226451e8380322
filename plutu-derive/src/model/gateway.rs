//! The gateway: its arguments, and the items of its module in the order of declaration.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;
use syn::Attribute;
use syn::Token;
use syn::Visibility;

use crate::model::answers::Answers;
use crate::model::arguments::GatewayArguments;
use crate::model::arguments::Paths;
use crate::model::callback::Callback;
use crate::model::errors::Errors;
use crate::model::imports::core_through_http;
use crate::model::imports::without_names;
use crate::model::put_in::PutIn;
use crate::model::put_in::find_clashes;
use crate::model::request::Request;
use crate::model::return_page::ReturnPage;
use crate::model::structure::Structure;
use crate::model::structure::without_wire;
use crate::parse::Declaration;
use crate::parse::Helper;
use crate::parse::ModuleItem;

/// A declared gateway.
pub(crate) struct Gateway {
    pub(crate) paths: Paths,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) mod_token: Token![mod],
    pub(crate) ident: Ident,
    /// The gateway's name in paths and callbacks.
    pub(crate) name: String,
    pub(crate) items: Vec<Item>,
    /// The items that are added to the module.
    pub(crate) put_in: Vec<PutIn>,
}

/// An item of the module.
pub(crate) enum Item {
    Request(Request),
    Callback(Callback),
    ReturnPage(ReturnPage),
    /// A struct that cannot be expanded.
    Plain(Structure),
    Verbatim(TokenStream),
}

/// A struct whose keys are in the query with which the payer's browser returns.
pub(crate) struct BrowserKeys<'a> {
    pub(crate) is_return_page: bool,
    pub(crate) structure: &'a Structure,
}

impl Item {
    fn structure(&self) -> Option<&Structure> {
        match self {
            Self::Request(request) => Some(&request.structure),
            Self::Callback(callback) => Some(&callback.structure),
            Self::ReturnPage(page) => Some(&page.structure),
            Self::Plain(structure) => Some(structure),
            Self::Verbatim(_) => None,
        }
    }

    fn browser_keys(&self) -> Option<BrowserKeys<'_>> {
        let page = self.return_page();
        let structure = page.or_else(|| self.callback())?;
        Some(BrowserKeys {
            is_return_page: page.is_some(),
            structure,
        })
    }

    fn callback(&self) -> Option<&Structure> {
        match self {
            Self::Callback(callback) => Some(&callback.structure),
            _ => None,
        }
    }

    fn return_page(&self) -> Option<&Structure> {
        match self {
            Self::ReturnPage(page) => Some(&page.structure),
            _ => None,
        }
    }

    /// The item without the code that its attribute generates. If `has_types` is false, its fields
    /// are left out too, because their types may not exist.
    fn into_plain(self, has_types: bool) -> Self {
        let mut structure = match self {
            Self::Request(request) => request.structure,
            Self::Callback(callback) => callback.structure,
            Self::ReturnPage(page) => page.structure,
            other => return other,
        };
        if !has_types {
            structure.plain_fields = TokenStream::new();
        }
        Self::Plain(structure)
    }
}

impl Gateway {
    pub(crate) fn new(declaration: Declaration, errors: &mut Errors) -> Self {
        let Declaration { arguments, module } = declaration;
        let arguments = GatewayArguments::read(arguments, errors);
        let mut gateway = Self {
            paths: arguments.paths(core_through_http(&module.items)),
            attributes: module.attributes,
            visibility: module.visibility,
            mod_token: module.mod_token,
            ident: module.ident,
            name: arguments.name.unwrap_or_default(),
            items: Vec::new(),
            put_in: Vec::new(),
        };
        for item in module.items {
            let item = gateway.item(item, errors);
            gateway.items.push(item);
        }
        gateway.remove_duplicates(errors);
        gateway.check_items(errors);
        gateway.check_clashes(errors);
        gateway.check_actions(errors);
        gateway.find_replies(errors);
        gateway
    }

    /// The structs whose keys are in the query with which the payer's browser returns: the return
    /// page, or the callback if there is no return page. There is one, unless several are under
    /// `#[cfg]`.
    pub(crate) fn browser_keys(&self) -> Vec<BrowserKeys<'_>> {
        let mut keys = Vec::new();
        for item in &self.items {
            keys.extend(item.browser_keys());
        }
        let has_page = keys.iter().any(|keys| keys.is_return_page);
        keys.retain(|keys| keys.is_return_page == has_page);
        let always = keys.iter().position(|keys| keys.structure.cfg.is_empty());
        match always {
            Some(always) => vec![keys.swap_remove(always)],
            None => keys,
        }
    }

    fn requests(&self) -> impl Iterator<Item = &Request> {
        self.items.iter().filter_map(|item| match item {
            Item::Request(request) => Some(request),
            _ => None,
        })
    }

    fn item(&self, item: ModuleItem, errors: &mut Errors) -> Item {
        match item {
            ModuleItem::Token(token) => Item::Verbatim(token.into()),
            ModuleItem::Helped {
                helpers,
                attributes,
                structure: None,
            } => {
                report_misplaced(&helpers, errors);
                let attributes = without_wire(attributes, errors);
                Item::Verbatim(quote!(#(#attributes)*))
            }
            ModuleItem::Helped {
                helpers,
                attributes,
                structure: Some(input),
            } => {
                let structure = Structure::new(&self.ident, attributes, *input, errors);
                self.structure(&helpers, structure, errors)
            }
        }
    }

    fn structure(
        &self,
        helpers: &[(Helper, Attribute)],
        structure: Structure,
        errors: &mut Errors,
    ) -> Item {
        let Some(((helper, attribute), others)) = helpers.split_first() else {
            return Item::Plain(structure);
        };
        for (helper, attribute) in helpers {
            report_path(*helper, attribute, errors);
        }
        report_extra(*helper, others, errors);
        if !is_supported(*helper, &structure, errors) {
            return Item::Plain(structure);
        }
        match helper {
            Helper::Request => {
                Item::Request(Request::new(attribute, structure, &self.paths, errors))
            }
            Helper::Callback => {
                Item::Callback(Callback::new(attribute, structure, &self.paths, errors))
            }
            Helper::ReturnPage => Item::ReturnPage(ReturnPage::new(attribute, structure, errors)),
        }
    }

    /// Removes and reports every struct whose name is already taken by an earlier one. Structs
    /// under `#[cfg]` do not count: with them, rustc decides which of several exists.
    fn remove_duplicates(&mut self, errors: &mut Errors) {
        let mut names: Vec<Ident> = Vec::new();
        self.items.retain(|item| {
            let structure = item.structure().filter(|it| it.cfg.is_empty());
            let Some(Structure { ident, .. }) = structure else {
                return true;
            };
            let is_new = !names.contains(ident);
            if is_new {
                names.push(ident.clone());
            } else {
                errors.at(ident, format!("duplicate struct `{ident}`"));
            }
            is_new
        });
    }

    /// Reports a module that declares nothing, and a second callback or return page.
    fn check_items(&self, errors: &mut Errors) {
        if !errors.any() && self.items.iter().all(|item| item.structure().is_none()) {
            let message = "expected a request: add a struct with `#[request(reply = ..)]`";
            errors.at(&self.ident, message);
        }
        let callbacks = self.items.iter().filter_map(Item::callback);
        report_duplicates(Helper::Callback, callbacks, errors);
        let pages = self.items.iter().filter_map(Item::return_page);
        report_duplicates(Helper::ReturnPage, pages, errors);
    }

    /// Reports the reserved names that the author uses. The structs are then not expanded, because
    /// rustc would report the mistake again in the generated code.
    fn check_clashes(&mut self, errors: &mut Errors) {
        let mut reserved = Vec::new();
        for request in self.requests() {
            reserved.push(request.builder.ident.clone());
        }
        let mut declared = Vec::new();
        let mut others = TokenStream::new();
        for item in &self.items {
            match item {
                Item::Verbatim(tokens) => tokens.to_tokens(&mut others),
                item => declared.extend(item.structure().map(|it| it.ident.clone())),
            }
        }
        let clashes = find_clashes(declared, &reserved, others, errors);
        if !clashes.from_core.is_empty() {
            self.rename_imports(&clashes.from_core);
        }
        let taken = clashes.taken();
        self.put_in = PutIn::free(&taken);
        if !taken.is_empty() {
            let has_types = clashes.imported.is_empty();
            for item in std::mem::take(&mut self.items) {
                self.items.push(item.into_plain(has_types));
            }
        }
    }

    fn rename_imports(&mut self, names: &[Ident]) {
        let mut verbatim = TokenStream::new();
        let mut items = Vec::new();
        for item in std::mem::take(&mut self.items) {
            match item {
                Item::Verbatim(tokens) => verbatim.extend(tokens),
                item => {
                    let tokens = without_names(std::mem::take(&mut verbatim), names);
                    items.extend([Item::Verbatim(tokens), item]);
                }
            }
        }
        items.push(Item::Verbatim(without_names(verbatim, names)));
        self.items = items;
    }

    fn check_actions(&self, errors: &mut Errors) {
        let mut earlier: Vec<&Request> = Vec::new();
        let requests = self.requests();
        for request in requests.filter(|request| request.structure.cfg.is_empty()) {
            let Request {
                action, structure, ..
            } = request;
            if let Some(other) = earlier.iter().find(|other| other.action == *action) {
                let other = &other.structure.ident;
                let message = format!("the action `{action}` is already used by `{other}`");
                errors.at(&structure.ident, message);
            }
            earlier.push(request);
        }
    }

    /// Finds the replies that requests answer.
    fn find_replies(&mut self, errors: &mut Errors) {
        let replies = self.requests().map(|request| {
            let ident = request.structure.ident.clone();
            (ident, request.written_reply())
        });
        let replies: Vec<(Ident, Option<TokenStream>)> = replies.collect();
        for answers in self.items.iter_mut().filter_map(answers_of) {
            answers.find_reply(&replies, errors);
        }
    }
}

fn answers_of(item: &mut Item) -> Option<&mut Answers> {
    match item {
        Item::Request(request) => request.answers.as_mut(),
        _ => None,
    }
}

fn report_misplaced(helpers: &[(Helper, Attribute)], errors: &mut Errors) {
    for (helper, attribute) in helpers {
        let name = helper.name();
        let message = format!("`#[{name}]` can only be applied to a struct with named fields");
        errors.at(attribute, message);
    }
}

/// Reports a helper that is written with a path. Helpers are not items, so no path leads to them.
fn report_path(helper: Helper, attribute: &Attribute, errors: &mut Errors) {
    if attribute.path().get_ident().is_none() {
        let name = helper.name();
        let message = format!("expected `#[{name}]` without a path");
        errors.at(attribute.path(), message);
    }
}

fn report_extra(helper: Helper, others: &[(Helper, Attribute)], errors: &mut Errors) {
    for (other, attribute) in others {
        let (name, other) = (helper.name(), other.name());
        let message = if name == other {
            format!("duplicate `#[{name}]`")
        } else {
            format!("`#[{other}]` cannot be combined with `#[{name}]`")
        };
        errors.at(attribute, message);
    }
}

/// Reports type parameters and `where` clauses. Returns `false` for type parameters: the struct
/// cannot be expanded then. A `where` clause is only left out.
fn is_supported(helper: Helper, structure: &Structure, errors: &mut Errors) -> bool {
    let generics = &structure.generics;
    if let Some(clause) = &generics.where_clause {
        errors.at(clause, "`where` clauses are not supported");
    }
    if generics.params.is_empty() {
        return true;
    }
    let noun = helper.noun();
    let message = format!("a {noun} cannot be generic: use concrete types that own their data");
    errors.at(generics, message);
    false
}

/// Reports a second struct of the same kind. Structs under `#[cfg]` do not count: with them, rustc
/// decides which of several exists.
fn report_duplicates<'a>(
    helper: Helper,
    structures: impl Iterator<Item = &'a Structure>,
    errors: &mut Errors,
) {
    let mut first: Option<&Structure> = None;
    for structure in structures.filter(|structure| structure.cfg.is_empty()) {
        if let Some(first) = first {
            let (name, ident) = (helper.name(), &first.ident);
            let message = format!("duplicate `#[{name}]`: `{ident}` is already declared");
            errors.at(&structure.ident, message);
        } else {
            first = Some(structure);
        }
    }
}
