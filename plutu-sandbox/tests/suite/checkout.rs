//! The checkout page, beyond approving and canceling.

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
use crate::support::SADAD_OTP;
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
async fn a_test_card_decides_the_outcome() -> Result {
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
    let html = shop.follow(&response).await?.text().await?;
    assert!(html.contains("The shop has received nothing"), "{html}");
    assert_eq!(shop.status("INV-3")?, PaymentStatus::Open);
    Ok(())
}

#[tokio::test]
async fn a_bad_card_field_is_reported_at_its_place_and_not_repeated() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    for (field, value, said) in [
        (
            "card_number",
            "5123 4500 0000 0008",
            "Never enter a real card",
        ),
        ("card_number", "", "Enter one of the test numbers"),
        ("card_expiry", "31/12", "Enter the month and the year"),
        ("card_expiry", "12/01", "This card has expired."),
        ("card_cvc", "12x", "Enter three digits."),
    ] {
        let form = with(&CARD, (field, value));
        let response = shop.browser.submit(&page, &encode(&form)).await?;
        let html = shop.follow(&response).await?.text().await?;
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1, "{html}");
        assert_eq!(html.matches("role=\"alert\"").count(), 1);
        let described = format!("aria-describedby=\"{field}_error\"");
        assert!(html.contains(&described), "{html}");
        assert!(html.contains(&format!("id=\"{field}_error\"")), "{html}");
        assert!(html.contains(said), "{said} in {html}");
        let url = location(&response)?;
        for text in [&html, url] {
            assert!(!text.contains("5123") && !text.contains("12x"), "{text}");
        }
    }
    let response = shop.browser.press(&page, "pay").await?;
    let html = shop.follow(&response).await?.text().await?;
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 3, "{html}");
    assert_eq!(shop.status("INV-1")?, PaymentStatus::Open);
    Ok(())
}

#[tokio::test]
async fn the_card_form_keeps_what_is_valid() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    let kept = [
        ("card_number", "9218 0000 0000 0009"),
        ("card_expiry", "12/30"),
        ("card_cvc", "123"),
    ];
    for (changed, value) in [
        ("card_number", "4111 1111 1111 1111"),
        ("card_expiry", "1"),
        ("card_cvc", ""),
    ] {
        let form = with(&CARD, (changed, value));
        let response = shop.browser.submit(&page, &encode(&form)).await?;
        let html = shop.follow(&response).await?.text().await?;
        for (field, value) in kept {
            // The code of a real card is not shown again either.
            let is_kept = field != changed && (field, changed) != ("card_cvc", "card_number");
            let (_, input) = html
                .split_once(&format!("<input id=\"{field}\""))
                .ok_or("no input")?;
            let (input, _) = input.split_once('>').ok_or("no end")?;
            let has_value = input.contains(&format!("value=\"{value}\""));
            assert_eq!(has_value, is_kept, "{input}");
            let is_bad = html.contains(&format!("aria-describedby=\"{field}_error\""));
            assert_eq!(is_bad, field == changed, "{html}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_forged_url_cannot_fill_in_the_form() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    for draft in [
        "x.y.z",
        "4111111111111111.1230.123",
        "\"><b>..",
        "0009.1230.999999",
    ] {
        let url = format!("{page}&{}", encode(&[("draft", draft), ("shown", "<b>")]));
        let html = shop.browser.get(&url).await?.text().await?;
        for text in ["4111", "<b>", "999999", "value=\"x\""] {
            assert!(!html.contains(text), "{text} in {html}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_test_cards_can_be_chosen() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("localbankcards", &english("INV-1")).await?;
    let html = shop.browser.get(&page).await?.text().await?;
    assert!(html.contains("list=\"test_cards\""), "{html}");
    let (_, list) = html
        .split_once("<datalist id=\"test_cards\">")
        .ok_or("no list")?;
    for option in [
        "<option value=\"9218 0000 0000 0009\" label=\"approved\">",
        "<option value=\"9218 0000 0000 0017\" label=\"declined\">",
        "<option value=\"9218 0000 0000 0025\" label=\"the payer never returns\">",
    ] {
        assert!(list.contains(option), "{list}");
    }
    Ok(())
}

#[tokio::test]
async fn canceling_after_the_payment_says_that_it_was_refused() -> Result {
    let shop = Shop::open().await?;
    for (invoice, first, later, said) in [
        ("INV-1", "approve", "cancel", "Canceling was refused"),
        ("INV-2", "approve", "decline", "The new outcome was refused"),
        ("INV-3", "cancel", "approve", "The new outcome was refused"),
        ("INV-4", "decline", "tamper", "The new outcome was refused"),
    ] {
        let page = shop.checkout("mpgs", &english(invoice)).await?;
        shop.browser.press(&page, first).await?;
        let status = shop.status(invoice)?;
        let response = shop.browser.press(&page, later).await?;
        let html = shop.follow(&response).await?.text().await?;
        assert!(
            html.contains("role=\"alert\"") && html.contains(said),
            "{html}"
        );
        assert_eq!(shop.status(invoice)?, status);
        let html = shop.browser.get(&page).await?.text().await?;
        assert!(!html.contains("role=\"alert\""), "shown once: {html}");
    }
    // For an open payment nothing was refused, whatever the URL says.
    let page = shop.checkout("mpgs", &english("INV-5")).await?;
    let html = shop.browser.get(&format!("{page}&refused=cancel")).await?;
    assert!(!html.text().await?.contains("Canceling was refused"));
    Ok(())
}

#[tokio::test]
async fn amounts_are_written_in_the_style_of_each_language() -> Result {
    let shop = Shop::open().await?;
    for (gateway, invoice, lang, money) in [
        ("localbankcards", "INV-1", "ar", "12.50 د.ل"),
        ("localbankcards", "INV-2", "en", "12.50 LYD"),
        ("mpgs", "INV-3", "ar", "12.50 دولار أمريكي"),
        ("mpgs", "INV-4", "en", "12.50 USD"),
    ] {
        let fields = [order(invoice).as_slice(), &[("lang", lang)]].concat();
        let page = shop.checkout(gateway, &fields).await?;
        let html = shop.browser.get(&page).await?.text().await?;
        assert!(html.contains(&format!(">{money}</bdi>")), "{html}");
    }
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
async fn closing_the_page_sends_no_callback() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &english("INV-1")).await?;
    let response = shop.browser.press(&page, "close").await?;
    let html = shop.follow(&response).await?.text().await?;
    assert!(html.contains("The shop has received nothing"), "{html}");
    assert!(!html.contains("shop.example"), "{html}");
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?);
    let payment = payment.ok_or("no payment")?;
    assert_eq!(payment.status(), PaymentStatus::Open);
    assert!(payment.callbacks().is_empty());
    // The payer may return.
    assert_eq!(shop.browser.press(&page, "approve").await?.status(), 303);
    Ok(())
}

#[tokio::test]
async fn a_callback_can_be_sent_twice() -> Result {
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
    // The sandbox visits only URLs on this machine.
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
    let refused = shop.browser.press(&page, "tamper").await?;
    assert!(location(&refused)?.ends_with("&refused=approve"));
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
    for text in ["Sadad", SADAD_OTP, "40.00 LYD", "091•••••23"] {
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
