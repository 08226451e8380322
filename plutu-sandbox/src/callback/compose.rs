//! The content of a callback: the signed parameters, as listed in the gateway's description.
//!
//! [`sign`](super::sign) turns it into a message.

use std::borrow::Cow;

use plutu_core::spec::FieldSpec;
use plutu_core::spec::SignedSpec;

use crate::gateway::Meaning;
use crate::payments::Outcome;
use crate::payments::Payment;

/// A callback: its parameters, in the order in which they are signed and sent.
#[derive(Default)]
pub(crate) struct Callback(Vec<Parameter>);

type Parameter = (Cow<'static, str>, String);

impl Callback {
    /// The message that the payer's browser carries to the shop's return URL: the gateway's return
    /// page, or the callback if the browser carries it. `None` if there is neither.
    pub(crate) fn to_return(payment: &Payment, outcome: Outcome) -> Option<Self> {
        let order = &payment.order;
        let callback = order.gateway.callback();
        let carried = callback.filter(|_| order.callback_url.is_none());
        let signed = order.gateway.return_page().or(carried)?;
        Some(Self::of(signed, payment, outcome))
    }

    /// The callback that is posted to the shop's server. Every value is a string.
    ///
    /// It is due after an approval and after a decline. After a cancellation it is due only if the
    /// gateway has a flag for that (our decision).
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

/// The value of a key; `None` if the key is left out.
fn value(key: &str, signed: &SignedSpec, payment: &Payment, outcome: Outcome) -> Option<String> {
    if signed.flags.contains(&key) {
        let (set, value) = flag(signed, outcome)?;
        return (set == key).then(|| value.to_owned());
    }
    match signed.fields.iter().find(|field| field.wire == key) {
        Some(field) => told(field, payment),
        // The only key that is neither a flag nor a field.
        None => Some(payment.order.gateway.name().to_owned()),
    }
}

/// The flag that is present, and its value. There is never more than one.
///
/// It is not documented what Plutu sends after a decline. If the gateway declares both flags,
/// neither is present then, because neither would be true. If it declares only `approved`, which is
/// "1 or 0" (documentation), a decline has `approved` 0. After a cancellation such a gateway sends
/// no flag, which is not documented either.
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

/// The value of a field for this payment.
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

/// The value that the request had under the field's name. If the request does not declare such a
/// field, it is an example of a value that only the gateway knows. An optional field without a
/// value in the request is left out.
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
