//! A request: what it is called, what it answers with, what it sends.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use syn::Attribute;
use syn::DeriveInput;
use syn::LitStr;
use syn::Token;
use syn::Type;
use syn::Visibility;
use syn::ext::IdentExt;
use syn::parse::Parse;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;

use crate::model::Errors;
use crate::model::Field;
use crate::model::Structure;
use crate::model::keys::GivenKeys;
use crate::model::name::snake_case;
use crate::model::name::suggestion;
use crate::parse::Argument;
use crate::parse::Arguments;

/// A declared request.
pub(crate) struct Request {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) cfg: TokenStream,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// The name by which messages call it: `mpgs::Confirm`.
    pub(crate) title: String,
    pub(crate) action: String,
    /// The reply's type, unless the author left it out.
    pub(crate) reply: Option<Type>,
    pub(crate) answers: Option<Answers>,
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
        let mut arguments = RequestArguments::new(attribute, errors);
        let Structure {
            attributes,
            cfg,
            visibility,
            ident,
            mut fields,
        } = Structure::new(input, "request", errors)?;
        check_setters(&mut fields, errors);
        if let Some(answers) = &mut arguments.answers {
            answers.check(&fields, errors);
        }
        let action = arguments
            .action
            .unwrap_or_else(|| snake_case(&ident.unraw().to_string()));
        Ok(Self {
            attributes,
            cfg,
            visibility,
            ident,
            title,
            action,
            reply: arguments.reply,
            answers: arguments.answers,
            moves_money: arguments.moves_money,
            fields,
        })
    }

    /// Whether the reply is written as this one name.
    pub(crate) fn replies(&self, name: &str) -> bool {
        self.reply
            .as_ref()
            .is_some_and(|reply| is_name(reply, name))
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

fn is_name(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// The builder has a method for each field, so no field can have the name of another method. One that has
/// is left out, so that rustc does not tell it again.
fn check_setters(fields: &mut Vec<Field>, errors: &mut Errors) {
    let optional: Vec<_> = fields
        .iter()
        .filter(|field| field.inner.is_some())
        .map(|field| field.name.clone())
        .collect();
    fields.retain(|field| {
        let doubled = field.name.strip_prefix("maybe_").filter(|name| optional.iter().any(|other| other == name));
        let message = match doubled {
            _ if field.name == "build" => {
                "the builder's `build` has this name: choose another, and give the wire name with `#[wire(\"build\")]`".to_owned()
            }
            Some(name) => format!("the second setter of the optional field `{name}` has this name: choose another"),
            None => return true,
        };
        errors.at(&field.ident, message);
        false
    });
}

/// The earlier request whose reply a request answers, and the fields that are set from that reply.
pub(crate) struct Answers {
    pub(crate) request: Ident,
    pub(crate) fields: Vec<Ident>,
}

impl Parse for Answers {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let request = input.parse()?;
        let content;
        syn::parenthesized!(content in input);
        let fields = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
        Ok(Self {
            request,
            fields: fields.into_iter().collect(),
        })
    }
}

impl Answers {
    /// Each named field must be a required one of the request. Others are left out.
    fn check(&mut self, fields: &[Field], errors: &mut Errors) {
        let required: Vec<_> = fields
            .iter()
            .filter(|field| field.inner.is_none())
            .map(|field| field.name.as_str())
            .collect();
        let mut seen = Vec::new();
        self.fields.retain(|ident| {
            let name = ident.unraw().to_string();
            if !required.contains(&name.as_str()) {
                errors.at(
                    ident,
                    format!(
                        "`{name}` is no required field of this request{}",
                        suggestion(&name, &required)
                    ),
                );
                return false;
            }
            if seen.contains(&name) {
                errors.at(ident, format!("`{name}` is named twice"));
                return false;
            }
            seen.push(name);
            true
        });
    }
}

#[derive(Default)]
struct RequestArguments {
    reply: Option<Type>,
    action: Option<String>,
    answers: Option<Answers>,
    moves_money: bool,
}

impl RequestArguments {
    fn new(attribute: &Attribute, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        let known = ["reply", "action", "answers", "moves_money"];
        let given = GivenKeys::read(
            Arguments::of(attribute),
            &known,
            errors,
            |argument, errors| match argument.key.to_string().as_str() {
                "reply" => {
                    read.reply = errors.note(argument.value_as("a type: `reply = Redirect`"));
                }
                "action" => read.action = errors.note(action(argument)),
                "answers" => {
                    let expected = "a request and fields: `answers = Verify(process_id, amount)`";
                    read.answers = errors.note(argument.value_as(expected));
                }
                _ => read.moves_money = errors.note(argument.as_flag()).unwrap_or(true),
            },
        );
        if given.lack("reply") {
            errors.at(
                attribute,
                "missing `reply`: write `#[request(reply = Redirect)]`",
            );
        }
        read
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
