//! stub
use proc_macro::TokenStream;
/// stub
#[proc_macro_attribute]
pub fn plutu_gateway(_a: TokenStream, i: TokenStream) -> TokenStream { i }
