//! Turns tokens into syntax and keeps every span. The meaning of the syntax is decided in `model`.

mod arguments;
mod module;
mod structure;

use proc_macro2::TokenStream;

pub(crate) use self::arguments::Argument;
pub(crate) use self::arguments::Arguments;
pub(crate) use self::module::Helper;
pub(crate) use self::module::Module;
pub(crate) use self::module::ModuleItem;
pub(crate) use self::structure::StructInput;

/// An attribute and the module below it.
pub(crate) struct Declaration {
    pub(crate) arguments: syn::Result<Arguments>,
    pub(crate) module: Module,
}

impl Declaration {
    /// Fails only if the item is not an inline module.
    pub(crate) fn parse(arguments: TokenStream, item: TokenStream) -> syn::Result<Self> {
        Ok(Self {
            module: Module::parse(item)?,
            arguments: syn::parse2(arguments),
        })
    }
}
