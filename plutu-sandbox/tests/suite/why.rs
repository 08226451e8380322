//! The explanations of failures: in the answer, in the list of calls, and on the terminal.

use reqwest::Method;
use serde_json::Value;

use crate::support::Answer;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::order;
use crate::support::with;

impl Shop {
    /// The list of calls as a string, and the last call.
    async fn last_call(&self) -> Result<(String, Value)> {
        let request = self.browser.client.get(self.at("/_sandbox/calls"));
        let text = request.send().await?.text().await?;
        let list: Value = serde_json::from_str(&text)?;
        let call = list.pointer("/calls/0").cloned();
        Ok((text, call.ok_or("no call")?))
    }
}

#[tokio::test]
async fn a_base_url_that_lacks_a_part_is_told() -> Result {
    let shop = Shop::open().await?;
    for (begin, hint) in [
        ("", "; did you mean /api/v1/transaction/mpgs/confirm?"),
        ("/v1", "; did you mean /api/v1/transaction/mpgs/confirm?"),
        ("/api", "; did you mean /api/v1/transaction/mpgs/confirm?"),
    ] {
        let path = format!("{begin}/transaction/mpgs/confirm");
        let request = shop.browser.client.post(shop.at(&path));
        let answer = Answer::read(request.send().await?).await?;
        answer.assert_error(404, "UNKNOWN_PATH");
        let message = answer.text("/error/message").unwrap_or_default();
        assert_eq!(message, format!("UNKNOWN_PATH: unknown path{hint}"));
        let (_, call) = shop.last_call().await?;
        assert_eq!(call["path"], path);
        assert_eq!(call["status"], 404);
        assert_eq!(call["problem"], message);
    }
    for (path, hint) in [
        (
            "/transaction/local_bank_cards/confirm",
            "/transaction/localbankcards/confirm?",
        ),
        ("/transaction/adfali/verify", "/transaction/edfali/verify?"),
    ] {
        let answer = Answer::read(shop.post(path).send().await?).await?;
        answer.assert_error(404, "INVALID_GATEWAY");
        let message = answer.text("/error/message").unwrap_or_default();
        assert!(
            message.ends_with(&format!("; did you mean /api/v1{hint}")),
            "{message}"
        );
    }
    Ok(())
}

/// The calls do not include requests that browsers send by themselves.
#[tokio::test]
async fn a_browsers_own_requests_are_not_kept() -> Result {
    let shop = Shop::open().await?;
    let headers: [(&[(&str, &str)], usize); 6] = [
        (&[("Sec-Fetch-Mode", "no-cors")], 0),
        (&[("Sec-Fetch-Mode", "navigate")], 0),
        (&[("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "font")], 0),
        (&[], 1),
        // The headers of Node's `fetch`, and of a script in a browser.
        (&[("Sec-Fetch-Mode", "cors")], 2),
        (
            &[("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")],
            3,
        ),
    ];
    for (headers, kept) in headers {
        let mut request = shop.browser.client.get(shop.at("/favicon.ico"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = Answer::read(request.send().await?).await?;
        answer.assert_error(404, "UNKNOWN_PATH");
        let calls = shop.control(Method::GET, "/calls", "").await?;
        let calls = calls.json["calls"].as_array().map(Vec::len);
        assert_eq!(calls, Some(kept));
    }
    Ok(())
}

#[tokio::test]
async fn a_host_that_is_refused_is_told_how_it_is_let_in() -> Result {
    let shop = Shop::open().await?;
    let url = shop.at("/api/v1/transaction/mpgs/confirm");
    let request = shop.browser.client.post(url).header("Host", "plutu:8080");
    let answer = Answer::read(request.send().await?).await?;
    answer.assert_error(403, "UNKNOWN_HOST");
    let message = answer.text("/error/message").unwrap_or_default();
    assert!(
        message.contains("the Host `plutu` is not this sandbox's"),
        "{message}"
    );
    assert!(message.contains("`--allow-host plutu`"), "{message}");
    let (_, call) = shop.last_call().await?;
    assert_eq!(call["path"], "/api/v1/transaction/mpgs/confirm");
    assert_eq!(
        (&call["status"], &call["problem"]),
        (&403.into(), &message.into())
    );
    Ok(())
}

#[tokio::test]
async fn t36_what_a_request_contains_cannot_forge_json_on_a_terminal() -> Result {
    let shop = Shop::open().await?;
    let forged = "\u{202e}\u{9b}2J\u{7f}\u{200f}\u{feff} دينار";
    let fields = [order(forged).as_slice(), &[(forged, forged)]].concat();
    shop.confirm("mpgs", &fields)
        .await?
        .assert_bad_field("invoice_no");
    let (text, call) = shop.last_call().await?;
    let is_forging = |char: char| "\u{202e}\u{9b}\u{7f}\u{200f}\u{feff}".contains(char);
    assert!(!text.contains(is_forging), "{text:?}");
    // It is escaped, but not changed.
    assert_eq!(call["invoice_no"], forged);
    assert_eq!(call["fields"][3], serde_json::json!([forged, forged]));
    Ok(())
}

#[tokio::test]
async fn a_number_that_is_refused_shows_its_shape() -> Result {
    let shop = Shop::open().await?;
    for (number, shape) in [
        ("913632323", "9•••••••3, 9 digits"),
        ("+218913632323", "+2••••••••••3, 12 digits"),
        ("0913 632 323", "0••• ••• ••3, 10 digits"),
    ] {
        let fields = [("mobile_number", number), ("amount", "5")];
        shop.post_form("edfali", "verify", &fields).await?;
        let (text, call) = shop.last_call().await?;
        assert_eq!(call["fields"][0][1], shape);
        assert!(!text.contains("3632"), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn each_fault_of_a_value_has_its_words() -> Result {
    let shop = Shop::open().await?;
    for (fields, message) in [
        (
            with(&ORDER, ("amount", " 5")),
            "INVALID_AMOUNT: amount: it has spaces around it",
        ),
        (
            with(&ORDER, ("amount", "٥")),
            "INVALID_AMOUNT: amount: it has digits that are not ASCII",
        ),
        (
            with(&ORDER, ("amount", "")),
            "INVALID_AMOUNT: amount: it is empty",
        ),
        (
            with(&ORDER, ("amount", "5.001")),
            "INVALID_AMOUNT: amount: it has more than two decimals",
        ),
        (
            with(&ORDER, ("customer_ip", "x")),
            "INVALID_INPUTS: customer_ip: it is not an IP address",
        ),
        // The order of the request; missing fields come last.
        (
            vec![("return_url", "x"), ("amount", "x")],
            "INVALID_INPUTS: return_url: ",
        ),
        (vec![("return_url", "x")], "INVALID_INPUTS: return_url: "),
    ] {
        let answer = shop.confirm("mpgs", &fields).await?;
        let told = answer.text("/error/message").unwrap_or_default();
        let is_told = if message.ends_with(' ') {
            told.starts_with(message)
        } else {
            told == message
        };
        assert!(is_told, "{told}");
        assert!(!told.contains("invalid "), "{told}");
    }
    let fields = [
        ("process_id", "1"),
        ("code", ""),
        ("amount", "5"),
        ("invoice_no", "INV-1"),
    ];
    let answer = shop.confirm("sadadapi", &fields).await?;
    answer.assert_error(400, "INVLIAD_OTP");
    assert_eq!(
        answer.text("/error/message"),
        Some("INVLIAD_OTP: code: it is empty")
    );
    Ok(())
}

/// Each body has the maximum length, but only a part of it is kept.
#[tokio::test]
async fn t37_what_is_kept_of_calls_is_bounded_in_bytes() -> Result {
    let shop = Shop::open().await?;
    let long = "é".repeat(600);
    let names: Vec<String> = (0..15).map(|number| format!("x{number}")).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), long.as_str()))
        .collect();
    let text = "x".repeat(60_000);
    let bodies = [
        many,
        vec![("invoice_no", text.as_str())],
        with(&ORDER, ("return_url", &text)),
        vec![(text.as_str(), "")],
    ];
    for fields in &bodies {
        let answer = shop.confirm("mpgs", fields).await?;
        assert_eq!(answer.status, 422, "{}", answer.json);
        let (_, call) = shop.last_call().await?;
        let len = call.to_string().len();
        assert!(len < 16 * 1024, "{len} bytes");
    }
    Ok(())
}

#[tokio::test]
async fn t37_urls_that_are_too_long_are_refused() -> Result {
    let shop = Shop::open().await?;
    for (len, status) in [(8 * 1024, 200), (8 * 1024 + 1, 422)] {
        let url = "https://shop.example/";
        let url = format!("{url}{}", "x".repeat(len - url.len()));
        let answer = shop
            .confirm("mpgs", &with(&ORDER, ("return_url", &url)))
            .await?;
        assert_eq!(answer.status, status, "{len}");
        let more = [
            ("mobile_number", "0913632323"),
            ("callback_url", url.as_str()),
        ];
        let fields = [order("INV-2").as_slice(), &more].concat();
        assert_eq!(
            shop.confirm("tlync", &fields).await?.status,
            status,
            "{len}"
        );
    }
    Ok(())
}
