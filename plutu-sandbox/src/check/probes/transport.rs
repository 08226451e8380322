//! Replies of the API that are lost or late, or that another server wrote.

use std::sync::Arc;

use crate::check::breakdown;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::can_be_checked;
use crate::check::probes::has_callback;
use crate::check::probes::has_password;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::fault::Fault;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "answer-lost",
        does: "Plutu does what the shop's request asks for, and the connection ends without a reply. A payment that \
               comes after that must count, and the shop must not send the same request again.",
        harm: "The shop calls an attempt failed that is open, and ignores its money. A client that repeats requests \
               by itself charges twice where the request moves money.",
        cure: "A request without a reply has an unknown outcome. Leave its attempt open for a callback, and turn off \
               automatic retries.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(answer_lost(shop)),
    },
    Probe {
        name: "answer-late",
        does: "The reply to the shop's request takes 60 seconds. A payment that comes when the shop has stopped \
               waiting must count, and the shop must not send the same request again.",
        harm: "The shop calls an attempt failed that is open, and ignores its money.",
        cure: "A time-out is an unknown outcome and not a refusal. Leave its attempt open for a callback.",
        is_slow: true,
        applies: has_callback,
        run: |shop| Box::pin(answer_late(shop)),
    },
    Probe {
        name: "html-instead-of-json",
        does: "A proxy answers the shop's request with 502 and an HTML page. The shop must show the payer a sentence: \
               no error of its own, no trace, no empty page, no redirect to nowhere. It must not call the order paid, \
               and must take the next payment.",
        harm: "The payer sees a trace with paths and settings, or nothing, and does not know whether to pay again.",
        cure: "Check the status before the body is read, and that the body is JSON with the expected fields. Tell the \
               payer to try again: 503 with a page is fine. A command in --start may exit with a code below 100.",
        is_slow: false,
        applies: can_be_checked,
        run: |shop| Box::pin(html_instead_of_json(shop)),
    },
];

async fn answer_lost(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open_struck(Fault::DropAfter).await?;
    payment_counts(&shop, &order, "The reply to the shop's request was lost").await
}

async fn answer_late(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open_struck(Fault::Delay(shop.late())).await?;
    let verdict = payment_counts(&shop, &order, "The reply to the shop's request came late");
    Ok(shop.unless_it_waited(verdict.await?, &order.payment.order.invoice_no))
}

/// Pays an order after the shop has reacted to a fault.
async fn payment_counts(shop: &Shop, order: &Order, after: &str) -> Result<Verdict, Trouble> {
    let message = shop.genuine(order, Outcome::Approved)?;
    shop.send(order, &message).await?;
    let times = shop.repetitions(&order.payment.order.invoice_no);
    if times > 0 {
        let says = format!("{after}, and the shop sent the same request again, {times} times");
        return Ok(Verdict::found(says, &[]));
    }
    let after = format!("{after}, the payer paid nevertheless");
    shop.must_be_paid_once(order, &[&message], &after).await
}

async fn html_instead_of_json(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let after = "A proxy's HTML page came instead of JSON";
    let proposed = shop.propose();
    let begun = shop.begin_struck(proposed, Fault::Html502).await?;
    if let Some(shown) = breakdown::of(&begun) {
        return Ok(Verdict::found(format!("{after}, and {shown}"), &[]));
    }
    // Whether --paid can be asked about an order without a payment depends on the shop.
    if !shop.paid.has("return_url")
        && let Ok(begun) = begun
        && let Ok(paid) = shop.paid(&begun.order).await
        && paid.is_paid()
    {
        let says = format!("{after}, and the shop called the order paid");
        return Ok(Verdict::found(says, &[]));
    }
    next_payment_counts(&shop, after).await
}

async fn next_payment_counts(shop: &Shop, after: &str) -> Result<Verdict, Trouble> {
    let after = format!("{after}, and then another payment was made");
    if has_password(shop.gateway) {
        let order = shop.ask().await?;
        shop.enter(&order, true).await?;
        return shop.must_be_paid_once(&order, &[], &after).await;
    }
    let order = shop.open().await?;
    let (message, _) = shop.pay(&order).await?;
    shop.must_be_paid_once(&order, &[&message], &after).await
}
