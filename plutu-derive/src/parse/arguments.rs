//! The arguments of an attribute: `key` or `key = value`, separated by commas.

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Attribute;
use syn::Ident;
use syn::Meta;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::Parse;
use syn::parse::ParseStream;

/// The arguments in the order in which they are written.
#[derive(Default)]
pub(crate) struct Arguments(pub(crate) Vec<Argument>);

/// One argument. Its value is parsed later, when the key is known to be valid. So an unknown key
/// does not hide mistakes in the arguments after it.
pub(crate) struct Argument {
    pub(crate) key: Ident,
    pub(crate) value: Option<TokenStream>,
}

impl Arguments {
    /// The arguments of a helper attribute. Empty if it has no parentheses.
    pub(crate) fn of(attribute: &Attribute) -> syn::Result<Self> {
        match &attribute.meta {
            Meta::Path(_) => Ok(Self::default()),
            Meta::List(list) => syn::parse2(list.tokens.clone()),
            Meta::NameValue(_) => Err(syn::Error::new_spanned(
                attribute,
                "expected arguments in parentheses",
            )),
        }
    }
}

impl Argument {
    /// Checks that the key has no value.
    pub(crate) fn as_flag(&self) -> syn::Result<()> {
        if self.value.is_none() {
            return Ok(());
        }
        let message = format!("`{}` does not take a value", self.key);
        Err(syn::Error::new_spanned(&self.key, message))
    }

    /// Parses the value. `expected` describes it in the message if it cannot be parsed.
    pub(crate) fn value_as<T: Parse>(&self, expected: &str) -> syn::Result<T> {
        let message = format!("expected {expected}");
        match &self.value {
            Some(value) if !value.is_empty() => {
                syn::parse2(value.clone()).map_err(|_| syn::Error::new_spanned(value, message))
            }
            _ => Err(syn::Error::new_spanned(&self.key, message)),
        }
    }
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Vec::new();
        while !input.is_empty() {
            arguments.push(input.parse()?);
            if input.is_empty() {
                break;
            }
            input.parse::<Token![,]>()?;
        }
        Ok(Self(arguments))
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), "expected `key = value`"))?;
        if input.peek(Token![:]) {
            return Err(input.error("expected `=`"));
        }
        let has_value = input.parse::<Option<Token![=]>>()?.is_some();
        let value = has_value.then(|| tokens_to_comma(input)).transpose()?;
        Ok(Self { key, value })
    }
}

/// Takes the tokens up to the next comma that is not between `<` and `>`. If that comma was
/// forgotten, takes the tokens up to the next `key =`.
fn tokens_to_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let mut depth = 0_usize;
    while !input.is_empty() && (depth > 0 || !is_value_end(input, &tokens)) {
        let token: TokenTree = input.parse()?;
        depth = depth_after(depth, &token);
        tokens.extend([token]);
    }
    Ok(tokens)
}

fn is_value_end(input: ParseStream<'_>, value: &TokenStream) -> bool {
    let is_key = input.peek(Ident::peek_any) && input.peek2(Token![=]);
    input.peek(Token![,]) || (is_key && !value.is_empty())
}

/// The number of `<` that are open after a token.
fn depth_after(depth: usize, token: &TokenTree) -> usize {
    match token {
        TokenTree::Punct(punct) if punct.as_char() == '<' => depth.saturating_add(1),
        TokenTree::Punct(punct) if punct.as_char() == '>' => depth.saturating_sub(1),
        _ => depth,
    }
}
