//! The key `answers = Verify(process_id, amount)`: the earlier request, and the fields that are set
//! from the reply to it.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::Parse;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;

use crate::model::errors::Errors;
use crate::model::field::Field;
use crate::model::name::expectation;
use crate::model::name::nearest;
use crate::model::structure::Structure;

/// The value of the key `answers`.
pub(crate) struct Answers {
    pub(crate) request: Ident,
    /// The fields that are set from the reply.
    pub(crate) fields: Vec<Ident>,
    /// The type of the reply. `None` until the earlier request is found.
    pub(crate) reply: Option<TokenStream>,
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
            reply: None,
        })
    }
}

impl Answers {
    /// The answer to a request, if its fields are not known. They are probably the ones that a
    /// challenge sets.
    pub(super) fn guess(request: Ident, structure: &Structure) -> Self {
        let fields = ["process_id", "amount"].into_iter();
        let fields = fields.filter_map(|name| structure.field(name));
        let required = fields.filter(|field| field.inner.is_none());
        Self {
            request,
            fields: required.map(|field| field.ident.clone()).collect(),
            reply: None,
        }
    }

    /// Whether a field is set from the reply.
    pub(crate) fn sets(&self, field: &Field) -> bool {
        self.fields.contains(&field.ident)
    }

    /// The field `amount`, if it is set from the reply. It is then compared with the amount of the
    /// order.
    pub(crate) fn amount(&self) -> Option<&Ident> {
        self.fields.iter().find(|field| *field == "amount")
    }

    /// Reports every named field that is not a required field of the request. The field is replaced
    /// by the required field that was probably meant, or left out.
    pub(super) fn check_fields(&mut self, structure: &Structure, errors: &mut Errors) {
        let mut fields: Vec<Ident> = Vec::new();
        for ident in std::mem::take(&mut self.fields) {
            match required_field(&ident, structure, errors) {
                Some(known) if fields.contains(&known) => {
                    errors.at(&ident, format!("duplicate field `{ident}`"));
                }
                known => fields.extend(known),
            }
        }
        self.fields = fields;
    }

    /// Requires that a charge names `amount`, so that the first step's amount is compared with the
    /// order's.
    pub(super) fn check_charge(&mut self, errors: &mut Errors) {
        if self.amount().is_some() {
            return;
        }
        let names = self.fields.iter().map(Ident::to_string);
        let names: Vec<_> = names.chain([String::from("amount")]).collect();
        let example = format!("answers = {}({})", self.request, names.join(", "));
        let message = format!(
            "missing field `amount`: a charge takes its amount from the earlier reply, as in `{example}`"
        );
        errors.at(&self.request, message);
        self.fields.push(Ident::new("amount", Span::call_site()));
    }

    /// Finds the type of the reply. `replies` are the module's requests and their replies. An
    /// unknown request is reported and replaced by the one that was probably meant.
    pub(super) fn find_reply(
        &mut self,
        replies: &[(Ident, Option<TokenStream>)],
        errors: &mut Errors,
    ) {
        let name = self.request.to_string();
        let known: Vec<_> = replies.iter().map(|(ident, _)| ident.to_string()).collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        if !known.contains(&name.as_str()) {
            let expectation = expectation(&name, &known);
            let message = format!("`{name}` is not a request of this module; {expectation}");
            errors.at(&self.request, message);
        }
        let meant = nearest(&name, &known);
        let mut replies = replies.iter();
        let found = replies.find(|(ident, _)| meant.is_some_and(|meant| ident == meant));
        if let Some((request, reply)) = found {
            self.request = with_span(request, self.request.span());
            self.reply.clone_from(reply);
        }
    }
}

/// The required field with this name, or the one that was probably meant. It has the span of
/// `ident`.
fn required_field(ident: &Ident, structure: &Structure, errors: &mut Errors) -> Option<Ident> {
    let name = ident.unraw().to_string();
    let fields = structure.fields.iter();
    let required: Vec<_> = fields.filter(|field| field.inner.is_none()).collect();
    let known: Vec<_> = required.iter().map(|field| field.name.as_str()).collect();
    if !known.contains(&name.as_str()) {
        let (expectation, request) = (expectation(&name, &known), &structure.ident);
        let message = format!("`{name}` is not a required field of `{request}`; {expectation}");
        errors.at(ident, message);
    }
    let meant = nearest(&name, &known)?;
    let field = required.into_iter().find(|field| field.name == meant)?;
    Some(with_span(&field.ident, ident.span()))
}

fn with_span(ident: &Ident, span: Span) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(span);
    ident
}
