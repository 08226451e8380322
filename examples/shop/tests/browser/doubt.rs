//! Payments in doubt, which a person at the desk decides.

use plutu_sandbox::Fault;
use plutu_test_browser::Result;

use crate::visit::ADFALI;
use crate::visit::MPGS;
use crate::visit::SADAD;
use crate::visit::Visit;
use crate::words::BOTH;

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_order_waits_for_the_desk() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        let order = visit.order("dollars", words).await?;
        visit.choose(MPGS).await?;
        visit.answer("decline").await?;
        visit.read(words.being_checked, words).await?;
        visit.go_to_order(&order, words).await?;
        visit.browser.wait_without(".way").await?;
        visit.decide("not_paid", words).await?;
        visit.open(&order, words).await?;
        visit.choose(MPGS).await?;
        visit.answer("approve").await?;
        visit.come_back(&order, words).await?;
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_in_doubt_waits_for_the_desk() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        for (way, password) in [(SADAD, "111111"), (ADFALI, "1111")] {
            let order = visit.order("dinars", words).await?;
            visit.ask_for_password(way, words).await?;
            visit.sandbox()?.fault(Fault::DropAfter);
            visit.type_password(password, words).await?;
            visit.read(words.in_doubt, words).await?;
            visit.browser.wait_for("dd", words.frozen).await?;
            visit.browser.wait_without(".way").await?;
            // Going back and entering the password again takes no money.
            let before = visit.sandbox()?.payments().len();
            visit.open(&format!("{order}/password"), words).await?;
            visit.read(words.in_doubt, words).await?;
            assert_eq!(visit.sandbox()?.payments().len(), before);
            visit.decide("paid", words).await?;
            visit.open(&order, words).await?;
            visit.wait_for_parcel(words).await?;
        }
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_was_paid_twice_is_refunded_at_the_desk() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        let order = visit.pay_twice(words).await?;
        visit.open(&visit.desk(words), words).await?;
        visit.read(words.paid_twice, words).await?;
        visit.decide("refunded", words).await?;
        visit.open(&order, words).await?;
        visit.wait_for_parcel(words).await?;
        visit
            .browser
            .wait_for(".history li", words.refunded)
            .await?;
    }
    visit.end().await
}
