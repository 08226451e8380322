//! What a callback holds: the parameters that the payer's browser carries to the shop, and those
//! that T-Lync posts to the shop's server.
//!
//! [`sign`](super::sign) makes messages of them.

use std::borrow::Cow;

use crate::gateway::RedirectGateway;
use crate::payments::Outcome;
use crate::payments::Payment;

/// A callback: its parameters, in the order that they are sent and signed in.
pub(crate) struct Callback(Vec<Parameter>);

type Parameter = (Cow<'static, str>, String);

impl Callback {
    /// What the payer's browser brings to the shop's return URL.
    pub(crate) fn to_return(payment: &Payment, outcome: Outcome) -> Self {
        let order = &payment.order;
        let gateway = Some(text("gateway", order.gateway.name()));
        let amount = Some(text("amount", &order.money.amount));
        let invoice_no = Some(text("invoice_no", order.invoice_no.as_str()));
        let id = Some(text("transaction_id", &payment.id.to_string()));
        let flag = flag(outcome);
        // The order of the genuine vectors, which differs from gateway to gateway.
        let parameters = match order.gateway {
            RedirectGateway::LocalBankCards => vec![gateway, flag, invoice_no, amount, id],
            RedirectGateway::Mpgs => {
                let currency = Some(text("currency", order.money.currency));
                vec![gateway, flag, amount, currency, invoice_no, id]
            }
            // The flag `canceled` is none of T-Lync's. What it sends back instead is not
            // documented; that it leaves the other flag out is our decision.
            RedirectGateway::Tlync => vec![tlync_flag(outcome), invoice_no],
        };
        Self(parameters.into_iter().flatten().collect())
    }

    /// What T-Lync posts to the shop's server: the keys in the order of the genuine callback of the
    /// PHP SDK's tests, and every value a string.
    ///
    /// It is due when the payer approved, and after a decline, as `approved` is documented as "1 or
    /// 0". That nothing is posted after a cancellation is our decision.
    pub(crate) fn to_server(payment: &Payment) -> Option<Self> {
        let order = &payment.order;
        let RedirectGateway::Tlync = order.gateway else {
            return None;
        };
        Some(Self(vec![
            text("gateway", order.gateway.name()),
            tlync_flag(payment.outcome?)?,
            text("amount", &order.money.amount),
            text("invoice_no", order.invoice_no.as_str()),
            text("payment_method", payment.method.as_str()),
            text("transaction_id", &payment.id.to_string()),
        ]))
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

/// Only one of the two flags is ever there, and none for what was declined: what a merchant hears
/// of that is not documented, but both flags say what did not happen, and they hear it nowhere
/// else.
fn flag(outcome: Outcome) -> Option<Parameter> {
    match outcome {
        Outcome::Approved => Some(text("approved", "1")),
        Outcome::Declined => None,
        Outcome::Canceled => Some(text("canceled", "1")),
    }
}

/// T-Lync's one flag, which is "1 or 0" (documentation).
fn tlync_flag(outcome: Outcome) -> Option<Parameter> {
    match outcome {
        Outcome::Approved => Some(text("approved", "1")),
        Outcome::Declined => Some(text("approved", "0")),
        Outcome::Canceled => None,
    }
}

fn text(name: &'static str, text: &str) -> Parameter {
    (Cow::Borrowed(name), text.to_owned())
}
