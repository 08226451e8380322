//! Payments with a one-time password, where the reply to the shop's own request settles the order.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::InvoiceNo;

use crate::check::address_or_command::AddressOrCommand;
use crate::check::charge::SecondCharge;
use crate::check::paid::Paid;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_password;
use crate::check::target::Proposed;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::fault::Fault;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "wrong-password",
        does: "The payer enters a wrong one-time password, and then the right one. The order must stay unpaid after \
               the first, and be paid once after the second.",
        harm: "Any password pays an order, or a payer who mistypes it can no longer pay.",
        cure: "Only a reply with status 200 and a `result` is a payment. After a refusal, let the payer try again.",
        is_slow: false,
        applies: has_password,
        run: |shop| Box::pin(wrong_password(shop)),
    },
    Probe {
        name: "charge-answer-lost",
        does: "The money is taken, and the connection ends without a reply. The payer then tries to pay again: with \
               the same password, and from the start. The shop must not send the charge again, nor another one, and \
               must not call the order failed.",
        harm: "The payer pays twice.",
        cure: UNKNOWN,
        is_slow: false,
        applies: has_password,
        run: |shop| Box::pin(unanswered(shop, Fault::DropAfter, "was lost")),
    },
    Probe {
        name: "charge-answer-late",
        does: "The money is taken, and the reply takes 60 seconds. When the shop has stopped waiting, the payer tries \
               to pay again: with the same password, and from the start. The shop must not send the charge again, nor \
               another one, and must not call the order failed.",
        harm: "The payer pays twice.",
        cure: UNKNOWN,
        is_slow: true,
        applies: has_password,
        run: |shop| Box::pin(late(shop)),
    },
    Probe {
        name: "charge-answer-cut",
        does: "The money is taken, and only half of the reply arrives. The payer then tries to pay again: with the \
               same password, and from the start. The shop must not send the charge again, nor another one, and must \
               not call the order failed.",
        harm: "The payer pays twice.",
        cure: UNKNOWN,
        is_slow: false,
        applies: has_password,
        run: |shop| Box::pin(unanswered(shop, Fault::CutJson, "was cut off")),
    },
    Probe {
        name: "payer-leaves",
        does: "The payer leaves while the shop waits for the reply to a charge: the payer's connection is closed, or \
               the command in --code is ended. The reply comes a moment later and says that the money was taken. The \
               order becomes paid, or stays open: then the shop must not call it failed, and must not send another \
               charge when the payer tries to pay again: with the same password, and from the start.",
        harm: "The money is taken, and nothing records it: the server drops the charge together with the payer's \
               request. The payer pays twice, or pays and gets nothing.",
        cure: "Record the attempt before the charge is sent. Let the charge and what follows from its reply run to \
               their end even if the payer's connection is closed, for example in a task of their own.",
        is_slow: true,
        applies: has_password,
        run: |shop| Box::pin(payer_leaves(shop)),
    },
];

async fn wrong_password(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.ask().await?;
    shop.enter(&order, false).await?;
    if shop.settled(&order).await?.is_paid() {
        let says =
            "The payer entered a wrong one-time password, and the shop called the order paid";
        return Ok(Verdict::found(says, &[]));
    }
    shop.enter(&order, true).await?;
    let after = "The payer entered a wrong one-time password, and then the right one";
    shop.must_be_paid_once(&order, &[], after).await
}

async fn late(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.ask().await?;
    let invoice_no = shop.enter_struck(&order, Fault::Delay(shop.late())).await?;
    let verdict = in_doubt(&shop, &order, &invoice_no, "came late").await?;
    Ok(shop.unless_it_waited(verdict, &invoice_no))
}

async fn payer_leaves(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    if shop.code.as_ref().is_some_and(AddressOrCommand::is_command) && !cfg!(unix) {
        return Ok(Verdict::Skipped(NOT_ENDED.to_owned()));
    }
    let order = shop.ask().await?;
    let invoice_no = shop.enter_and_leave(&order, STAY).await?;
    match shop.becomes_paid_within(RECORD, &order).await? {
        Paid::Times(times @ 2..) => {
            let says = format!(
                "The payer left while a charge was under way, and the shop counted {times} payments"
            );
            Ok(Verdict::found(says, &[]))
        }
        paid if paid.is_paid() => Ok(Verdict::Passed),
        _ => in_doubt(&shop, &order, &invoice_no, "came when the payer had left").await,
    }
}

/// Lets a fault strike a charge's reply.
async fn unanswered(shop: Arc<Shop>, fault: Fault, how: &str) -> Result<Verdict, Trouble> {
    let order = shop.ask().await?;
    let invoice_no = shop.enter_struck(&order, fault).await?;
    in_doubt(&shop, &order, &invoice_no, how).await
}

/// The verdict on an order whose charge has no complete reply: the shop must neither repeat the
/// charge, nor call the order failed, nor take another payment for it. A shop that no longer
/// answers has not shown that.
async fn in_doubt(
    shop: &Shop,
    order: &Proposed,
    invoice_no: &InvoiceNo,
    how: &str,
) -> Result<Verdict, Trouble> {
    let times = shop.repetitions(invoice_no);
    if times > 0 {
        let says = format!(
            "The reply to a charge {how}, and the shop sent the charge again, {times} times"
        );
        return Ok(Verdict::found(says, &[]));
    }
    if shop.is_failed(order).await? == Some(true) {
        let says =
            format!("The reply to a charge {how}, and the shop calls the order failed (--failed)");
        return Ok(Verdict::found(says, &[]));
    }
    let again = match shop.pay_again(order).await? {
        None => return shop.still_answers(order).await.map(|()| Verdict::Passed),
        Some(SecondCharge::SamePassword) => "entered the same password again",
        Some(SecondCharge::SecondStart) => "started the payment of the same order again",
    };
    let says = format!(
        "The reply to a charge {how}, the payer {again}, and the shop sent a second charge"
    );
    Ok(Verdict::found(says, &[]))
}

/// How long the reply to a charge takes whose payer leaves.
const STAY: Duration = Duration::from_secs(2);

/// How long a shop has to record that reply.
const RECORD: Duration = Duration::from_secs(2);

const NOT_ENDED: &str = "--code is a command, and on this system what it started does not end with it, so the payer would \
                         not leave; give --code an address";

const UNKNOWN: &str = "Turn off automatic retries. A charge without a complete reply is neither paid nor failed: freeze \
                       its order until a person has looked the payment up, and take no payment for it until then.";
