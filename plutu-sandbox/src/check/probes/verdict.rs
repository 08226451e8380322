//! What a probe found, and the sentences that several probes have in common.

use crate::check::paid::Paid;
use crate::check::target::Named;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::curl;
use crate::payments::Message;
use crate::payments::Outcome;

/// What came of a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Found(Finding),
}

/// A mistake of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// What was sent, and what the shop made of it.
    pub(crate) says: String,
    /// Commands that do it again, in their order.
    pub(crate) curl: Vec<String>,
}

impl Verdict {
    pub(super) fn found(says: impl Into<String>, sent: &[&Message]) -> Self {
        let commands = sent.iter();
        let commands = commands.map(|it| curl::sending(&it.url, it.body.as_deref(), " "));
        Self::Found(Finding {
            says: says.into(),
            curl: commands.collect(),
        })
    }

    /// A finding if the shop says what it should not.
    pub(super) fn found_if(is_found: bool, says: impl Into<String>, sent: &[&Message]) -> Self {
        if is_found {
            Self::found(says, sent)
        } else {
            Self::Passed
        }
    }
}

impl Shop {
    /// Sends messages to an order that none of them may pay.
    pub(super) async fn must_stay_unpaid(
        &self,
        order: &Order,
        messages: &[Message],
        after: &str,
    ) -> Result<Verdict, Trouble> {
        for message in messages {
            self.send(message).await?;
        }
        let is_paid = self.settled(order).await?.is_paid();
        let sent: Vec<_> = messages.iter().collect();
        Ok(Verdict::found_if(
            is_paid,
            format!("{after}, and the shop called the order paid"),
            &sent,
        ))
    }

    /// Pays an order with a genuine callback. `None` if the shop did not see it.
    pub(super) async fn pay(&self, order: &Order) -> Result<(Message, Paid), Trouble> {
        let message = self.genuine(order, Outcome::Approved)?;
        self.send(&message).await?;
        let paid = self.becomes_paid(order).await?;
        Ok((message, paid))
    }

    /// Whether an order that should be paid once is.
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
