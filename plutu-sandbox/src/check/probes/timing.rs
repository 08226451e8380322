//! Callbacks that come early, late or never.

use std::sync::Arc;
use std::time::Duration;

use crate::callback::Callback;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::probes::is_posted;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::fault::Fault;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "early-callback",
        does: "The callback comes while the shop still waits for the reply to its own request. The order must be paid, \
               and must stay paid when the reply comes.",
        harm: "The shop does not know the order yet and drops the callback, or the later reply overwrites the payment.",
        cure: "Record the attempt before you send the request, and let its reply change no paid order.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(early_callback(shop)),
    },
    Probe {
        name: "late-callback",
        does: "The payer comes back before the callback. The order must be paid when the callback comes.",
        harm: "The shop calls the order failed when the payer comes back, and ignores the money that comes later.",
        cure: "The payer's return decides nothing: the order waits for the callback.",
        is_slow: false,
        applies: is_posted,
        run: |shop| Box::pin(late_callback(shop)),
    },
    Probe {
        name: "no-callback",
        does: "The payer comes back without any parameters, and no callback comes. The order must stay unpaid.",
        harm: "Anyone who knows the return address gets orders for nothing.",
        cure: "Only a verified callback settles an order, never a visit.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(no_callback(shop)),
    },
];

async fn early_callback(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let (order, _, started) = shop.open_and_strike(Fault::Delay(DELAY)).await?;
    let message = shop.genuine(&order, Outcome::Approved)?;
    // A shop that serves one request at a time answers this after the payer's own request.
    shop.send(&order, &message).await?;
    // What the payer is shown does not matter: the order says what the shop made of it.
    let _ = started.await;
    // A payer whom the shop recognizes by a cookie gets it only now, and reloads the page.
    if order.payer.has_cookies() {
        shop.send(&order, &message).await?;
    }
    let after = "The callback came before the reply to the shop's own request";
    shop.must_be_paid_once(&order, &[&message], after).await
}

async fn late_callback(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let page = shop.gateway.return_page();
    let page = page.map(|page| Callback::of(page, &order.payment, Outcome::Approved));
    if let Some(page) = page {
        let returned =
            page.carried_to(&order.payment.order.return_url, shop.account().secret_key());
        shop.send(&order, &returned).await?;
    }
    tokio::time::sleep(DELAY).await;
    let message = shop.genuine(&order, Outcome::Approved)?;
    shop.send(&order, &message).await?;
    let after = "The callback came after the payer had come back";
    shop.must_be_paid_once(&order, &[&message], after).await
}

async fn no_callback(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let callback = Callback::default();
    let mut message =
        callback.carried_to(&order.payment.order.return_url, shop.account().secret_key());
    message.url = order.payment.order.return_url.clone();
    let after = "The payer came back without a callback";
    shop.must_stay_unpaid(&order, &[message], after).await
}

/// How late a reply or a callback comes.
const DELAY: Duration = Duration::from_secs(1);
