//! What a callback holds: the parameters that are signed, as the gateway's description lists them.
//!
//! [`sign`](super::sign) makes messages of them.

use std::borrow::Cow;

use plutu_core::spec::FieldSpec;
use plutu_core::spec::SignedSpec;

use crate::gateway::Meaning;
use crate::payments::Outcome;
use crate::payments::Payment;

/// A callback: its parameters, in the order that they are sent and signed in.
#[derive(Default)]
pub(crate) struct Callback(Vec<Parameter>);

type Parameter = (Cow<'static, str>, String);

impl Callback {
    /// What the payer's browser brings to the shop's return URL: the gateway's return page, or the
    /// callback if the browser carries it. `None` if it brings nothing.
    pub(crate) fn to_return(payment: &Payment, outcome: Outcome) -> Option<Self> {
        let order = &payment.order;
        let callback = order.gateway.callback();
        let carried = callback.filter(|_| order.callback_url.is_none());
        let signed = order.gateway.return_page().or(carried)?;
        Some(Self::of(signed, payment, outcome))
    }

    /// What is posted to the shop's server, every value a string.
    ///
    /// It is due when the payer approved, and after a decline. It is due after a cancellation where
    /// a flag can say so; that nothing is posted otherwise is our decision.
    pub(crate) fn to_server(payment: &Payment) -> Option<Self> {
        let outcome = payment.outcome?;
        let signed = payment.order.gateway.callback()?;
        let is_due = outcome != Outcome::Canceled || has_canceled(signed);
        is_due.then(|| Self::of(signed, payment, outcome))
    }

    /// The parameters of a callback or a return page.
    pub(crate) fn of(signed: &SignedSpec, payment: &Payment, outcome: Outcome) -> Self {
        let keys = signed.keys.iter();
        let parameters = keys.filter_map(|key| {
            let value = value(key, signed, payment, outcome)?;
            Some((Cow::Borrowed(*key), value))
        });
        Self(parameters.collect())
    }

    /// Gives a parameter another value, or adds it at the end.
    #[cfg(feature = "cli")]
    pub(crate) fn set(&mut self, name: &str, text: &str) {
        let text = text.to_owned();
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, value)) => *value = text,
            None => self.0.push((Cow::Owned(name.to_owned()), text)),
        }
    }

    /// Whether it has a parameter of this name.
    #[cfg(feature = "cli")]
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// Leaves a parameter out.
    #[cfg(feature = "cli")]
    pub(crate) fn unset(&mut self, name: &str) {
        self.0.retain(|(own, _)| own != name);
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0
            .iter()
            .map(|(name, text)| (name.as_ref(), text.as_str()))
    }
}

/// What stands under a key; `None` if it is left out.
fn value(key: &str, signed: &SignedSpec, payment: &Payment, outcome: Outcome) -> Option<String> {
    if signed.flags.contains(&key) {
        let (set, value) = flag(signed, outcome)?;
        return (set == key).then(|| value.to_owned());
    }
    match signed.fields.iter().find(|field| field.wire == key) {
        Some(field) => told(field, payment),
        // The one key that is neither a flag nor a field.
        None => Some(payment.order.gateway.name().to_owned()),
    }
}

/// The flag that is there, and what it says. Only one ever is.
///
/// With two flags none is there for what was declined: what a merchant hears of that is not
/// documented, but both flags say what did not happen, and they hear it nowhere else. With
/// `approved` alone, which is "1 or 0" (documentation), it is left out after a cancellation: what
/// is sent back instead is not documented either.
fn flag(signed: &SignedSpec, outcome: Outcome) -> Option<(&'static str, &'static str)> {
    match (outcome, has_canceled(signed)) {
        (Outcome::Approved, _) => Some((APPROVED, "1")),
        (Outcome::Declined, false) => Some((APPROVED, "0")),
        (Outcome::Canceled, true) => Some((CANCELED, "1")),
        (Outcome::Declined, true) | (Outcome::Canceled, false) => None,
    }
}

fn has_canceled(signed: &SignedSpec) -> bool {
    signed.flags.contains(&CANCELED)
}

/// What a field tells of a payment.
fn told(field: &FieldSpec, payment: &Payment) -> Option<String> {
    let order = &payment.order;
    Some(match Meaning::of(field) {
        Meaning::Amount => order.money.amount.clone(),
        Meaning::Currency => order.money.currency.to_owned(),
        Meaning::InvoiceNo => order.invoice_no.to_string(),
        Meaning::PaymentMethod => payment.method.as_ref()?.to_string(),
        Meaning::TransactionId => payment.id.to_string(),
        Meaning::Other => return echoed(field, payment),
    })
}

/// What the request brought under the field's name, and else an example of what the gateway would
/// know. What the request might have brought, and did not, is left out if it may be.
fn echoed(field: &FieldSpec, payment: &Payment) -> Option<String> {
    let mut echoes = payment.order.echoes.iter();
    let echo = echoes.find(|echo| echo.name == field.name);
    match echo.map(|echo| echo.value.as_deref()) {
        Some(Some(value)) if field.check(value).is_ok() => Some(value.to_owned()),
        Some(None) if !field.is_required => None,
        _ => Some(field.example().to_owned()),
    }
}

const APPROVED: &str = "approved";
const CANCELED: &str = "canceled";
