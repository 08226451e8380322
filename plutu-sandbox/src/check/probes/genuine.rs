//! The control: a genuine payment. A shop that never calls an order paid would pass every attack.

use std::sync::Arc;
use std::time::Instant;

use crate::check::address_or_command::AddressOrCommand;
use crate::check::paid::Paid;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::can_be_checked;
use crate::check::probes::has_password;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::payments::Outcome;

pub(super) const NAME: &str = "genuine-payment";

pub(super) const PROBES: &[Probe] = &[Probe {
    name: NAME,
    does: "A payer pays: a genuine callback comes, or the payer enters the right one-time password. The order must be \
           paid, and once.",
    harm: "Payers pay and get nothing.",
    cure: "Verify the callback as Plutu signs it: only the signed keys, url-encoded, in the order received. \
           `plutu-sandbox verify` says why a callback does not verify.",
    is_slow: false,
    applies: can_be_checked,
    run: |shop| Box::pin(genuine_payment(shop)),
}];

async fn genuine_payment(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    if has_password(shop.gateway) {
        return genuine_charge(&shop).await;
    }
    let order = shop.open().await?;
    if shop.paid(&order).await?.is_paid() {
        return Ok(Verdict::found(TOO_EARLY, &[]));
    }
    let message = shop.genuine(&order, Outcome::Approved)?;
    let answer = shop.send(&order, &message).await?;
    let began = Instant::now();
    if shop.becomes_paid(&order).await?.is_paid() {
        shop.note_lag(began.elapsed());
    }
    let after = format!(
        "The payer paid, and the shop answered the genuine callback with {}",
        answer.status
    );
    let verdict = shop.must_be_paid_once(&order, &[&message], &after).await?;
    let is_accepted = (200..300).contains(&answer.status);
    if is_accepted && verdict != Verdict::Passed && shop.paid(&order).await? == Paid::No {
        return Ok(verdict.cured_by(cure_of_paid(&shop, &order)));
    }
    Ok(verdict)
}

/// The shop took the callback, so --paid may ask about another number than the shop knows.
fn cure_of_paid(shop: &Shop, order: &Order) -> String {
    let answered = match shop.paid {
        AddressOrCommand::Address(_) => "answered 404",
        AddressOrCommand::Command(_) => "exited with 1",
    };
    let number = if shop.paid.has("order_no") {
        order.proposed_no.as_str()
    } else {
        order.payment.order.invoice_no.as_str()
    };
    format!(
        "`--paid` {answered} for {number}: does it know this number? If the shop's own page shows the order as paid, \
         correct --paid. Otherwise see whether the shop accepts the callback: `plutu-sandbox verify` says why a \
         callback does not verify."
    )
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
    let verdict = shop.must_be_paid_once(&asked, &[], after).await?;
    if verdict == Verdict::Passed && shop.is_failed(&asked).await? == Some(true) {
        return Ok(Verdict::found(PAID_AND_FAILED, &[]));
    }
    Ok(verdict)
}

const TOO_EARLY: &str =
    "Nobody had paid, and the shop called the order paid: see whether --paid is right";
const PAID_AND_FAILED: &str =
    "The shop called one order both paid and failed: see whether --failed is right";
