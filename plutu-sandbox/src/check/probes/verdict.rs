//! The findings of probes, and the steps that several probes have in common.

use plutu_core::InvoiceNo;

use crate::check::paid::Paid;
use crate::check::target::Named;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::curl;
use crate::payments::Message;
use crate::payments::Outcome;

/// The result of a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Found(Finding),
    /// The shop did not get into the situation that the probe is about. The reason is a sentence
    /// without a final period.
    Skipped(String),
}

/// A mistake of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// What was sent, and how the shop reacted, without a final period.
    pub(crate) says: String,
    /// Commands that send the same messages, in their order. They work while the shop runs with the
    /// same secret key.
    pub(crate) curl: Vec<String>,
    /// What helps against this mistake, instead of the probe's cure, as a sentence.
    pub(crate) cure: Option<String>,
}

impl Verdict {
    pub(super) fn found(says: impl Into<String>, sent: &[&Message]) -> Self {
        let commands = sent.iter();
        let commands = commands.map(|it| curl::sending(&it.url, it.body.as_deref(), " "));
        Self::Found(Finding {
            says: says.into(),
            curl: commands.collect(),
            cure: None,
        })
    }

    /// The same verdict with another cure than the probe's.
    pub(super) fn cured_by(self, cure: String) -> Self {
        match self {
            Self::Found(finding) => Self::Found(Finding {
                cure: Some(cure),
                ..finding
            }),
            other => other,
        }
    }

    /// A finding if the shop reacted wrongly.
    pub(super) fn found_if(is_found: bool, says: impl Into<String>, sent: &[&Message]) -> Self {
        if is_found {
            Self::found(says, sent)
        } else {
            Self::Passed
        }
    }
}

impl Shop {
    /// The verdict on how the shop dealt with a late reply to the request for this payment. A shop
    /// that has waited for the reply has dealt with none.
    pub(super) fn unless_it_waited(&self, verdict: Verdict, invoice_no: &InvoiceNo) -> Verdict {
        if verdict != Verdict::Passed || !self.has_waited(invoice_no) {
            return verdict;
        }
        let late = self.late().as_secs();
        Verdict::Skipped(format!(
            "the shop waited for the reply, which took {late} s, and so never met an unknown outcome; set --late to \
             more than the time-out of its requests"
        ))
    }

    /// Sends messages that must not pay the order.
    pub(super) async fn must_stay_unpaid(
        &self,
        order: &Order,
        messages: &[Message],
        after: &str,
    ) -> Result<Verdict, Trouble> {
        for message in messages {
            self.send(order, message).await?;
        }
        let is_paid = self.settled(order).await?.is_paid();
        let sent: Vec<_> = messages.iter().collect();
        Ok(Verdict::found_if(
            is_paid,
            format!("{after}, and the shop called the order paid"),
            &sent,
        ))
    }

    /// Pays an order with a genuine callback, and asks whether the shop saw it.
    pub(super) async fn pay(&self, order: &Order) -> Result<(Message, Paid), Trouble> {
        let message = self.genuine(order, Outcome::Approved)?;
        self.send(order, &message).await?;
        let paid = self.becomes_paid(order).await?;
        Ok((message, paid))
    }

    /// A finding unless the order becomes paid, and once.
    pub(super) async fn must_be_paid_once(
        &self,
        order: &impl Named,
        sent: &[&Message],
        after: &str,
    ) -> Result<Verdict, Trouble> {
        self.becomes_paid(order).await?;
        let paid = self.settled(order).await?;
        let says = match paid {
            Paid::Times(times @ 2..) => format!("{after}, and the shop counted {times} payments"),
            paid if paid.is_paid() => return Ok(Verdict::Passed),
            _ => format!("{after}, and the shop did not call the order paid"),
        };
        Ok(Verdict::found(says, sent))
    }
}
