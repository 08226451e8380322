//! A gateway as the sandbox knows it: its description, and the facts that it leaves out.

use plutu_core::GatewaySpec;
use plutu_core::Language;
use plutu_core::PaymentMethod;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;
use plutu_core::spec::SignedSpec;

use crate::gateway::facts::Facts;

/// A gateway: what its declaration says, and what people know of it besides.
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

    /// The name as it stands in the API's paths and in callbacks.
    pub(crate) const fn name(self) -> &'static str {
        self.spec.name
    }

    /// The code of the currency of its amounts.
    pub(crate) const fn currency(self) -> &'static str {
        self.spec.currency
    }

    /// What people call it.
    pub(crate) fn title(self, language: Language) -> &'static str {
        let title = self.facts.title.as_ref();
        title.map_or(self.name(), |title| title.of(language))
    }

    /// Whether this is its name, in lower case and without what separates words.
    pub(super) fn is_named(self, spoken: &str) -> bool {
        let own = self.name().chars().filter(char::is_ascii_alphanumeric);
        own.eq(spoken.chars())
    }

    /// Whether people call it so, in lower case and without what separates words.
    pub(super) fn is_called(self, spoken: &str) -> bool {
        self.facts.aliases.contains(&spoken)
    }

    /// What a challenge answers as its commission, if anything.
    pub(crate) const fn commission(self) -> Option<u8> {
        self.facts.commission
    }

    /// Whether the server posts the callback: a request says where to. Otherwise the payer's
    /// browser carries it.
    #[cfg(feature = "cli")]
    pub(crate) fn is_posted(self) -> bool {
        let mut endpoints = self.endpoints();
        endpoints.any(|endpoint| endpoint.of_kind(FieldKind::CallbackUrl).is_some())
    }

    /// What settles an order, unless a reply does.
    pub(crate) const fn callback(self) -> Option<&'static SignedSpec> {
        self.spec.callback
    }

    /// The signed page to which the payer returns, if it is not the callback.
    pub(crate) const fn return_page(self) -> Option<&'static SignedSpec> {
        self.spec.return_page
    }

    /// What the page asks the payer for.
    pub(crate) fn asked(self) -> Asked {
        match self.payment_method() {
            Some(_) => Asked::PaymentMethod,
            None => Asked::Card,
        }
    }

    /// How a payer pays who does not choose, if the page asks them.
    pub(crate) fn default_method(self) -> Option<PaymentMethod> {
        let example = self.payment_method()?.example();
        let known = self.facts.payment_methods.first();
        known.map_or(example, |method| method.wire).parse().ok()
    }

    /// The ways to pay that the page offers, as they stand on the wire, and what people call them.
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

    /// The callback's field that says how the payer paid.
    fn payment_method(self) -> Option<&'static FieldSpec> {
        let fields = self.spec.callback?.fields;
        fields
            .iter()
            .find(|field| field.kind() == FieldKind::PaymentMethod)
    }
}

/// A registry has one gateway of each name.
impl PartialEq for Gateway {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

/// What a page asks the payer for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Card,
    PaymentMethod,
}
