//! A gateway in the sandbox: its description, and facts that a description does not contain.

use plutu_core::GatewaySpec;
use plutu_core::Language;
use plutu_core::PaymentMethod;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;
use plutu_core::spec::SignedSpec;

use crate::gateway::facts::Facts;

/// A gateway: its declaration, and the facts of [`facts`](super::facts).
#[derive(Clone, Copy)]
pub(crate) struct Gateway {
    pub(super) spec: &'static GatewaySpec,
    facts: &'static Facts,
}

impl Gateway {
    pub(crate) fn of(spec: &'static GatewaySpec) -> Self {
        let facts = Facts::of(spec.name);
        Self { spec, facts }
    }

    /// The name in the API's paths and in callbacks.
    pub(crate) const fn name(self) -> &'static str {
        self.spec.name
    }

    /// The code of its currency.
    pub(crate) const fn currency(self) -> &'static str {
        self.spec.currency
    }

    /// Its name for people.
    pub(crate) fn title(self, language: Language) -> &'static str {
        let title = self.facts.title.as_ref();
        title.map_or(self.name(), |title| title.of(language))
    }

    /// Whether this is its name, in lower case and without separators.
    pub(super) fn is_named(self, spoken: &str) -> bool {
        let own = self.name().chars().filter(char::is_ascii_alphanumeric);
        own.eq(spoken.chars())
    }

    /// Whether this is another name of it, in lower case and without separators.
    pub(super) fn is_called(self, spoken: &str) -> bool {
        self.facts.aliases.contains(&spoken)
    }

    /// The commission in the answer of a challenge, if there is one.
    pub(crate) const fn commission(self) -> Option<u8> {
        self.facts.commission
    }

    /// Whether the server posts the callback, which is so if a request has a callback URL.
    /// Otherwise the payer's browser carries it.
    #[cfg(feature = "cli")]
    pub(crate) fn is_posted(self) -> bool {
        let mut endpoints = self.endpoints();
        endpoints.any(|endpoint| endpoint.of_kind(FieldKind::CallbackUrl).is_some())
    }

    /// The callback that settles an order; `None` if a reply settles it.
    pub(crate) const fn callback(self) -> Option<&'static SignedSpec> {
        self.spec.callback
    }

    /// The signed return page, if it is not the callback.
    pub(crate) const fn return_page(self) -> Option<&'static SignedSpec> {
        self.spec.return_page
    }

    /// The payer's input on the page.
    pub(crate) fn asked(self) -> Asked {
        match self.payment_method() {
            Some(_) => Asked::PaymentMethod,
            None => Asked::Card,
        }
    }

    /// The payment method of a payer who does not choose one, if the page asks for it.
    pub(crate) fn default_method(self) -> Option<PaymentMethod> {
        let example = self.payment_method()?.example();
        let known = self.facts.payment_methods.first();
        known.map_or(example, |method| method.wire).parse().ok()
    }

    /// The payment methods that the page offers: the value on the wire and the name for people.
    pub(crate) fn payment_methods(
        self,
        language: Language,
    ) -> impl Iterator<Item = (&'static str, &'static str)> {
        let known = self.facts.payment_methods.iter();
        let known = known.map(move |method| (method.wire, method.title.of(language)));
        let has_none = self.facts.payment_methods.is_empty();
        let example = self.payment_method().filter(|_| has_none);
        known.chain(example.map(|field| (field.example(), field.example())))
    }

    /// The callback's field with the payment method.
    fn payment_method(self) -> Option<&'static FieldSpec> {
        let fields = self.spec.callback?.fields;
        fields
            .iter()
            .find(|field| field.kind() == FieldKind::PaymentMethod)
    }
}

/// Gateways are compared by name, because a registry has one gateway of each name.
impl PartialEq for Gateway {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

/// What a page asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Card,
    PaymentMethod,
}
