//! Answers of the API that are lost, late, or not the API's.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::start::Struck;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::fault::Fault;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "answer-lost",
        does: "The connection ends without an answer to the shop's request, which was done. A payment that comes after \
               that must count, and the same request must not be sent again.",
        harm: "The shop calls an attempt failed that was not, and ignores its money. A client that sends again by \
               itself charges twice where the request moves money.",
        cure: "Treat a request without an answer as unknown, leave its attempt open for a callback, and turn off \
               automatic retries.",
        applies: has_callback,
        run: |shop| Box::pin(answer_lost(shop)),
    },
    Probe {
        name: "answer-late",
        does: "The answer to the shop's request takes 60 seconds. A payment that comes after the shop's time-out must \
               count, and the same request must not be sent again.",
        harm: "The shop calls an attempt failed that was not, and ignores its money.",
        cure: "Treat a time-out as unknown, not as a refusal, and leave its attempt open for a callback.",
        applies: has_callback,
        run: |shop| Box::pin(answer_late(shop)),
    },
    Probe {
        name: "html-instead-of-json",
        does: "A proxy answers the shop's request with an HTML page and 502. The shop must not break, and must take \
               the next payment.",
        harm: "The payer sees a trace with paths and settings instead of a sentence.",
        cure: "Check the status and that the answer is JSON before it is read, and tell the payer to try again.",
        applies: has_callback,
        run: |shop| Box::pin(html_instead_of_json(shop)),
    },
];

async fn answer_lost(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let struck = shop.open_struck(Fault::DropAfter).await?;
    payment_counts(&shop, struck, "The answer to the shop's request was lost").await
}

async fn answer_late(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let struck = shop.open_struck(Fault::Delay(LATE)).await?;
    payment_counts(
        &shop,
        struck,
        "The answer to the shop's request did not come in time",
    )
    .await
}

/// Waits until the shop has given up, for a while, and then pays.
async fn payment_counts(shop: &Shop, struck: Struck, after: &str) -> Result<Verdict, Trouble> {
    let _ = timeout(PATIENCE, struck.started).await;
    let order = struck.order;
    let message = shop.genuine(&order, Outcome::Approved)?;
    shop.send(&message).await?;
    let times = shop.repetitions(&order.payment.order.invoice_no);
    if times > 0 {
        let says = format!("{after}, and the shop sent the same request again, {times} times");
        return Ok(Verdict::found(says, &[]));
    }
    let after = format!("{after}, the payment was made nevertheless");
    shop.must_be_paid_once(&order, &[&message], &after).await
}

async fn html_instead_of_json(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let after = "A proxy's HTML page came instead of JSON";
    // A shop that does not answer is found by what it does next.
    if let Ok(begun) = shop.begin_struck(Fault::Html502).await
        && begun.status == Some(500)
    {
        return Ok(Verdict::found(
            format!("{after}, and the shop answered the payer with 500"),
            &[],
        ));
    }
    let order = shop.open().await?;
    let (message, _) = shop.pay(&order).await?;
    let after = format!("{after}, and then a payment was made");
    shop.must_be_paid_once(&order, &[&message], &after).await
}

/// How late the answer comes.
const LATE: Duration = Duration::from_secs(60);

/// How long the shop may wait for an answer before it is called back nevertheless.
const PATIENCE: Duration = Duration::from_secs(20);
