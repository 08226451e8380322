//! The API: credentials, fields and answers.

use std::collections::HashSet;

use plutu_core::Request;
use plutu_core::gateways::mpgs;
use reqwest::Client;
use serde_json::json;

use crate::support::Answer;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::encode;
use crate::support::header;
use crate::support::order;

const CONFIRM: &str = "/transaction/mpgs/confirm";

#[tokio::test]
async fn an_order_is_answered_with_a_page() -> Result {
    let shop = Shop::open().await?;
    for (gateway, invoice_no) in [("mpgs", "INV-1"), ("localbankcards", "INV-2")] {
        let answer = shop.confirm(gateway, &order(invoice_no)).await?;
        let url = answer
            .text("/result/redirect_url")
            .ok_or("no redirect_url")?;
        let expected = json!({
            "status": 200,
            "result": { "code": "CHECKOUT_REDIRECT", "redirect_url": url },
        });
        assert_eq!((answer.status, &answer.json), (200, &expected));
        let origin = shop
            .sandbox
            .base_url()
            .strip_suffix("/api/v1")
            .ok_or("no /api/v1")?;
        assert!(url.starts_with(&format!("{origin}/checkout/")), "{url}");
        assert!(
            url.split_once("?token=")
                .is_some_and(|(_, token)| token.len() == 32),
            "{url}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn core_sends_the_request_and_reads_the_answer() -> Result {
    let shop = Shop::open().await?;
    let request = mpgs::Confirm::builder()
        .amount("12.50".parse()?)
        .invoice_no("INV-1".parse()?)
        .return_url("https://shop.example/paid".parse()?)
        .customer_ip("2001:db8::1".parse()?)
        .lang(plutu_core::Language::En)
        .build();
    let wire = request.wire();
    let response = shop
        .post(&wire.path)
        .header("Content-Type", FORM)
        .body(wire.form)
        .send()
        .await?;
    let redirect = request.reply(response.status().as_u16(), &response.bytes().await?)?;
    assert_eq!(shop.browser.get(redirect.url()).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn missing_or_wrong_credentials_are_refused() -> Result {
    let shop = Shop::open().await?;
    let own = shop.sandbox.credentials();
    let (token, key) = (own.access_token().expose(), own.api_key().expose());
    let bearer = format!("Bearer {token}");
    let cases: [&[(&str, &str)]; 10] = [
        &[],
        &[("Authorization", &bearer)],
        &[("X-API-KEY", key)],
        &[("Authorization", &bearer), ("X-API-KEY", token)],
        &[
            ("Authorization", &format!("Bearer {key}")),
            ("X-API-KEY", key),
        ],
        &[("Authorization", token), ("X-API-KEY", key)],
        &[
            ("Authorization", &format!("Digest {token}")),
            ("X-API-KEY", key),
        ],
        &[
            ("Authorization", &format!("Basic {token}")),
            ("X-API-KEY", key),
        ],
        &[("Authorization", &format!("{bearer}0")), ("X-API-KEY", key)],
        &[
            ("Authorization", &bearer),
            ("X-API-KEY", key),
            ("X-API-KEY", key),
        ],
    ];
    for headers in cases {
        let mut request = shop
            .post_bare(CONFIRM)
            .header("Content-Type", FORM)
            .body(encode(&ORDER));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.send().await?)
            .await?
            .assert_error(401, "Unauthorized");
    }
    // None of these requests used up the number.
    assert_eq!(shop.confirm("mpgs", &ORDER).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn the_case_of_the_scheme_does_not_matter() -> Result {
    let shop = Shop::open().await?;
    let credentials = shop.sandbox.credentials();
    let request = shop
        .post_bare(CONFIRM)
        .header(
            "Authorization",
            format!("bearer {}", credentials.access_token().expose()),
        )
        .header("X-API-KEY", credentials.api_key().expose())
        .header("Content-Type", FORM)
        .body(encode(&ORDER));
    assert_eq!(request.send().await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn one_sandbox_does_not_know_the_credentials_of_another() -> Result {
    let (shop, other) = (Shop::open().await?, Shop::open().await?);
    let request = shop.post_as(CONFIRM, &other.sandbox.credentials());
    let request = request.header("Content-Type", FORM).body(encode(&ORDER));
    Answer::read(request.send().await?)
        .await?
        .assert_error(401, "Unauthorized");

    let secrets = [&shop, &other].map(|shop| {
        let credentials = shop.sandbox.credentials();
        [
            credentials.api_key().expose().to_owned(),
            credentials.access_token().expose().to_owned(),
            shop.sandbox.secret_key().expose().to_owned(),
        ]
    });
    let distinct: HashSet<&String> = secrets.as_flattened().iter().collect();
    assert_eq!(distinct.len(), 6);
    Ok(())
}

#[tokio::test]
async fn the_secret_key_looks_like_a_genuine_one() -> Result {
    let shop = Shop::open().await?;
    let secret_key = shop.sandbox.secret_key();
    let digits = secret_key.expose().strip_prefix("sk_").ok_or("no sk_")?;
    assert_eq!(digits.len(), 40);
    assert!(
        digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    );
    Ok(())
}

#[tokio::test]
async fn debug_shows_only_the_address() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    let expected = format!("Sandbox {{ base_url: {:?}, .. }}", shop.sandbox.base_url());
    assert_eq!(format!("{:?}", shop.sandbox), expected);
    Ok(())
}

#[tokio::test]
async fn all_invalid_fields_are_reported_at_once() -> Result {
    let shop = Shop::open().await?;
    let bad = [
        ("amount", "12.505"),
        ("invoice_no", "<b>INV</b>"),
        ("return_url", "javascript:alert(1)"),
        ("customer_ip", "1.2.3"),
        ("lang", "fr"),
    ];
    let answer = shop.confirm("mpgs", &bad).await?;
    answer.assert_error(422, "INVALID_INPUTS");
    let fields = answer
        .json
        .pointer("/error/fields")
        .and_then(|fields| fields.as_object());
    let fields = fields.ok_or("no fields")?;
    assert_eq!(fields.len(), 5, "{}", answer.json);
    for (name, _) in bad {
        let reasons = fields.get(name).and_then(|reasons| reasons.as_array());
        assert!(
            reasons.is_some_and(|reasons| reasons.len() == 1),
            "{}",
            answer.json
        );
    }
    assert!(
        !answer.json.to_string().contains("<b>"),
        "what was refused is not repeated"
    );
    Ok(())
}

#[tokio::test]
async fn an_invalid_optional_field_is_an_error() -> Result {
    let shop = Shop::open().await?;
    for bad in [("lang", "AR"), ("customer_ip", "localhost")] {
        let answer = shop
            .confirm("mpgs", &[ORDER.as_slice(), &[bad]].concat())
            .await?;
        answer.assert_error(422, "INVALID_INPUTS");
        let names = answer
            .json
            .pointer("/error/fields")
            .and_then(|fields| fields.as_object());
        assert_eq!(
            names.ok_or("no fields")?.keys().collect::<Vec<_>>(),
            [bad.0]
        );
    }
    assert_eq!(
        shop.confirm("mpgs", &ORDER).await?.status,
        200,
        "the number is still free"
    );
    Ok(())
}

#[tokio::test]
async fn required_fields_are_required() -> Result {
    let shop = Shop::open().await?;
    for fields in [
        &[] as &[_],
        &[("amount", ""), ("invoice_no", ""), ("return_url", "")],
    ] {
        let answer = shop.confirm("localbankcards", fields).await?;
        answer.assert_error(422, "INVALID_INPUTS");
        let fields = answer
            .json
            .pointer("/error/fields")
            .and_then(|fields| fields.as_object());
        let names: Vec<&String> = fields.ok_or("no fields")?.keys().collect();
        assert_eq!(names, ["amount", "invoice_no", "return_url"]);
    }
    Ok(())
}

#[tokio::test]
async fn a_repeated_field_is_invalid() -> Result {
    let shop = Shop::open().await?;
    for twice in [("amount", "12.5"), ("amount", "99.0"), ("lang", "en")] {
        let fields = [ORDER.as_slice(), &[("lang", "en"), twice]].concat();
        let answer = shop.confirm("mpgs", &fields).await?;
        answer.assert_bad_field(twice.0);
    }
    Ok(())
}

#[tokio::test]
async fn amounts_are_exact() -> Result {
    let shop = Shop::open().await?;
    for amount in [
        "0", "0.00", "-1", "1e3", "12,50", "NaN", "INF", "0.001", " 5", "１２",
    ] {
        let fields = [
            ("amount", amount),
            ("invoice_no", "INV-1"),
            ("return_url", "http://a.ly"),
        ];
        let answer = shop.confirm("mpgs", &fields).await?;
        answer.assert_bad_field("amount");
    }
    Ok(())
}

#[tokio::test]
async fn unknown_and_empty_optional_fields_are_tolerated() -> Result {
    let shop = Shop::open().await?;
    let extra = [
        ("color", "green"),
        ("customer_ip", ""),
        ("lang", ""),
        ("color", "red"),
    ];
    let answer = shop
        .confirm("mpgs", &[ORDER.as_slice(), &extra].concat())
        .await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    Ok(())
}

#[tokio::test]
async fn an_invoice_number_is_taken_once_in_the_whole_account() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    for gateway in ["mpgs", "localbankcards"] {
        let answer = shop.confirm(gateway, &ORDER).await?;
        answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    }
    let other = Shop::open().await?;
    assert_eq!(
        other.confirm("mpgs", &ORDER).await?.status,
        200,
        "another account's is its own"
    );
    Ok(())
}

#[tokio::test]
async fn only_one_of_many_simultaneous_requests_gets_the_number() -> Result {
    let shop = Shop::open().await?;
    let requests = (0..20).map(|_| {
        let request = shop
            .post(CONFIRM)
            .header("Content-Type", FORM)
            .body(encode(&ORDER));
        tokio::spawn(request.send())
    });
    let mut statuses = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        statuses.push(request.await??.status().as_u16());
    }
    statuses.sort_unstable();
    let expected: Vec<u16> = [200].into_iter().chain([400; 19]).collect();
    assert_eq!(statuses, expected);
    Ok(())
}

#[tokio::test]
async fn unknown_gateways_and_actions_are_refused() -> Result {
    let shop = Shop::open().await?;
    for path in [
        "/transaction/paypal/confirm",
        "/transaction/mpgs/refund",
        "/transaction/mpgs/verify",
        "/transaction/localbankcards/verify",
        "/transaction/tlync/verify",
        "/transaction/sadad/verify",
        "/transaction/adfali/confirm",
        "/transaction/sadadapi/status",
        "/transaction/mpgs",
        "/transaction/mpgs/confirm/",
        "/transaction/%FF/confirm",
        "/",
    ] {
        let answer = Answer::read(shop.post(path).send().await?).await?;
        answer.assert_error(404, "INVALID_GATEWAY");
        let answer = Answer::read(shop.post_bare(path).send().await?).await?;
        answer.assert_error(401, "Unauthorized");
    }
    Ok(())
}

#[tokio::test]
async fn endpoints_accept_only_posts() -> Result {
    let shop = Shop::open().await?;
    let credentials = shop.sandbox.credentials();
    let response = Client::builder()
        .no_proxy()
        .build()?
        .get(format!("{}{CONFIRM}", shop.sandbox.base_url()))
        .bearer_auth(credentials.access_token().expose())
        .header("X-API-KEY", credentials.api_key().expose())
        .send()
        .await?;
    assert_eq!(header(&response, "allow"), Some("POST"));
    Answer::read(response)
        .await?
        .assert_error(405, "METHOD_NOT_ALLOWED");
    Ok(())
}

#[tokio::test]
async fn a_body_has_a_limit() -> Result {
    let shop = Shop::open().await?;
    let longest = 64 * 1024;
    for (len, status) in [(longest, 200), (longest + 1, 413)] {
        let padding = len - encode(&ORDER).len() - "&x=".len();
        let body = format!("{}&x={}", encode(&ORDER), "0".repeat(padding));
        let request = shop.post(CONFIRM).header("Content-Type", FORM).body(body);
        let answer = Answer::read(request.send().await?).await?;
        assert_eq!(answer.status, status, "{len} bytes");
    }
    Ok(())
}
