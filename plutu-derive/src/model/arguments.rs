//! The arguments of `#[plutu_gateway]`, and the paths that follow from them.

use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;
use quote::quote_spanned;
use syn::Ident;
use syn::LitStr;
use syn::Path;

use crate::model::errors::Errors;
use crate::model::keys::GivenKeys;
use crate::model::name::one_of;
use crate::parse::Argument;
use crate::parse::Arguments;

/// The paths that the expansion uses.
pub(crate) struct Paths {
    /// The path of plutu-core as it is imported into the module.
    pub(crate) import: TokenStream,
    /// The name of that import. All other paths begin with it, so that a path that leads nowhere is
    /// reported only once.
    pub(crate) core: TokenStream,
    /// The path of plutu-core's module for generated code.
    pub(crate) private: TokenStream,
    /// The type of the gateway's currency.
    pub(crate) currency: TokenStream,
}

/// The arguments as far as they could be understood.
#[derive(Default)]
pub(super) struct GatewayArguments {
    pub(super) name: Option<String>,
    currency: Option<Currency>,
    core: Option<Path>,
}

enum Currency {
    /// One of [`CURRENCIES`], with the span of the author's token.
    Code(Ident),
    Path(Path),
}

/// The currencies of `plutu_core::currency`.
const CURRENCIES: &[&str] = &["LYD", "USD", "EUR", "GBP"];

impl GatewayArguments {
    pub(super) fn read(arguments: syn::Result<Arguments>, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        let known = ["name", "currency", "crate"];
        let given = GivenKeys::read(arguments, &known, errors, |argument, errors| {
            read.read_key(argument, errors);
        });
        let required = ["name", "currency"];
        for missing in required.into_iter().filter(|key| given.lack(key)) {
            let example = "#[plutu_gateway(name = \"mpgs\", currency = \"USD\")]";
            let message = format!("missing `{missing}`: write `{example}`");
            errors.add(syn::Error::new(Span::call_site(), message));
        }
        read
    }

    fn read_key(&mut self, argument: &Argument, errors: &mut Errors) {
        match argument.key.to_string().as_str() {
            "name" => self.name = errors.ok(gateway_name(argument)),
            "currency" => self.currency = currency(argument, errors),
            _ => self.core = errors.ok(core_path(argument)),
        }
    }

    /// The paths. A missing argument is replaced by a default: the path of plutu-core is
    /// `imported_core`, if the module imports from there.
    pub(super) fn paths(&self, imported_core: Option<TokenStream>) -> Paths {
        let given = self.core.as_ref().map(ToTokens::to_token_stream);
        let import = given
            .or(imported_core)
            .unwrap_or_else(|| quote!(::plutu_core));
        let core = quote!(__plutu_core);
        let currency = match &self.currency {
            Some(Currency::Code(known)) => quote_spanned!(known.span()=> #core::currency::#known),
            Some(Currency::Path(path)) => path.to_token_stream(),
            None => quote!(#core::currency::LYD),
        };
        Paths {
            private: quote!(#core::__private),
            import,
            core,
            currency,
        }
    }
}

fn gateway_name(argument: &Argument) -> syn::Result<String> {
    let literal: LitStr = argument.value_as("a string literal, as in `name = \"mpgs\"`")?;
    let name = literal.value();
    let is_plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
    };
    if name.is_empty() || !name.bytes().all(is_plain) {
        let message = format!(
            "invalid gateway name `{name}`: expected lower-case ASCII letters, digits, `_` or `-`"
        );
        return Err(syn::Error::new_spanned(literal, message));
    }
    if name.len() > 64 {
        let message = "gateway names of more than 64 bytes are not supported";
        return Err(syn::Error::new_spanned(literal, message));
    }
    Ok(name)
}

fn currency(argument: &Argument, errors: &mut Errors) -> Option<Currency> {
    let expected =
        "a string literal or a path, as in `currency = \"LYD\"` or `currency = crate::Points`";
    if let Ok(literal) = argument.value_as::<LitStr>(expected) {
        let code = errors.ok(known_code(&literal))?;
        return Some(Currency::Code(code));
    }
    let path: Path = errors.ok(argument.value_as(expected))?;
    let Some(code) = path.get_ident().and_then(unquoted_code) else {
        return Some(Currency::Path(path));
    };
    let message = format!("expected a string literal; did you mean `currency = \"{code}\"`?");
    errors.at(path, message);
    Some(Currency::Code(code))
}

fn known_code(literal: &LitStr) -> syn::Result<Ident> {
    let code = literal.value();
    let known = code_in_capitals(&code);
    if let Some(known) = known.filter(|known| *known == code) {
        return Ok(Ident::new(known, literal.span()));
    }
    let expectation = match known {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!(
            "expected {}, or the path of a type that implements `plutu_core::Currency`",
            one_of(CURRENCIES)
        ),
    };
    let message = format!("unknown currency `{code}`; {expectation}");
    Err(syn::Error::new_spanned(literal, message))
}

/// The known code that was meant, in upper or lower case.
fn code_in_capitals(code: &str) -> Option<&'static str> {
    let code = code.to_uppercase();
    CURRENCIES.iter().copied().find(|known| *known == code)
}

/// A known code that was written without quotes.
fn unquoted_code(ident: &Ident) -> Option<Ident> {
    let known = code_in_capitals(&ident.to_string())?;
    Some(Ident::new(known, ident.span()))
}

fn core_path(argument: &Argument) -> syn::Result<Path> {
    let expected = "an absolute path, as in `crate = ::plutu_http::core`";
    let path: Path = argument.value_as(expected)?;
    let first = path.segments.first();
    if path.leading_colon.is_some() || first.is_some_and(|first| first.ident == "crate") {
        return Ok(path);
    }
    let message = format!("expected {expected}");
    Err(syn::Error::new_spanned(path, message))
}
