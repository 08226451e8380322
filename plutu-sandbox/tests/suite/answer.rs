//! The payer's answer: on the page or without a browser, always with the same signed URL.

use plutu_core::CallbackError;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_sandbox::SandboxError;

use crate::support::ORDER;
use crate::support::RETURN_URL;
use crate::support::Result;
use crate::support::Shop;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::order;
use crate::support::query;

#[tokio::test]
async fn mpgs_approved_on_the_page_is_paid() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let response = shop.browser.press(&page, "approve").await?;
    assert_eq!(response.status(), 303);
    let url = location(&response)?;
    let expected = format!(
        "{RETURN_URL}&gateway=mpgs&approved=1&amount=12.50&currency=USD&invoice_no=INV-1\
         &transaction_id=100001&hashed="
    );
    assert!(url.starts_with(&expected), "{url}");

    let callback = mpgs::Callback::verify(query(url)?, &shop.verifier())?;
    let Settlement::Paid(paid) = callback.settle(&invoice_no("INV-1")?, "12.50".parse()?)? else {
        return Err("not paid".into());
    };
    assert_eq!(
        paid.transaction_id().map(TransactionId::as_str),
        Some("100001")
    );
    Ok(())
}

#[tokio::test]
async fn local_bank_cards_approved_on_the_page_is_paid() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("localbankcards", &ORDER).await?;
    let response = shop.browser.press(&page, "approve").await?;
    assert_eq!(response.status(), 303);
    let url = location(&response)?;
    let expected = format!(
        "{RETURN_URL}&gateway=localbankcards&approved=1&invoice_no=INV-1&amount=12.50\
         &transaction_id=100001&hashed="
    );
    assert!(url.starts_with(&expected), "{url}");

    let callback = local_bank_cards::Callback::verify(query(url)?, &shop.verifier())?;
    let settlement = callback.settle(&invoice_no("INV-1")?, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Paid(_)));
    Ok(())
}

#[tokio::test]
async fn canceled_on_the_page_is_canceled() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &order("INV-1")).await?;
    let response = shop.browser.press(&page, "cancel").await?;
    assert_eq!(response.status(), 303);
    let url = location(&response)?;
    assert!(
        url.starts_with(&format!("{RETURN_URL}&gateway=mpgs&canceled=1&amount=")),
        "{url}"
    );
    let callback = mpgs::Callback::verify(query(url)?, &shop.verifier())?;
    let settlement = callback.settle(&invoice_no("INV-1")?, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Canceled));

    shop.checkout("localbankcards", &order("INV-2")).await?;
    let url = shop.sandbox.cancel(&invoice_no("INV-2")?).await?;
    let callback = local_bank_cards::Callback::verify(query(&url)?, &shop.verifier())?;
    let settlement = callback.settle(&invoice_no("INV-2")?, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Canceled));
    Ok(())
}

#[tokio::test]
async fn the_payer_can_be_played_without_a_browser() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let callback = mpgs::Callback::verify(query(&url)?, &shop.verifier())?;
    assert!(matches!(
        callback.settle(&invoice_no("INV-1")?, "12.50".parse()?)?,
        Settlement::Paid(_)
    ));
    let reloaded = shop.browser.press(&page, "approve").await?;
    assert_eq!(location(&reloaded)?, url, "the page has the same URL");
    Ok(())
}

#[tokio::test]
async fn the_same_answer_again_gives_the_same_address() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &order("INV-1")).await?;
    let first = shop.browser.press(&page, "approve").await?;
    let again = shop.browser.press(&page, "approve").await?;
    assert_eq!(again.status(), 303);
    assert_eq!(location(&again)?, location(&first)?);
    assert_eq!(
        shop.sandbox.approve(&invoice_no("INV-1")?).await?,
        location(&first)?
    );

    shop.checkout("mpgs", &order("INV-2")).await?;
    let first = shop.sandbox.cancel(&invoice_no("INV-2")?).await?;
    assert_eq!(shop.sandbox.cancel(&invoice_no("INV-2")?).await?, first);
    Ok(())
}

#[tokio::test]
async fn another_answer_is_refused() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &order("INV-1")).await?;
    shop.checkout("mpgs", &order("INV-2")).await?;
    let (first, second) = (invoice_no("INV-1")?, invoice_no("INV-2")?);

    let approved = shop.sandbox.approve(&first).await?;
    let error = SandboxError::AlreadyApproved {
        invoice_no: first.clone(),
    };
    assert_eq!(shop.sandbox.cancel(&first).await, Err(error));
    assert_eq!(
        shop.sandbox.approve(&first).await?,
        approved,
        "the first answer stands"
    );

    shop.sandbox.cancel(&second).await?;
    let error = SandboxError::AlreadyCanceled {
        invoice_no: second.clone(),
    };
    assert_eq!(
        error.to_string(),
        "the payment of invoice INV-2 was already canceled"
    );
    assert_eq!(shop.sandbox.approve(&second).await, Err(error));
    Ok(())
}

#[tokio::test]
async fn an_unknown_invoice_cannot_be_answered() -> Result {
    let (shop, other) = (Shop::open().await?, Shop::open().await?);
    other.checkout("mpgs", &ORDER).await?;
    let invoice_no = invoice_no("INV-1")?;
    let error = SandboxError::UnknownInvoice {
        invoice_no: invoice_no.clone(),
    };
    assert_eq!(shop.sandbox.approve(&invoice_no).await, Err(error.clone()));
    assert_eq!(shop.sandbox.cancel(&invoice_no).await, Err(error));
    Ok(())
}

#[tokio::test]
async fn transaction_ids_increase() -> Result {
    let shop = Shop::open().await?;
    for (invoice, id) in [
        ("INV-1", "100001"),
        ("INV-2", "100002"),
        ("INV-3", "100003"),
    ] {
        shop.checkout("localbankcards", &order(invoice)).await?;
        let url = shop.sandbox.approve(&invoice_no(invoice)?).await?;
        assert!(url.contains(&format!("&transaction_id={id}&")), "{url}");
    }
    Ok(())
}

/// T19: a sandbox's callback does not verify with another sandbox's secret.
#[tokio::test]
async fn a_callback_does_not_verify_under_another_sandboxs_key() -> Result {
    let (shop, other) = (Shop::open().await?, Shop::open().await?);
    shop.checkout("mpgs", &ORDER).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    assert!(mpgs::Callback::verify(query(&url)?, &shop.verifier()).is_ok());
    let refused = mpgs::Callback::verify(query(&url)?, &other.verifier());
    assert_eq!(refused.err(), Some(CallbackError::SignatureMismatch));
    Ok(())
}
