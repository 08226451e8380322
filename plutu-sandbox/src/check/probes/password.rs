//! Payments with a one-time password, where the answer to the shop's own request settles the order.

use std::sync::Arc;
use std::time::Duration;

use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_password;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::fault::Fault;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "wrong-password",
        does: "The payer enters a wrong one-time password, and then the right one. The order must stay unpaid, and \
               then be paid once.",
        harm: "An order is paid by any password, or a payer who mistyped it cannot pay any more.",
        cure: "Only an answer with status 200 and a `result` is a payment. After a refusal, let the payer try again.",
        applies: has_password,
        run: |shop| Box::pin(wrong_password(shop)),
    },
    Probe {
        name: "charge-answer-lost",
        does: "The money is taken, and the connection ends without an answer. The shop must not send the charge again.",
        harm: "The payer pays twice.",
        cure: "Turn off automatic retries, and freeze an order whose charge has no answer until a person has looked \
               the payment up.",
        applies: has_password,
        run: |shop| Box::pin(unanswered(shop, Fault::DropAfter, "was lost")),
    },
    Probe {
        name: "charge-answer-late",
        does: "The money is taken, and the answer takes 60 seconds. The shop must not send the charge again.",
        harm: "The payer pays twice.",
        cure: "Treat a time-out as unknown, not as a refusal, and freeze the order until a person has looked the \
               payment up.",
        applies: has_password,
        run: |shop| Box::pin(unanswered(shop, Fault::Delay(LATE), "did not come in time")),
    },
];

async fn wrong_password(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let asked = shop.ask().await?;
    shop.enter(&asked, false).await?;
    if shop.settled(&asked).await?.is_paid() {
        let says =
            "The payer entered a wrong one-time password, and the shop called the order paid";
        return Ok(Verdict::found(says, &[]));
    }
    shop.enter(&asked, true).await?;
    let after = "The payer entered a wrong one-time password, and then the right one";
    shop.must_be_paid_once(&asked, &[], after).await
}

async fn unanswered(shop: Arc<Shop>, fault: Fault, how: &str) -> Result<Verdict, Trouble> {
    let asked = shop.ask().await?;
    let invoice_no = shop.enter_struck(&asked, fault).await?;
    let times = shop.repetitions(&invoice_no);
    let says =
        format!("The answer to a charge {how}, and the shop sent the charge again, {times} times");
    Ok(Verdict::found_if(times > 0, says, &[]))
}

/// How late the answer comes.
const LATE: Duration = Duration::from_secs(60);
