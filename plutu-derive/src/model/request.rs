//! A request: its action, its reply, and whether it is a charge.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::format_ident;
use quote::quote;
use syn::Attribute;
use syn::LitStr;
use syn::Type;
use syn::ext::IdentExt;

use crate::model::answers::Answers;
use crate::model::arguments::Paths;
use crate::model::builder::Builder;
use crate::model::builder::Parameter;
use crate::model::errors::Errors;
use crate::model::field::Field;
use crate::model::keys::GivenKeys;
use crate::model::name::all_of;
use crate::model::name::free_name;
use crate::model::name::snake_case;
use crate::model::structure::Structure;
use crate::parse::Argument;
use crate::parse::Arguments;

/// A declared request.
pub(crate) struct Request {
    pub(crate) structure: Structure,
    pub(crate) action: String,
    /// The reply's type.
    pub(crate) reply: TokenStream,
    /// Whether the author gave the reply's type. Otherwise it is a guess.
    has_reply: bool,
    pub(crate) answers: Option<Answers>,
    /// The span of `moves_money`, if the request has it.
    pub(crate) moves_money: Option<Span>,
    pub(crate) builder: Builder,
}

/// The amount of a request.
pub(crate) struct Priced<'a> {
    pub(crate) amount: &'a Field,
    /// The name of the currency's type parameter.
    pub(crate) currency: Ident,
}

/// The parts of a request that is a charge.
pub(crate) struct Charge<'a> {
    /// The span of `moves_money`.
    pub(crate) span: Span,
    pub(crate) amount: &'a Field,
    pub(crate) invoice_no: &'a Field,
}

impl Request {
    pub(super) fn new(
        attribute: &Attribute,
        mut structure: Structure,
        paths: &Paths,
        errors: &mut Errors,
    ) -> Self {
        let core = &paths.core;
        let arguments = RequestArguments::read(attribute, &structure, errors);
        check_setters(&mut structure, errors);
        let is_charge = arguments.moves_money.is_some();
        if is_charge {
            check_charge(&structure, errors);
        }
        let mut answers = arguments.answers;
        if let Some(answers) = &mut answers {
            answers.check_fields(&structure, errors);
            if is_charge && structure.field("amount").is_some() {
                answers.check_charge(errors);
            }
        }
        let action = arguments.action;
        Self {
            action: action.unwrap_or_else(|| default_action(&structure.ident, errors)),
            has_reply: arguments.reply.is_some(),
            reply: arguments.reply.unwrap_or_else(|| quote!(#core::Redirect)),
            answers,
            moves_money: arguments.moves_money,
            builder: Builder::new(&structure),
            structure,
        }
    }

    /// The reply's type, if the author gave one.
    pub(super) fn written_reply(&self) -> Option<TokenStream> {
        self.has_reply.then(|| self.reply.clone())
    }

    /// The amount of the request, if it has a field with this name.
    pub(crate) fn priced(&self) -> Option<Priced<'_>> {
        let amount = self.structure.field("amount")?;
        let currency = format_ident!("C", span = Span::call_site());
        Some(Priced {
            currency: free_name(currency, &amount.type_names()),
            amount,
        })
    }

    /// The field with the invoice number, if the request has one.
    pub(crate) fn invoice_no(&self) -> Option<&Field> {
        self.structure.field("invoice_no")
    }

    /// The parts of the charge, if the request is a charge and no part is missing.
    pub(crate) fn charge(&self) -> Option<Charge<'_>> {
        Some(Charge {
            span: self.moves_money?,
            amount: self.structure.field("amount")?,
            invoice_no: self.invoice_no()?,
        })
    }

    /// Whether the request has a `builder()`. A charge that answers an earlier request has none,
    /// because the order's amount must first be compared with the earlier one.
    pub(crate) fn has_builder(&self) -> bool {
        self.moves_money.is_none() || self.answers.is_none()
    }

    /// The fields that must be set before `build`, and their type parameters in the builder.
    pub(crate) fn required(&self) -> impl Iterator<Item = (&Field, &Parameter)> + Clone {
        let fields = self.structure.fields.iter();
        let required = fields.filter(|field| field.inner.is_none());
        required.zip(&self.builder.parameters)
    }

    /// The documentation of the builder.
    pub(crate) fn builder_doc(&self) -> String {
        let ident = &self.structure.ident;
        // Without `builder()`, every builder starts with the fields from the reply.
        let answers = self.answers.as_ref().filter(|_| !self.has_builder());
        let required = self.required().map(|(field, _)| field);
        let required = required.filter(|field| answers.is_none_or(|it| !it.sets(field)));
        let required: Vec<_> = required.map(|field| field.name.as_str()).collect();
        let required = match (all_of(&required), answers) {
            (names, _) if !names.is_empty() => {
                format!("Required before [`build`](Self::build): {names}")
            }
            (_, Some(_)) => "Every required field is set from the reply".to_owned(),
            (_, None) => "Every field is optional".to_owned(),
        };
        format!(" Builds a [`{ident}`].\n\n {required}.")
    }

    /// The documentation of the function that starts the builder from a reply.
    pub(crate) fn answering_doc(&self, answers: &Answers) -> String {
        let (title, earlier) = (&self.structure.title, &answers.request);
        let set: Vec<_> = self.required().map(|(field, _)| field).collect();
        let set = set.into_iter().filter(|field| answers.sets(field));
        let set: Vec<_> = set.map(|field| field.name.as_str()).collect();
        let set = all_of(&set);
        let doc =
            format!(" Starts a `{title}` from the reply to [`{earlier}`]. The reply sets {set}.");
        if answers.amount().is_none() {
            return doc;
        }
        format!(
            "{doc}\n\n `amount` is the current amount of the order.\n\n # Errors\n\n Returns a \
             `Mismatch` if the reply is for another amount, because the order has changed. Nothing \
             is sent."
        )
    }

    /// The fields that may be left out, and the types inside their `Option`.
    pub(crate) fn optional(&self) -> impl Iterator<Item = (&Field, &TokenStream)> + Clone {
        let fields = self.structure.fields.iter();
        fields.filter_map(|field| Some((field, field.inner.as_ref()?)))
    }
}

/// Reports fields whose setters would have the name of another method of the builder.
fn check_setters(structure: &mut Structure, errors: &mut Errors) {
    let fields = structure.fields.iter();
    let optional = fields.filter(|field| field.inner.is_some());
    let second: Vec<_> = optional
        .map(|field| format!("maybe_{}", field.name))
        .collect();
    structure.retain_fields(errors, |field| {
        let Field { name, wire, .. } = field;
        let owner = if name == "build" {
            "a method of the builder".to_owned()
        } else if second.contains(name) {
            format!(
                "the setter of the optional field `{}`",
                name.strip_prefix("maybe_").unwrap_or(name)
            )
        } else {
            return None;
        };
        Some(format!(
            "`{name}` is already the name of {owner}: rename the field and add `#[wire(\"{wire}\")]`"
        ))
    });
}

/// Reports a charge without an amount or an invoice number.
fn check_charge(structure: &Structure, errors: &mut Errors) {
    for (name, ty) in [("amount", "Amount"), ("invoice_no", "InvoiceNo")] {
        if structure.lacks(name) {
            let message = format!("missing field `{name}`: a charge needs `pub {name}: {ty}`");
            errors.at(&structure.ident, message);
        }
    }
    structure.check_names_of_order(&["amount", "invoice_no"], errors);
}

/// The arguments of `#[request]` as far as they could be understood.
#[derive(Default)]
struct RequestArguments {
    reply: Option<TokenStream>,
    action: Option<String>,
    answers: Option<Answers>,
    moves_money: Option<Span>,
}

impl RequestArguments {
    fn read(attribute: &Attribute, structure: &Structure, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        let known = ["reply", "action", "answers", "moves_money"];
        let arguments = Arguments::of(attribute);
        let given = GivenKeys::read(arguments, &known, errors, |argument, errors| {
            read.read_key(argument, structure, errors);
        });
        if given.lack("reply") {
            let message = "missing `reply`: write `#[request(reply = Redirect)]`";
            errors.at(attribute, message);
        }
        read
    }

    fn read_key(&mut self, argument: &Argument, structure: &Structure, errors: &mut Errors) {
        match argument.key.to_string().as_str() {
            "reply" => self.reply = errors.ok(reply(argument)),
            "action" => self.action = errors.ok(action(argument)),
            "answers" => self.answers = answers(argument, structure, errors),
            _ => {
                errors.ok(argument.as_flag());
                self.moves_money = Some(argument.key.span());
            }
        }
    }
}

fn reply(argument: &Argument) -> syn::Result<TokenStream> {
    let reply: Type = argument.value_as("a type, as in `reply = Redirect`")?;
    Ok(reply.into_token_stream())
}

fn answers(argument: &Argument, structure: &Structure, errors: &mut Errors) -> Option<Answers> {
    let expected = "a request and its fields, as in `answers = Verify(process_id, amount)`";
    let answers = errors.ok(argument.value_as(expected));
    answers.or_else(|| {
        let request = argument.value_as(expected).ok()?;
        Some(Answers::guess(request, structure))
    })
}

fn action(argument: &Argument) -> syn::Result<String> {
    let literal: LitStr = argument.value_as("a string literal, as in `action = \"confirm\"`")?;
    let action = literal.value();
    if !is_action(&action) {
        let message =
            format!("invalid action `{action}`: expected ASCII letters, digits, `_` or `-`");
        return Err(syn::Error::new_spanned(literal, message));
    }
    Ok(action)
}

/// The action of a request that does not give one: the struct's name in snake case.
fn default_action(ident: &Ident, errors: &mut Errors) -> String {
    let action = snake_case(&ident.unraw().to_string());
    if !is_action(&action) {
        let message = format!(
            "invalid action `{action}`: expected ASCII letters, digits, `_` or `-`; add \
             `action = \"..\"` to `#[request]`"
        );
        errors.at(ident, message);
    }
    action
}

fn is_action(action: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !action.is_empty() && action.bytes().all(is_plain)
}
