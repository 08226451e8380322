//! A payer buys with each of the five gateways, in both languages.

use plutu_test_browser::Result;

use crate::visit::ADFALI;
use crate::visit::LOCAL_BANK_CARDS;
use crate::visit::MPGS;
use crate::visit::SADAD;
use crate::visit::Visit;
use crate::words::BOTH;
use crate::words::ENGLISH;

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_buys_with_a_card() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        for (way, currency) in [(MPGS, "dollars"), (LOCAL_BANK_CARDS, "dinars")] {
            let order = visit.order(currency, words).await?;
            visit.choose(way).await?;
            visit.browser.wait_for("label", words.card[0]).await?;
            let card = ["9218 0000 0000 0009", "12/30", "123"];
            for (label, text) in words.card.into_iter().zip(card) {
                visit.browser.type_into(label, text).await?;
            }
            visit.answer("pay").await?;
            visit.come_back(&order, words).await?;
        }
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_buys_with_each_method_of_tlync() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        for method in ["tadawul", "edfaly", "sadad", "mobicash", "moamalat"] {
            let order = visit.order("dinars", words).await?;
            visit.choose_tlync(words).await?;
            visit
                .browser
                .click(&format!("option[value={method}]"))
                .await?;
            visit.answer("pay").await?;
            // The callback came before the payer returned.
            visit.come_back(&order, words).await?;
        }
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_mistypes_a_one_time_password_and_buys() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        for (way, wrong, right) in [(SADAD, "123456", "111111"), (ADFALI, "1234", "1111")] {
            let order = visit.order("dinars", words).await?;
            visit.ask_for_password(way, words).await?;
            visit.type_password(wrong, words).await?;
            visit.read(words.wrong_password, words).await?;
            visit.type_password(right, words).await?;
            visit.read(words.complete, words).await?;
            assert_eq!(visit.browser.client.current_url().await?.as_str(), order);
            visit.wait_for_parcel(words).await?;
        }
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_cancels_and_buys_after_all() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        for (way, currency) in [(MPGS, "dollars"), (LOCAL_BANK_CARDS, "dinars")] {
            let order = visit.order(currency, words).await?;
            visit.choose(way).await?;
            visit.answer("cancel").await?;
            visit.read(words.canceled, words).await?;
            visit.go_to_order(&order, words).await?;
            visit.choose(way).await?;
            visit.answer("approve").await?;
            visit.read(words.complete, words).await?;
        }
        // T-Lync has no cancellation: its page says that nothing was approved.
        let order = visit.order("dinars", words).await?;
        visit.choose_tlync(words).await?;
        visit.answer("cancel").await?;
        visit.read(words.not_approved, words).await?;
        visit.go_to_order(&order, words).await?;
        visit.ask_for_password(ADFALI, words).await?;
        visit.type_password("1111", words).await?;
        visit.read(words.complete, words).await?;
        visit.wait_for_parcel(words).await?;
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_policy_forbids_is_in_the_console() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    visit.open(&visit.products(&ENGLISH), &ENGLISH).await?;
    let forbidden = "document.body.setAttribute('style', 'color: red')";
    visit.browser.evaluate(forbidden).await?;
    assert_eq!(visit.violations().await?.len(), 1);
    visit.end().await
}
