//! Answers to every request. The input is a line with the HTTP status, followed by the body.

#![no_main]

use std::error::Error;
use std::fmt::Write;

use libfuzzer_sys::fuzz_target;
use plutu_core::Certainty;
use plutu_core::ErrorCode;
use plutu_core::Redirect;
use plutu_core::ReplyError;
use plutu_core::Request;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;
use serde_json::Value;

fuzz_target!(|answer: &[u8]| {
    let mut parts = answer.splitn(2, |&byte| byte == b'\n');
    let status = parts.next().and_then(|line| str::from_utf8(line).ok());
    let status = status.and_then(|line| line.parse().ok()).unwrap_or(200);
    let body = parts.next().unwrap_or_default();
    hold(status, body);
    if let Ok(mut value) = serde_json::from_slice(body) {
        mark(&mut value);
        hold(status, value.to_string().as_bytes());
    }
});

/// A string that stands for personal or secret data. The crate itself never writes it.
const CANARY: &str = "canary";

/// Adds the canary to the beginning of every string except a code, which is shown on purpose.
fn mark(value: &mut Value) {
    match value {
        Value::String(text) => text.insert_str(0, CANARY),
        Value::Array(values) => values.iter_mut().for_each(mark),
        Value::Object(members) => {
            for (key, value) in members {
                if key != "code" {
                    mark(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Reads an answer as the answer to each request.
fn hold(status: u16, body: &[u8]) {
    let invoice_no = || "INV-1001".parse().expect("an invoice number");
    let process_id = || "1234567890123".parse().expect("a process id");
    let url = "https://shop.example/paid";

    let verify = sadad::Verify::builder()
        .mobile_number("0913632323".parse().expect("a number"))
        .birth_year("1990".parse().expect("a year"))
        .amount("12.50".parse().expect("an amount"))
        .build();
    hold_one(&verify, status, body, |challenge| {
        assert_eq!(challenge.amount(), verify.amount);
    });
    let challenge = sadad::Challenge::new(process_id(), verify.amount);
    let confirm = sadad::Confirm::answering(&challenge, verify.amount)
        .expect("the same amount")
        .code("111111".parse().expect("a code"))
        .invoice_no(invoice_no())
        .build();
    hold_one(&confirm, status, body, |receipt| {
        has_evidence(body);
        let _ = receipt.settle(&confirm.invoice_no, confirm.amount);
    });

    let verify = adfali::Verify::builder()
        .mobile_number("0923632323".parse().expect("a number"))
        .amount("12.50".parse().expect("an amount"))
        .build();
    hold_one(&verify, status, body, |challenge| {
        assert_eq!(challenge.amount(), verify.amount);
    });
    let challenge = adfali::Challenge::new(process_id(), verify.amount);
    let confirm = adfali::Confirm::answering(&challenge, verify.amount)
        .expect("the same amount")
        .code("1111".parse().expect("a code"))
        .invoice_no(invoice_no())
        .build();
    hold_one(&confirm, status, body, |receipt| {
        has_evidence(body);
        let _ = receipt.settle(&confirm.invoice_no, confirm.amount);
    });

    let confirm = local_bank_cards::Confirm::builder()
        .amount("12.50".parse().expect("an amount"))
        .invoice_no(invoice_no())
        .return_url(url.parse().expect("a URL"))
        .build();
    hold_one(&confirm, status, body, leads_to_a_page);
    let confirm = mpgs::Confirm::builder()
        .amount("12.50".parse().expect("an amount"))
        .invoice_no(invoice_no())
        .return_url(url.parse().expect("a URL"))
        .build();
    hold_one(&confirm, status, body, leads_to_a_page);
    let confirm = tlync::Confirm::builder()
        .amount("12.50".parse().expect("an amount"))
        .invoice_no(invoice_no())
        .mobile_number("0913632323".parse().expect("a number"))
        .return_url(url.parse().expect("a URL"))
        .callback_url("https://shop.example/callback".parse().expect("a URL"))
        .build();
    hold_one(&confirm, status, body, leads_to_a_page);
}

/// T30: checks that a receipt's answer contains the transaction id or the amount, and nothing that
/// says that the payment failed.
fn has_evidence(body: &[u8]) {
    let answer: Value = serde_json::from_slice(body).expect("an answer that was understood");
    let result = &answer["result"];
    assert!(!result["transaction_id"].is_null() || !result["amount"].is_null());
    for foreign in ["process_id", "redirect_url", "code"] {
        assert!(result[foreign].is_null(), "{foreign}");
    }
    let truth = |value: &Value| match value {
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_u64() == Some(1),
        Value::String(text) => matches!(text.as_str(), "1" | "true"),
        _ => false,
    };
    for said in [&answer, result] {
        for no in [
            "canceled",
            "cancelled",
            "declined",
            "failed",
            "error",
            "errors",
        ] {
            assert!(!truth(&said[no]), "{no}");
        }
        for (key, value) in said.as_object().expect("an object") {
            let key = key.to_ascii_lowercase();
            if key.contains("approved") || key.contains("success") {
                let is_whole =
                    ["approved", "success", "is_approved", "is_success"].contains(&&*key);
                assert!(value.is_null() || (is_whole && truth(value)), "{key}");
            }
        }
    }
}

/// T26: checks that the URL is https, or http on this machine, and that browsers read it in only
/// one way.
fn leads_to_a_page(page: &Redirect) {
    assert_eq!(format!("{page:?}"), "Redirect([redacted])");
    let url = page.url();
    let (scheme, rest) = url.split_once("://").expect("a scheme");
    let authority = rest.split(['/', '?']).next().expect("the first of them");
    assert!(!authority.is_empty() && !authority.contains('@'), "{url:?}");
    assert!(
        url.len() <= 2_048
            && url
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\'),
        "{url:?}"
    );
    let is_here = ["127.", "localhost", "[::"].iter().any(|host| {
        let start = authority.get(..host.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(host))
    });
    let is_https = scheme.eq_ignore_ascii_case("https");
    assert!(
        is_https || (scheme.eq_ignore_ascii_case("http") && is_here),
        "{url:?}"
    );
}

fn hold_one<R: Request>(request: &R, status: u16, body: &[u8], success: impl FnOnce(&R::Reply)) {
    match request.reply(status, body) {
        Ok(reply) => {
            assert!((200..=299).contains(&status), "{status}");
            success(&reply);
        }
        Err(error) => {
            assert_eq!(error.status(), status);
            is_no_more_certain_than_may_be(&error, R::MOVES_MONEY);
            shows_nothing_of_the_answer(&error);
        }
    }
}

fn is_no_more_certain_than_may_be(error: &ReplyError, moves_money: bool) {
    let code = error.api_error().map(|error| error.code());
    match error.certainty() {
        Certainty::NotSent => panic!("there was an answer: {error:?}"),
        Certainty::Refused => {
            assert!(matches!(error.status(), 200..=299 | 400..=499), "{error:?}");
            let code = code.expect("it was an error of Plutu's");
            assert!(!moves_money || code.precedes_charge(), "{error:?}");
        }
        Certainty::Unknown => assert!(
            moves_money || code.is_none() || error.status() >= 500,
            "{error:?}"
        ),
    }
}

fn shows_nothing_of_the_answer(error: &ReplyError) {
    if let Some(ErrorCode::Other(code)) = error.api_error().map(|error| error.code()) {
        let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        assert!(
            code.len() <= 64 && code.bytes().all(is_harmless),
            "{code:?}"
        );
        if code.contains(CANARY) {
            return;
        }
    }
    let mut shown = format!("{error:?} {error:#?} {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(shown, " {cause:?} {cause}").expect("a string takes all");
        source = cause.source();
    }
    assert!(!shown.contains(CANARY), "{shown}");
}
