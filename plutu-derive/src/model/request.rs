//! A request: what it is called, what it answers with, what it sends.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use syn::Attribute;
use syn::DeriveInput;
use syn::LitStr;
use syn::Meta;
use syn::Type;
use syn::Visibility;
use syn::ext::IdentExt;

use crate::model::Errors;
use crate::model::Field;
use crate::model::Structure;
use crate::model::name::snake_case;
use crate::model::name::suggestion;
use crate::parse::Argument;
use crate::parse::Arguments;

/// A declared request.
pub(crate) struct Request {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// The name by which messages call it: `mpgs::Confirm`.
    pub(crate) title: String,
    pub(crate) action: String,
    /// The reply's type, unless the author left it out.
    pub(crate) reply: Option<Type>,
    pub(crate) moves_money: bool,
    pub(crate) fields: Vec<Field>,
}

impl Request {
    /// The request, or its struct as it is if it can be none.
    pub(crate) fn new(
        attribute: &Attribute,
        input: DeriveInput,
        title: String,
        errors: &mut Errors,
    ) -> Result<Self, TokenStream> {
        let arguments = RequestArguments::new(attribute, errors);
        let Structure {
            attributes,
            visibility,
            ident,
            fields,
        } = Structure::new(input, "request", errors)?;
        check_setters(&fields, errors);
        let action = arguments
            .action
            .unwrap_or_else(|| snake_case(&ident.unraw().to_string()));
        Ok(Self {
            attributes,
            visibility,
            ident,
            title,
            action,
            reply: arguments.reply,
            moves_money: arguments.moves_money,
            fields,
        })
    }

    /// The fields that must be set before `build`.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Field> + Clone {
        self.fields.iter().filter(|field| field.inner.is_none())
    }

    /// The fields that may be left out, with their types.
    pub(crate) fn optional(&self) -> impl Iterator<Item = (&Field, &TokenStream)> + Clone {
        self.fields
            .iter()
            .filter_map(|field| Some((field, field.inner.as_ref()?)))
    }
}

/// The builder has a method for each field, so no field can have the name of another method.
fn check_setters(fields: &[Field], errors: &mut Errors) {
    for field in fields {
        if field.name == "build" {
            errors.at(&field.ident, "the builder's `build` has this name: choose another, and give the wire name with `#[wire(\"build\")]`");
        }
        let optional = field.name.strip_prefix("maybe_").and_then(|name| {
            fields
                .iter()
                .find(|other| other.name == name && other.inner.is_some())
        });
        if let Some(optional) = optional {
            let message = format!(
                "the second setter of the optional field `{}` has this name: choose another",
                optional.name
            );
            errors.at(&field.ident, message);
        }
    }
}

#[derive(Default)]
struct RequestArguments {
    reply: Option<Type>,
    action: Option<String>,
    moves_money: bool,
}

impl RequestArguments {
    const KEYS: &[&str] = &["reply", "action", "moves_money"];

    fn new(attribute: &Attribute, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        let missing = "missing `reply`: write `#[request(reply = Redirect)]`";
        let Meta::List(list) = &attribute.meta else {
            errors.at(attribute, missing);
            return read;
        };
        let Some(Arguments(arguments)) = errors.note(syn::parse2(list.tokens.clone())) else {
            return read;
        };
        let mut seen: Vec<&Ident> = Vec::new();
        for argument in &arguments {
            let key = &argument.key;
            if seen.contains(&key) {
                errors.at(key, format!("`{key}` is given twice"));
            }
            seen.push(key);
            read.read(argument, errors);
        }
        let unknown = seen
            .iter()
            .any(|key| Self::KEYS.iter().all(|known| key != known));
        if !unknown && seen.iter().all(|key| *key != "reply") {
            errors.at(attribute, missing);
        }
        read
    }

    fn read(&mut self, argument: &Argument, errors: &mut Errors) {
        let key = &argument.key;
        match key.to_string().as_str() {
            "reply" => self.reply = errors.note(argument.value_as("a type: `reply = Redirect`")),
            "action" => self.action = errors.note(action(argument)),
            "moves_money" => {
                self.moves_money = true;
                if let Some(value) = &argument.value {
                    errors.at(value, "`moves_money` stands alone, without a value");
                }
            }
            unknown => errors.at(
                key,
                format!("unknown key `{unknown}`{}", suggestion(unknown, Self::KEYS)),
            ),
        }
    }
}

fn action(argument: &Argument) -> syn::Result<String> {
    let literal: LitStr = argument.value_as("a text: `action = \"confirm\"`")?;
    let action = literal.value();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if action.is_empty() || !action.bytes().all(plain) {
        let message = "an action is the last segment of a path: ASCII letters, digits, `-` and `_`";
        return Err(syn::Error::new_spanned(literal, message));
    }
    Ok(action)
}
