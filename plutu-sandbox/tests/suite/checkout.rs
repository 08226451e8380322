//! What the checkout page lets happen, beyond approving and cancelling.

use std::net::Ipv4Addr;

use plutu_core::CallbackError;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_sandbox::Delivery;
use plutu_sandbox::PaymentStatus;
use plutu_sandbox::Sandbox;
use tokio::net::TcpListener;

use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::encode;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::order;
use crate::support::query;
use crate::support::with;

const CARD: [(&str, &str); 4] = [
    ("answer", "pay"),
    ("card_number", "9218 0000 0000 0009"),
    ("card_expiry", "12/30"),
    ("card_cvc", "123"),
];

impl Shop {
    fn status(&self, invoice: &str) -> Result<PaymentStatus> {
        let payment = self.sandbox.payment(&invoice_no(invoice)?);
        Ok(payment.ok_or("no payment")?.status())
    }
}

fn english(invoice: &str) -> Vec<(&str, &str)> {
    [order(invoice).as_slice(), &[("lang", "en")]].concat()
}

#[tokio::test]
async fn a_test_card_decides_what_becomes_of_the_payment() -> Result {
    let shop = Shop::open().await?;
    for (invoice, number, flag, status) in [
        (
            "INV-1",
            "9218 0000 0000 0009",
            "&approved=1&",
            PaymentStatus::Approved,
        ),
        (
            "INV-2",
            "9218000000000017",
            "gateway=mpgs&amount=",
            PaymentStatus::Declined,
        ),
    ] {
        let page = shop.checkout("mpgs", &english(invoice)).await?;
        let form = with(&CARD, ("card_number", number));
        let response = shop.browser.submit(&page, &encode(&form)).await?;
        assert_eq!(response.status(), 303);
        let url = location(&response)?;
        assert!(url.contains(flag), "{url}");
        assert!(mpgs::Callback::verify(query(url)?, &shop.verifier()).is_ok());
        assert_eq!(shop.status(invoice)?, status);
    }
    let page = shop.checkout("localbankcards", &english("INV-3")).await?;
    let form = with(&CARD, ("card_number", "9218 0000 0000 0025"));
    let response = shop.browser.submit(&page, &encode(&form)).await?;
    assert_eq!(response.status(), 200, "the payer never returns");
    assert_eq!(shop.status("INV-3")?, PaymentStatus::Open);
    Ok(())
}

#[tokio::test]
async fn bad_card_fields_are_told_each_at_its_place_and_not_repeated() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    for (field, value) in [
        ("card_number", "5123 4500 0000 0008"),
        ("card_number", ""),
        ("card_expiry", "31/12"),
        ("card_cvc", "12x"),
    ] {
        let form = with(&CARD, (field, value));
        let response = shop.browser.submit(&page, &encode(&form)).await?;
        assert_eq!(response.status(), 400);
        let html = response.text().await?;
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1, "{html}");
        assert_eq!(html.matches("role=\"alert\"").count(), 1);
        let described = format!("aria-describedby=\"{field}_error\"");
        assert!(html.contains(&described), "{html}");
        assert!(html.contains(&format!("id=\"{field}_error\"")), "{html}");
        assert!(!html.contains("5123") && !html.contains("12x"), "{html}");
    }
    let response = shop.browser.press(&page, "pay").await?;
    let html = response.text().await?;
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 3, "{html}");
    assert_eq!(shop.status("INV-1")?, PaymentStatus::Open);
    Ok(())
}

#[tokio::test]
async fn every_field_has_its_label() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    let html = shop.browser.get(&page).await?.text().await?;
    for field in ["card_number", "card_expiry", "card_cvc"] {
        assert!(html.contains(&format!("<label for=\"{field}\">")), "{html}");
        assert!(html.contains(&format!("<input id=\"{field}\"")), "{html}");
    }
    assert_eq!(html.matches("<input").count(), 3);
    assert_eq!(html.matches("autocomplete=\"off\"").count(), 3);
    Ok(())
}

#[tokio::test]
async fn the_merchant_is_shown() -> Result {
    let shop = Shop::build(Sandbox::builder().merchant("<b>Sūq & Sons</b>")).await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    let html = shop.browser.get(&page).await?.text().await?;
    assert!(html.contains("&lt;b&gt;Sūq &amp; Sons&lt;/b&gt;"), "{html}");
    Ok(())
}

#[tokio::test]
async fn a_payer_who_closes_the_page_tells_nobody() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    let response = shop.browser.press(&page, "close").await?;
    assert_eq!(response.status(), 200);
    let html = response.text().await?;
    assert!(html.contains("The shop has heard nothing"), "{html}");
    assert!(!html.contains("shop.example"), "{html}");
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?);
    let payment = payment.ok_or("no payment")?;
    assert_eq!(payment.status(), PaymentStatus::Open);
    assert!(payment.callbacks().is_empty());
    // He may come back.
    assert_eq!(shop.browser.press(&page, "approve").await?.status(), 303);
    Ok(())
}

#[tokio::test]
async fn an_answer_can_come_twice() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let response = shop.browser.press(&page, "twice").await?;
    assert_eq!(response.status(), 303);
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?);
    let payment = payment.ok_or("no payment")?;
    let [first, second] = payment.callbacks() else {
        return Err("not two".into());
    };
    assert_eq!(first.url(), second.url());
    assert_eq!(second.url(), location(&response)?);
    // The sandbox's own visit goes nowhere but to this machine.
    assert_eq!(first.delivery(), Some(Delivery::NotSent));
    assert_eq!(second.delivery(), None);
    Ok(())
}

#[tokio::test]
async fn a_tampered_answer_is_refused_and_the_payment_stays_open() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let response = shop.browser.press(&page, "tamper").await?;
    assert_eq!(response.status(), 303);
    let url = location(&response)?;
    assert!(url.contains("&approved=1&"), "{url}");
    let refused = mpgs::Callback::verify(query(url)?, &shop.verifier());
    assert_eq!(refused.err(), Some(CallbackError::SignatureMismatch));
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));
    assert_eq!(shop.status("INV-1")?, PaymentStatus::Open);

    let genuine = shop.sandbox.cancel(&invoice_no("INV-1")?).await?;
    assert!(mpgs::Callback::verify(query(&genuine)?, &shop.verifier()).is_ok());
    assert_eq!(shop.browser.press(&page, "tamper").await?.status(), 409);
    Ok(())
}

#[tokio::test]
async fn tlyncs_tampered_callback_is_posted() -> Result {
    let shop = Shop::open().await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let callback_url = format!("http://{}/", listener.local_addr()?);
    drop(listener);
    let fields = [
        ORDER.as_slice(),
        &[
            ("mobile_number", "0913632323"),
            ("callback_url", &callback_url),
        ],
    ]
    .concat();
    let page = shop.checkout("tlync", &fields).await?;
    let form = [("answer", "tamper"), ("payment_method", "sadad")];
    let response = shop.browser.submit(&page, &encode(&form)).await?;
    let refused = tlync::Return::verify(query(location(&response)?)?, &shop.verifier());
    assert_eq!(refused.err(), Some(CallbackError::SignatureMismatch));
    let callback = shop.sandbox.payment(&invoice_no("INV-1")?);
    let callback = callback.ok_or("no payment")?.callbacks()[0].clone();
    assert_eq!(callback.delivery(), Some(Delivery::Failed));
    let body = callback.body().ok_or("no body")?;
    let refused = tlync::Callback::verify_json(body.as_bytes(), &shop.verifier());
    assert_eq!(refused.err(), Some(CallbackError::SignatureMismatch));
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));
    Ok(())
}

#[tokio::test]
async fn the_phone_shows_the_one_time_passwords() -> Result {
    let shop = Shop::open().await?;
    let phone = shop.at("/checkout/phone?lang=en");
    let html = shop.browser.get(&phone).await?.text().await?;
    assert!(html.contains("No messages yet."), "{html}");
    let fields = [
        ("mobile_number", "0913632323"),
        ("birth_year", "1990"),
        ("amount", "40"),
    ];
    shop.post_form("sadadapi", "verify", &fields).await?;
    let html = shop.browser.get(&phone).await?.text().await?;
    for text in ["Sadad", Sandbox::SADAD_OTP, "40.00 LYD", "091•••••23"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    assert!(
        !html.contains("3632323") && !html.contains("expired"),
        "{html}"
    );
    shop.sandbox.advance(Sandbox::OTP_LIFETIME);
    let html = shop.browser.get(&phone).await?.text().await?;
    assert!(html.contains("expired"), "{html}");
    let arabic = shop.browser.get(&shop.at("/checkout/phone")).await?;
    let html = arabic.text().await?;
    assert!(html.contains("lang=\"ar\" dir=\"rtl\"") && html.contains("سداد"));
    Ok(())
}
