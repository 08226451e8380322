//! The control: a genuine payment. A shop that calls nothing paid would pass all attacks.

use std::sync::Arc;
use std::time::Instant;

use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::can_be_checked;
use crate::check::probes::has_password;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::payments::Outcome;

pub(super) const NAME: &str = "genuine-payment";

pub(super) const PROBES: &[Probe] = &[Probe {
    name: NAME,
    does: "A payer pays, by a genuine callback or with the right one-time password. The order must be paid, once.",
    harm: "Payers pay and get nothing.",
    cure: "Verify the callback as Plutu signs it: the signed keys alone, url-encoded, in the order received. \
           `plutu-sandbox verify` says what is wrong with yours.",
    applies: can_be_checked,
    run: |shop| Box::pin(genuine_payment(shop)),
}];

async fn genuine_payment(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    if has_password(shop.gateway) {
        return genuine_charge(&shop).await;
    }
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

async fn genuine_charge(shop: &Shop) -> Result<Verdict, Trouble> {
    let asked = shop.ask().await?;
    if shop.paid(&asked).await?.is_paid() {
        return Ok(Verdict::found(TOO_EARLY, &[]));
    }
    shop.enter(&asked, true).await?;
    let began = Instant::now();
    if shop.becomes_paid(&asked).await?.is_paid() {
        shop.note_lag(began.elapsed());
    }
    let after = "The payer entered the right one-time password";
    shop.must_be_paid_once(&asked, &[], after).await
}

const TOO_EARLY: &str =
    "Nobody had paid, and the shop called the order paid: see whether --paid is right";
