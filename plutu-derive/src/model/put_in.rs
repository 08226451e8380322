//! The names that the expansion adds to the module. The author cannot use them there. They are
//! checked here, because rustc would report a clash at the whole attribute.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::model::errors::Errors;
use crate::model::imports::imports;
use crate::model::imports::is_from_plutu;
use crate::model::imports::is_path_end;

/// An item that is added to every module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PutIn {
    Currency,
    Amount,
    Gateway,
    Challenge,
    Receipt,
    ReturnUrl,
}

impl PutIn {
    const ALL: [Self; 6] = [
        Self::Currency,
        Self::Amount,
        Self::Gateway,
        Self::Challenge,
        Self::Receipt,
        Self::ReturnUrl,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Currency => "Currency",
            Self::Amount => "Amount",
            Self::Gateway => "Gateway",
            Self::Challenge => "Challenge",
            Self::Receipt => "Receipt",
            Self::ReturnUrl => "ReturnUrl",
        }
    }

    /// Whether the item is an alias that uses the module's `Gateway`.
    fn needs_gateway(self) -> bool {
        matches!(self, Self::Challenge | Self::Receipt | Self::ReturnUrl)
    }

    /// The items whose names are not taken.
    pub(super) fn free(taken: &[Ident]) -> Vec<Self> {
        let is_taken = |item: Self| taken.iter().any(|taken| taken == item.name());
        let has_gateway = !is_taken(Self::Gateway);
        let is_free = |item: &Self| !is_taken(*item) && (has_gateway || !item.needs_gateway());
        Self::ALL.into_iter().filter(is_free).collect()
    }
}

/// The reserved names that the author uses.
pub(super) struct Clashes {
    declared: Vec<Ident>,
    /// The names that `use` imports from plutu-core. They mean what the attribute declares.
    pub(super) from_core: Vec<Ident>,
    /// The other names that `use` imports. In a field's type, such a name may mean another type
    /// than the one that the attribute declares.
    pub(super) imported: Vec<Ident>,
}

impl Clashes {
    /// The names that the attribute cannot declare.
    pub(super) fn taken(&self) -> Vec<Ident> {
        [&*self.declared, &*self.imported].concat()
    }
}

/// Reports the reserved names that the author uses, and returns them. `structs` are the names of
/// the module's requests, callbacks and return pages. `builders` are the names of its builders, and
/// `others` are its other tokens.
pub(super) fn find_clashes(
    structs: Vec<Ident>,
    builders: &[Ident],
    others: TokenStream,
    errors: &mut Errors,
) -> Clashes {
    let is_reserved = |ident: &Ident| {
        PutIn::ALL.iter().any(|item| ident == item.name()) || builders.contains(ident)
    };
    let mut declared = structs;
    declared.extend(declared_names(others.clone()));
    declared.retain(is_reserved);
    for ident in &declared {
        let message = format!("`#[plutu_gateway]` declares `{ident}` here: choose another name");
        errors.at(ident, message);
    }
    let (from_core, imported): (Vec<_>, Vec<_>) =
        imports(others).into_iter().partition(is_from_plutu);
    let [from_core, imported] = [from_core, imported].map(|imports| {
        let mut names = imported_names(imports);
        names.retain(is_reserved);
        names
    });
    for ident in from_core.iter().chain(&imported) {
        let message = format!("`#[plutu_gateway]` declares `{ident}` here: remove the import");
        errors.at(ident, message);
    }
    Clashes {
        declared,
        from_core,
        imported,
    }
}

/// The names that items declare: the identifiers after `struct`, `type` and similar keywords.
fn declared_names(tokens: TokenStream) -> Vec<Ident> {
    let mut names = Vec::new();
    let mut after_keyword = false;
    for token in tokens {
        let TokenTree::Ident(ident) = token else {
            after_keyword = false;
            continue;
        };
        let is_keyword = ["struct", "enum", "union", "type", "trait", "mod"]
            .iter()
            .any(|keyword| ident == keyword);
        if after_keyword {
            names.push(ident);
        }
        after_keyword = is_keyword;
    }
    names
}

/// The names that imports name. A glob import cannot clash, because items take precedence
/// over it.
fn imported_names(imports: Vec<TokenStream>) -> Vec<Ident> {
    let mut names = Vec::new();
    for import in imports {
        collect_imports(import, &mut names);
    }
    names
}

/// Collects the last segment of each path in a `use` item.
fn collect_imports(tokens: TokenStream, names: &mut Vec<Ident>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => collect_imports(group.stream(), names),
            TokenTree::Ident(ident) if is_path_end(tokens.peek()) => names.push(ident),
            _ => {}
        }
    }
}
