//! Genuine messages that come again, to another order, or in another way.

use std::sync::Arc;

use axum::http::Method;

use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::probes::has_canceled;
use crate::check::probes::is_carried;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "replayed-to-second-order",
        does: "The callback of a paid order comes to the return address of a second order. The second order must stay \
               unpaid.",
        harm: "A payer pays once and gets many orders.",
        cure: "Settle the order whose invoice number is signed, and only if it is the order of this return address.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(replayed_to_second_order(shop)),
    },
    Probe {
        name: "twice",
        does: "The same callback comes twice. The order must be paid once.",
        harm: "A payer who reloads the page gets two parcels, or is credited twice.",
        cure: "Make the pair of gateway and invoice number unique in the database, and do what follows a payment in the \
               transaction that records it.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(twice(shop)),
    },
    Probe {
        name: "twice-at-once",
        does: "The same callback comes four times at once. The order must be paid once.",
        harm: "Two requests see an unpaid order at the same time, and both ship it.",
        cure: "Let the database decide: with a unique key, or with `UPDATE … WHERE paid = 0` and the number of changed rows.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(twice_at_once(shop)),
    },
    Probe {
        name: "canceled-after-payment",
        does: "A signed cancellation comes after the order was paid. It must stay paid.",
        harm: "The money is there, and the order is marked as failed: the payer gets nothing, or pays again.",
        cure: "An order never leaves the state paid because of a callback.",
        is_slow: false,
        applies: has_canceled,
        run: |shop| Box::pin(after_payment(shop, Outcome::Canceled)),
    },
    Probe {
        name: "declined-after-payment",
        does: "A signed refusal comes after the order was paid. It must stay paid.",
        harm: "The money is there, and the order is marked as failed: the payer gets nothing, or pays again.",
        cure: "An order never leaves the state paid because of a callback.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(after_payment(shop, Outcome::Declined)),
    },
    Probe {
        name: "head",
        does: "A HEAD request comes before the payer's browser. The order must be paid once.",
        harm: "A link scanner or a preview makes the payer's own visit fail, or the order is paid twice.",
        cure: "Verifying a callback must change nothing. Answer HEAD without settling.",
        is_slow: false,
        applies: is_carried,
        run: |shop| Box::pin(head(shop)),
    },
    Probe {
        name: "prefetch",
        does: "A browser loads the return address in advance, and then visits it. The order must be paid once.",
        harm: "The first, invisible visit makes the second one fail, or the order is paid twice.",
        cure: "Verifying a callback must change nothing. Settle each order once.",
        is_slow: false,
        applies: is_carried,
        run: |shop| Box::pin(prefetch(shop)),
    },
];

async fn replayed_to_second_order(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let (order, second) = (shop.open().await?, shop.open().await?);
    shop.pay(&order).await?;
    let callback = order.callback(Outcome::Approved).unwrap_or_default();
    let message = shop.message(&second, &callback);
    let after = "The callback of an order that is paid came to the address of a second one";
    shop.must_stay_unpaid(&second, &[message], after).await
}

async fn twice(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let (message, _) = shop.pay(&order).await?;
    shop.send(&order, &message).await?;
    let after = "The same callback came twice";
    shop.must_be_paid_once(&order, &[&message, &message], after)
        .await
}

async fn twice_at_once(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = shop.genuine(&order, Outcome::Approved)?;
    let send = || shop.send(&order, &message);
    let (first, second, third, fourth) = tokio::join!(send(), send(), send(), send());
    for answer in [first, second, third, fourth] {
        answer?;
    }
    let after = "The same callback came four times at once";
    shop.must_be_paid_once(&order, &[&message, &message], after)
        .await
}

async fn after_payment(shop: Arc<Shop>, outcome: Outcome) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let (paid, before) = shop.pay(&order).await?;
    if !before.is_paid() {
        return Err(Trouble::new(
            "to pay an order before another callback comes",
            "the shop did not call the order paid in time",
            "raise --patience, or see the shop's log",
        ));
    }
    let message = shop.genuine(&order, outcome)?;
    shop.send(&order, &message).await?;
    let is_lost = !shop.settled(&order).await?.is_paid();
    let says = "The order was paid, then a signed callback without an approval came, and the shop no longer calls the order paid";
    Ok(Verdict::found_if(is_lost, says, &[&paid, &message]))
}

async fn head(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    // Scanners of links have none of the payer's cookies.
    let visit = Early {
        method: Method::HEAD,
        headers: &[],
        has_cookies: false,
    };
    visited_before(&shop, visit, "A HEAD request came before the payer").await
}

async fn prefetch(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let visit = Early {
        method: Method::GET,
        headers: &[("sec-purpose", "prefetch"), ("purpose", "prefetch")],
        has_cookies: true,
    };
    visited_before(&shop, visit, "A prefetch came before the payer").await
}

/// A visit of the return address before the payer's own.
struct Early {
    method: Method,
    headers: &'static [(&'static str, &'static str)],
    has_cookies: bool,
}

/// Visits the return address early, and then as the payer's browser does.
async fn visited_before(shop: &Shop, visit: Early, after: &str) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = shop.genuine(&order, Outcome::Approved)?;
    let payer = visit.has_cookies.then_some(&order.payer);
    shop.send_as(&message, visit.method, visit.headers, payer)
        .await?;
    let early = shop.settled(&order).await?;
    if early.is_paid_again() {
        return Ok(Verdict::found(
            format!("{after}, and the order was paid twice"),
            &[&message],
        ));
    }
    shop.send(&order, &message).await?;
    shop.must_be_paid_once(&order, &[&message], after).await
}
