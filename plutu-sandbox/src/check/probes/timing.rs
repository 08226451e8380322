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
        does: "The callback comes while the shop still waits for the answer to its own request. The order must be \
               paid, and stay so when the answer comes.",
        harm: "The shop does not know the order yet and drops the callback, or its late answer overwrites the payment.",
        cure: "Record the attempt before the request is sent, and let its answer change no order that is paid.",
        applies: has_callback,
        run: |shop| Box::pin(early_callback(shop)),
    },
    Probe {
        name: "late-callback",
        does: "The payer is back before the callback comes. The order must be paid when it comes.",
        harm: "The shop calls the order failed as soon as the payer is back, and refuses the money that comes later.",
        cure: "The return decides nothing: the order waits for the callback.",
        applies: is_posted,
        run: |shop| Box::pin(late_callback(shop)),
    },
    Probe {
        name: "no-callback",
        does: "The payer comes back without any signed parameter, and no callback comes. The order must stay unpaid.",
        harm: "Who knows the return address gets orders for nothing.",
        cure: "Only a verified callback settles an order, never a visit.",
        applies: has_callback,
        run: |shop| Box::pin(no_callback(shop)),
    },
];

async fn early_callback(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let struck = shop.open_struck(Fault::Delay(DELAY)).await?;
    let message = shop.genuine(&struck.order, Outcome::Approved)?;
    // A shop that serves one request at a time answers this after the other one.
    shop.send(&message).await?;
    // What the shop makes of the late answer, the order says.
    let _ = struck.started.await;
    let after = "The callback came before the answer to the shop's own request";
    shop.must_be_paid_once(&struck.order, &[&message], after)
        .await
}

async fn late_callback(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let page = shop.gateway.return_page();
    let page = page.map(|page| Callback::of(page, &order.payment, Outcome::Approved));
    if let Some(page) = page {
        let returned = page.carried_to(&order.payment.order.return_url, shop.account.secret_key());
        shop.send(&returned).await?;
    }
    tokio::time::sleep(DELAY).await;
    let message = shop.genuine(&order, Outcome::Approved)?;
    shop.send(&message).await?;
    let after = "The callback came after the payer was back";
    shop.must_be_paid_once(&order, &[&message], after).await
}

async fn no_callback(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let callback = Callback::default();
    let mut message =
        callback.carried_to(&order.payment.order.return_url, shop.account.secret_key());
    message.url = order.payment.order.return_url.clone();
    let after = "The payer came back without a callback";
    shop.must_stay_unpaid(&order, &[message], after).await
}

/// How late an answer or a callback comes.
const DELAY: Duration = Duration::from_secs(1);
