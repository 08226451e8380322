//! From tokens to syntax, every span kept. Nothing is decided here: what it means is `model`'s.

mod arguments;
mod module;

use proc_macro2::TokenStream;

pub(crate) use self::arguments::Argument;
pub(crate) use self::arguments::Arguments;
pub(crate) use self::module::Helper;
pub(crate) use self::module::HelperItem;
pub(crate) use self::module::Module;
pub(crate) use self::module::ModuleItem;

/// An attribute and the module that it stands on.
pub(crate) struct Declaration {
    pub(crate) arguments: syn::Result<Arguments>,
    pub(crate) module: Module,
}

impl Declaration {
    /// Only something that is no inline module stops here.
    pub(crate) fn parse(arguments: TokenStream, item: TokenStream) -> syn::Result<Self> {
        Ok(Self {
            module: Module::parse(item)?,
            arguments: syn::parse2(arguments),
        })
    }
}
