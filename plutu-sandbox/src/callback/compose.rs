//! What a callback holds: the parameters that the payer's browser carries to the shop, and those
//! that T-Lync posts to the shop's server.
//!
//! [`sign`](super::sign) makes messages of them.

use std::borrow::Cow;

use crate::gateway::Key;
use crate::gateway::RedirectGateway;
use crate::payments::Outcome;
use crate::payments::Payment;

/// A callback: its parameters, in the order that they are sent and signed in.
pub(crate) struct Callback(Vec<Parameter>);

type Parameter = (Cow<'static, str>, String);

impl Callback {
    /// What the payer's browser brings to the shop's return URL.
    pub(crate) fn to_return(payment: &Payment, outcome: Outcome) -> Self {
        Self::of(payment.order.gateway.return_keys(), payment, outcome)
    }

    /// What T-Lync posts to the shop's server, every value a string.
    ///
    /// It is due when the payer approved, and after a decline, as `approved` is documented as "1 or
    /// 0". That nothing is posted after a cancellation is our decision.
    pub(crate) fn to_server(payment: &Payment) -> Option<Self> {
        let outcome = payment.outcome?;
        let keys = payment.order.gateway.posted_keys()?;
        flag(outcome, payment.order.gateway)?;
        Some(Self::of(keys, payment, outcome))
    }

    fn of(keys: &[Key], payment: &Payment, outcome: Outcome) -> Self {
        let parameters = keys.iter();
        Self(
            parameters
                .filter_map(|key| parameter(*key, payment, outcome))
                .collect(),
        )
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

fn parameter(key: Key, payment: &Payment, outcome: Outcome) -> Option<Parameter> {
    let order = &payment.order;
    Some(match key {
        Key::Gateway => text("gateway", order.gateway.name()),
        Key::Flag => return flag(outcome, order.gateway),
        Key::Amount => text("amount", &order.money.amount),
        Key::Currency => text("currency", order.money.currency),
        Key::InvoiceNo => text("invoice_no", order.invoice_no.as_str()),
        Key::PaymentMethod => text("payment_method", payment.method.as_str()),
        Key::TransactionId => text("transaction_id", &payment.id.to_string()),
    })
}

/// Only one flag is ever there.
///
/// With two flags none is there for what was declined: what a merchant hears of that is not
/// documented, but both flags say what did not happen, and they hear it nowhere else. With
/// `approved` alone, it is left out after a cancellation: what is sent back instead is not
/// documented either.
fn flag(outcome: Outcome, gateway: RedirectGateway) -> Option<Parameter> {
    match (outcome, gateway.has_canceled()) {
        (Outcome::Approved, _) => Some(text("approved", "1")),
        (Outcome::Declined, false) => Some(text("approved", "0")),
        (Outcome::Canceled, true) => Some(text("canceled", "1")),
        (Outcome::Declined, true) | (Outcome::Canceled, false) => None,
    }
}

fn text(name: &'static str, text: &str) -> Parameter {
    (Cow::Borrowed(name), text.to_owned())
}
