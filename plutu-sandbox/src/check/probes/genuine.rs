//! The control: a genuine payment. A shop that calls nothing paid would pass all attacks.

use std::sync::Arc;
use std::time::Instant;

use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::payments::Outcome;

pub(super) const NAME: &str = "genuine-payment";

pub(super) const PROBES: &[Probe] = &[Probe {
    name: NAME,
    does: "A payer pays, and the genuine callback comes once. The order must be paid, once.",
    harm: "Payers pay and get nothing.",
    cure: "Verify the callback as Plutu signs it: the signed keys alone, url-encoded, in the order received. \
           `plutu-sandbox verify` says what is wrong with yours.",
    applies: has_callback,
    run: |shop| Box::pin(genuine_payment(shop)),
}];

async fn genuine_payment(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    if shop.paid(&order).await?.is_paid() {
        let says =
            "Nobody had paid, and the shop called the order paid: see whether --paid is right";
        return Ok(Verdict::found(says, &[]));
    }
    let message = shop.genuine(&order, Outcome::Approved)?;
    let answer = shop.send(&message).await?;
    let began = Instant::now();
    if shop.becomes_paid(&order).await?.is_paid() {
        shop.note_lag(began.elapsed());
    }
    let after = format!(
        "The payer paid, the shop answered the genuine callback with {}",
        answer.status
    );
    shop.must_be_paid_once(&order, &[&message], &after).await
}
