//! Known and plausible answers, and how they are read.

use std::time::Duration;

use super::AnswerError;
use super::Certainty;
use super::ErrorCode;
use super::Redirect;
use super::ReplyError;
use super::UnexpectedReplyError;
use crate::Mismatch;
use crate::Request;
use crate::TransactionId;
use crate::gateways::adfali;
use crate::gateways::mpgs;
use crate::gateways::sadad;

fn request() -> mpgs::Confirm {
    let builder = mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("1".parse().unwrap());
    builder
        .return_url("https://shop.example/".parse().unwrap())
        .build()
}

fn reply(status: u16, body: &str) -> Result<Redirect, ReplyError> {
    request().reply(status, body.as_bytes())
}

fn confirm() -> sadad::Confirm {
    let challenge = sadad::Challenge::new("1".parse().unwrap(), "12.50".parse().unwrap());
    sadad::Confirm::answering(&challenge, challenge.amount())
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no("INV-1".parse().unwrap())
        .build()
}

fn receipt(result: &str) -> Result<sadad::Receipt, ReplyError> {
    let body = format!(r#"{{"status":200,"result":{result},"message":"m"}}"#);
    confirm().reply(200, body.as_bytes())
}

const SUCCESS: &str = r#"{"status":200,"result":{"code":"CHECKOUT_REDIRECT","redirect_url":"https://pay.example/?t=1"}}"#;

#[test]
fn a_success() {
    for body in [
        SUCCESS.to_owned(),
        SUCCESS.replace("200", "\"200\""),
        SUCCESS.replace("https", "HTTPS"),
    ] {
        assert!(
            reply(200, &body)
                .unwrap()
                .url()
                .ends_with("://pay.example/?t=1"),
            "{body}"
        );
    }
    assert!(reply(201, SUCCESS).is_ok());
}

#[test]
fn answers_that_are_not_understood_are_unknown() {
    use AnswerError::*;
    for (status, body, problem) in [
        (200, "", NotJson),
        (200, "<html>", NotJson),
        (200, &SUCCESS[..40], NotJson),
        (200, "null", NotJson),
        (200, "[]", NotJson),
        (200, "200", NotJson),
        (
            200,
            r#"[200,{"redirect_url":"https://pay.example/"}]"#,
            NotJson,
        ),
        (200, "{}", Envelope),
        (200, r#"{"status":200}"#, Envelope),
        (200, r#"{"status":200,"result":null}"#, Envelope),
        (200, r#"{"status":200,"result":[]}"#, Envelope),
        (200, r#"{"status":200,"result":"x"}"#, Envelope),
        (200, r#"{"status":422}"#, Envelope),
        (200, r#"{"status":422,"message":"no"}"#, Envelope),
        (
            200,
            r#"{"status":422,"result":{"redirect_url":"https://pay.example/"}}"#,
            Envelope,
        ),
        (
            200,
            r#"{"result":{"redirect_url":"https://pay.example/"}}"#,
            Envelope,
        ),
        (200, r#"{"status":200,"status":422,"result":{}}"#, NotJson),
        (
            200,
            r#"{"status":200,"error":"x","result":{"redirect_url":"https://pay.example/"}}"#,
            Envelope,
        ),
        (
            200,
            r#"{"status":200,"error":{"code":"X"},"result":{}}"#,
            Contradictory,
        ),
        (422, r#"{"message":"x","result":{}}"#, Contradictory),
        (200, r#"{"error":{}}"#, Envelope),
        (400, r#"{"message":"x"}"#, Envelope),
        (404, "<html>", NotJson),
        (422, r#"{"errors":{"amount":["x"]}}"#, Envelope),
        (401, r#"{"message":1}"#, Envelope),
        (502, "<html>", NotJson),
        (500, r#"{"message":"Server Error"}"#, Envelope),
        (301, SUCCESS, Status),
        (302, "", Status),
        (308, r#"{"error":{"code":"X"}}"#, Status),
        (100, SUCCESS, Status),
        (0, SUCCESS, Status),
        (999, SUCCESS, Status),
    ] {
        let error = reply(status, body).unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown, "{status} {body}");
        assert_eq!(error.status(), status);
        let ReplyError::Unexpected(unexpected) = error else {
            panic!("{status} {body}: {error:?}")
        };
        assert_eq!(unexpected.certainty(), Certainty::Unknown);
        assert_eq!(unexpected.problem(), &problem, "{status} {body}");
        assert_eq!(unexpected.body(), body.as_bytes());
    }
}

#[test]
fn t26_a_hostile_redirect_url_is_refused() {
    for url in [
        r#""javascript:alert(1)""#,
        r#""//evil.example""#,
        r#""https://a@evil.example/""#,
        r#""https:\\evil.example""#,
        r#""https://evil.example\\@pay.example/""#,
        r#""https:///x""#,
        r#""https://""#,
        r#""http://pay.example/""#,
        r#""http://127.0.0.1.evil.example/""#,
        r#""http://localhost.evil.example/""#,
        r#""https://pay.example/\t""#,
        r#""https://pay.example/\n""#,
        r#""https://pay.example/\u0000""#,
        r#"" https://pay.example/""#,
        r#""""#,
        "1",
        "null",
        "true",
        r#"["https://pay.example/"]"#,
        r#"{"x":1}"#,
        r#""data:text/html,x""#,
        r#""https://pay.example:99999/""#,
    ] {
        let error = reply(
            200,
            &format!(r#"{{"status":200,"result":{{"redirect_url":{url}}}}}"#),
        )
        .unwrap_err();
        let ReplyError::Unexpected(unexpected) = &error else {
            panic!("{url}: {error:?}")
        };
        let AnswerError::Field(field) = unexpected.problem() else {
            panic!("{url}: {error:?}")
        };
        assert_eq!(field.field(), "redirect_url", "{url}");
        assert!(!format!("{error:?} {error}").contains("evil"), "{error:?}");
    }
    let long = |length: usize| format!("https://pay.example/{}", "x".repeat(length - 20));
    let answer = |url: String| {
        reply(
            200,
            &format!(r#"{{"status":200,"result":{{"redirect_url":"{url}"}}}}"#),
        )
    };
    assert!(answer(long(2_048)).is_ok());
    assert!(answer(long(2_049)).is_err());
    for url in [
        "http://127.0.0.1:1/x?t=1",
        "http://localhost/",
        "http://[::1]:8080/",
        "https://pay.example/?t=1#x",
    ] {
        assert_eq!(answer(url.to_owned()).unwrap().url(), url);
    }
}

#[test]
fn errors_in_every_envelope() {
    let error = reply(
        422,
        r#"{"error":{"status":422,"code":"invalid_inputs","message":"m","fields":{"amount":["x"]}}}"#,
    );
    let error = error.unwrap_err();
    let api = error.api_error().unwrap();
    assert_eq!(
        (api.status(), api.code(), api.message()),
        (422, &ErrorCode::InvalidInputs, "m")
    );
    assert_eq!(api.fields(), Some(r#"{"amount":["x"]}"#));
    assert_eq!(error.certainty(), Certainty::Refused);

    for (status, body, code, certainty) in [
        (
            200,
            r#"{"error":{"status":400,"code":"INVALID_AMOUNT"}}"#,
            ErrorCode::InvalidAmount,
            Certainty::Refused,
        ),
        (
            401,
            r#"{"error":{"status":401,"code":"Unauthorized","message":"m"}}"#,
            ErrorCode::Unauthorized,
            Certainty::Refused,
        ),
        (
            400,
            r#"{"error":{"code":"X_NEW","fields":[1]}}"#,
            ErrorCode::Other("X_NEW".to_owned()),
            Certainty::Refused,
        ),
        (
            400,
            r#"{"error":{"code":"<b>"}}"#,
            ErrorCode::Other(String::new()),
            Certainty::Refused,
        ),
        (
            400,
            r#"{"error":{"message":"only"}}"#,
            ErrorCode::Unspecified,
            Certainty::Refused,
        ),
        (
            400,
            r#"{"error":{"code":7}}"#,
            ErrorCode::Other("7".to_owned()),
            Certainty::Refused,
        ),
        (
            429,
            r#"{"error":{"code":"TOO_MAY_REQUESTS"}}"#,
            ErrorCode::TooManyRequests,
            Certainty::Refused,
        ),
        (
            422,
            r#"{"message":"m","errors":{"amount":["x"]}}"#,
            ErrorCode::Unspecified,
            Certainty::Refused,
        ),
        (
            401,
            r#"{"message":"Unauthenticated."}"#,
            ErrorCode::Unspecified,
            Certainty::Refused,
        ),
        (
            500,
            r#"{"error":{"status":422,"code":"INVALID_INPUTS"}}"#,
            ErrorCode::InvalidInputs,
            Certainty::Unknown,
        ),
        (
            503,
            r#"{"error":{"code":"MAINTENANCE_MODE"}}"#,
            ErrorCode::MaintenanceMode,
            Certainty::Unknown,
        ),
    ] {
        let error = reply(status, body).unwrap_err();
        assert_eq!(error.certainty(), certainty, "{status} {body}");
        let error = error.api_error().unwrap();
        assert_eq!(error.code(), &code, "{status} {body}");
        assert_eq!(error.certainty(), certainty, "{status} {body}");
    }
    let laravel = reply(422, r#"{"message":"m","errors":{"amount":["x"]}}"#).unwrap_err();
    assert_eq!(
        laravel.api_error().unwrap().fields(),
        Some(r#"{"amount":["x"]}"#)
    );
}

#[test]
fn a_charge_is_refused_only_by_a_code_of_the_closed_list() {
    let certainty = |status: u16, body: &str| {
        confirm()
            .reply(status, body.as_bytes())
            .unwrap_err()
            .certainty()
    };
    let coded = |code: &str| {
        certainty(
            400,
            &format!(r#"{{"error":{{"status":400,"code":"{code}"}}}}"#),
        )
    };
    for code in [
        "UNAUTHORIZED",
        "Unauthorized",
        "FORBIDDEN_IP_ADDRESS",
        "DENIED_ACCESS_GATEWAY",
        "INVALID_GATEWAY",
        "INVALID_INPUTS",
        "MISSING_PARAMETER",
        "SECRET_KEY_DOES_NOT_EXIST",
        "INVALID_MERCHANT_SECRET_KEY",
        "UNAUTHORIZED_MERCHANT_ACCOUNT",
        "TOO_MAY_REQUESTS",
        "TOO_MANY_REQUESTS",
        "TEST_MODE_NOT_SUPPORTED",
        "SANDBOX_TRANSACTION_LIMIT_EXCEEDED",
        "INVALID_AMOUNT",
        "INVALID_AMOUNT_FORMAT",
        "NOT_ALLOWED_AMOUNT",
        "AMOUNT_NOT_ALLOWED",
        "AMOUNT_EXCEEDED_MAXIMUM",
        "CURRENCY_NOT_SUPPORTED",
        "INVALID_MOBILE_NUMBER",
        "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR",
        "EMPTY_MOBILE_NUMBER",
        "EMPTY_BIRTH_YEAR",
        "INSUFFICIENT_BALANCE",
        "INVLIAD_OTP",
        "INVALID_OTP",
        "OTP_EXPIRED",
        "OTP_WAIT_BEFORE_RESNED",
        "OTP_WAIT_BEFORE_RESEND",
    ] {
        assert_eq!(coded(code), Certainty::Refused, "{code}");
    }
    for code in [
        "BACKEND_ERROR",
        "BACKEND_SERVER_ERROR",
        "ADD_PAYMENT_ERROR",
        "AUTH_ERROR",
        "CONFIRMATION_ERROR",
        "DUPLICATED_INVOICE_NUMBER",
        "MAINTENANCE_MODE",
        "MISSING_QR_PARAMETER",
        "INVALID_MERCHANT_CATEGORY",
        "INVALID_INVOICE_AMOUNT_OR_NUMBER",
        "REFERENCE_NUMBER_DOES_NOT_EXIST",
        "NOT_SUBSCRIBED",
        "CHECK_BANK_ACCOUNT",
        "PHONE_NUMBER_IS_LOCKED",
        "SOMETHING_NEW",
        "",
    ] {
        assert_eq!(coded(code), Certainty::Unknown, "{code}");
    }
    for (status, body) in [
        (400, r#"{"error":{"status":500,"code":"INVALID_OTP"}}"#),
        (400, r#"{"error":{"status":"503","code":"INVALID_OTP"}}"#),
        (400, r#"{"error":{"status":{},"code":"INVALID_OTP"}}"#),
        (500, r#"{"error":{"status":400,"code":"INVALID_OTP"}}"#),
        (422, r#"{"message":"m"}"#),
    ] {
        assert_eq!(
            certainty(status, body),
            Certainty::Unknown,
            "{status} {body}"
        );
    }
}

/// A 429 from a proxy proves nothing about the money, but its waiting time is useful.
#[test]
fn the_waiting_time_is_kept_for_every_failed_answer() {
    let wait = Some(Duration::from_secs(30));
    let refusal = r#"{"error":{"status":429,"code":"TOO_MAY_REQUESTS","message":"m"}}"#;
    for body in ["", "<h1>429</h1>", r#"{"message":"m"}"#, refusal] {
        let error = confirm().reply(429, body.as_bytes()).unwrap_err();
        assert_eq!(error.retry_after(), None);
        let error = error.with_retry_after(wait);
        assert_eq!(error.retry_after(), wait, "{body}");
        let expected = match error.api_error() {
            Some(_) => Certainty::Refused,
            None => Certainty::Unknown,
        };
        assert_eq!(error.certainty(), expected, "{body}");
    }
}

/// The official plugins treat this code as a wrong password. It is not known that no money moved.
#[test]
fn after_a_confirmation_error_the_money_may_have_moved() {
    let body = r#"{"error":{"status":400,"code":"CONFIRMATION_ERROR","message":"m"}}"#;
    let error = confirm().reply(400, body.as_bytes()).unwrap_err();
    assert_eq!(error.certainty(), Certainty::Unknown);
}

#[test]
fn ids_and_amounts_are_read_in_either_json_type() {
    for result in [
        r#"{"transaction_id":100900,"amount":12.5}"#,
        r#"{"transaction_id":"100900","amount":"12.50"}"#,
        r#"{"transaction_id":"100900","amount":12.500,"commission":0}"#,
        r#"{"transaction_id":100900,"amount":null}"#,
    ] {
        let receipt = receipt(result).unwrap();
        assert_eq!(receipt.transaction_id().unwrap().as_str(), "100900");
        let order = ("INV-1".parse().unwrap(), "12.50".parse().unwrap());
        assert!(receipt.settle(&order.0, order.1).is_ok(), "{result}");
    }
}

#[test]
fn the_kept_body_is_bounded_and_not_shown() {
    let error = reply(502, &"canary".repeat(10_000)).unwrap_err();
    let ReplyError::Unexpected(unexpected) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(unexpected.body().len(), UnexpectedReplyError::KEPT_BODY);
    let refused = reply(
        400,
        r#"{"error":{"code":"canary 091","message":"canary","fields":{"canary":1}}}"#,
    )
    .unwrap_err();
    let shown = format!(
        "{error} {error:?} {:#?} {refused} {refused:?}",
        unexpected.problem()
    );
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn hostile_json_is_an_error() {
    for body in [
        "[".repeat(100_000),
        format!(r#"{{"status":200,"result":{}"#, "[".repeat(100_000)),
        format!(
            "{{{}}}",
            (0..100_000)
                .map(|n| format!(r#""k{n}":1"#))
                .collect::<Vec<_>>()
                .join(",")
        ),
        r#"{"status":200,"result":{"redirect_url":"\ud800"}}"#.to_owned(),
        "{\"status\":\"\u{0}\"}".to_owned(),
    ] {
        assert_eq!(
            reply(200, &body).unwrap_err().certainty(),
            Certainty::Unknown
        );
    }
    assert!(request().reply(200, b"\xFF\xFE{}").is_err());
}

#[test]
fn codes_are_read_without_case_and_in_both_spellings() {
    for (spellings, code) in [
        (
            &["UNAUTHORIZED", "Unauthorized", "unauthorized"][..],
            ErrorCode::Unauthorized,
        ),
        (
            &["TOO_MAY_REQUESTS", "TOO_MANY_REQUESTS"],
            ErrorCode::TooManyRequests,
        ),
        (
            &["INVLIAD_OTP", "INVALID_OTP", "invalid_otp"],
            ErrorCode::InvalidOtp,
        ),
        (
            &["OTP_WAIT_BEFORE_RESNED", "OTP_WAIT_BEFORE_RESEND"],
            ErrorCode::OtpWaitBeforeResend,
        ),
        (
            &["NOT_ALLOWED_AMOUNT", "AMOUNT_NOT_ALLOWED"],
            ErrorCode::NotAllowedAmount,
        ),
    ] {
        for spelling in spellings {
            assert_eq!(ErrorCode::from(*spelling), code);
        }
    }
}

#[test]
fn a_challenge_has_the_requests_amount_and_the_answers_process_id() {
    let verify = sadad::Verify::builder()
        .mobile_number("0913632323".parse().unwrap())
        .birth_year("1990".parse().unwrap());
    let verify = verify.amount("12.50".parse().unwrap()).build();
    let challenge = |result: &str| {
        verify.reply(
            200,
            format!(r#"{{"status":200,"result":{result}}}"#).as_bytes(),
        )
    };
    for result in [
        r#"{"process_id":1234567890123}"#,
        r#"{"process_id":"1234567890123"}"#,
        r#"{"process_id":1234567890123,"amount":"12.5","commission":0.1}"#,
        r#"{"process_id":1234567890123,"amount":13.01}"#,
    ] {
        let challenge = challenge(result).unwrap();
        assert_eq!(
            (
                challenge.process_id().as_str(),
                challenge.amount().hundredths()
            ),
            ("1234567890123", 1250),
            "{result}"
        );
    }
    // A number that does not fit into 64 bits keeps all its digits.
    let long = challenge(r#"{"process_id":123456789012345678901234567890}"#).unwrap();
    assert_eq!(long.process_id().as_str(), "123456789012345678901234567890");
    for result in [
        r"{}",
        r#"{"process_id":null}"#,
        r#"{"process_id":""}"#,
        r#"{"process_id":1.5}"#,
        r#"{"process_id":-1}"#,
        r#"{"process_id":[1]}"#,
        r#"{"process_id":true}"#,
    ] {
        let error = challenge(result).unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown, "{result}");
    }
}

#[test]
fn a_stored_challenge_names_its_gateway() {
    let stored = r#"{"gateway":"sadadapi","process_id":"1","amount":"12.50"}"#;
    let challenge: sadad::Challenge = serde_json::from_str(stored).unwrap();
    assert_eq!(serde_json::to_string(&challenge).unwrap(), stored);
    assert_eq!(
        sadad::Confirm::answering(&challenge, challenge.amount())
            .unwrap()
            .code("111111".parse().unwrap())
            .invoice_no("1".parse().unwrap())
            .build()
            .amount,
        challenge.amount()
    );
    assert!(serde_json::from_str::<adfali::Challenge>(stored).is_err());
    for other in [
        stored.replace("sadadapi", "edfali"),
        stored.replace(r#""gateway":"sadadapi","#, ""),
        stored.replace("12.50", "0"),
        stored.replace(r#""12.50""#, "12.50"),
        stored.replace(r#":"1""#, r#":"x""#),
        stored.replace('}', r#","approved":1}"#),
    ] {
        assert!(
            serde_json::from_str::<sadad::Challenge>(&other).is_err(),
            "{other}"
        );
    }
}

#[test]
fn a_receipt_settles_the_order_that_was_asked_for() {
    let order = |invoice_no: &str, amount: &str, result: &str| {
        receipt(result)
            .unwrap()
            .settle(&invoice_no.parse().unwrap(), amount.parse().unwrap())
    };
    for (result, id) in [
        (r#"{"transaction_id":100900,"amount":12.5}"#, Some("100900")),
        (
            r#"{"transaction_id":"TX-1","amount":"12.50"}"#,
            Some("TX-1"),
        ),
        (r#"{"amount":12.50}"#, None),
        (r#"{"transaction_id":null,"amount":12.50}"#, None),
        (r#"{"transaction_id":"","amount":12.50}"#, None),
        (
            r#"{"transaction_id":100900,"commission":0,"new":{}}"#,
            Some("100900"),
        ),
        (
            r#"{"transaction_id":"TX-1","invoice_no":"INV-1","gateway":"sadadapi","currency":"LYD"}"#,
            Some("TX-1"),
        ),
    ] {
        let paid = order("INV-1", "12.50", result).unwrap();
        assert_eq!(paid.key().to_string(), "sadadapi/INV-1");
        assert_eq!(
            (
                paid.gateway(),
                paid.transaction_id().map(TransactionId::as_str)
            ),
            ("sadadapi", id),
            "{result}"
        );
    }
    assert!(matches!(
        order("INV-2", "12.50", r#"{"transaction_id":1}"#),
        Err(Mismatch::InvoiceNo { .. })
    ));
    assert!(matches!(
        order("INV-1", "12.51", r#"{"transaction_id":1}"#),
        Err(Mismatch::Amount { .. })
    ));
    assert!(matches!(
        order("INV-1", "12.50", r#"{"amount":12.51}"#),
        Err(Mismatch::Amount { .. })
    ));
    assert!(matches!(
        order("INV-1", "12.51", r#"{"amount":12.51}"#),
        Err(Mismatch::Amount { .. })
    ));
}

/// The money may have moved, so an answer that is not understood is not a refusal.
#[test]
fn t30_a_success_without_evidence_is_unknown() {
    for result in [
        // No evidence.
        "{}",
        r#"{"transaction_id":null}"#,
        r#"{"transaction_id":""}"#,
        r#"{"commission":0}"#,
        // The answer to another endpoint.
        r#"{"process_id":1234567890123,"amount":12.5}"#,
        r#"{"code":"CHECKOUT_REDIRECT","redirect_url":"https://pay.example/"}"#,
        r#"{"redirect_url":"https://pay.example/","amount":12.5}"#,
        r#"{"transaction_id":1,"code":"CHECKOUT_REDIRECT"}"#,
        // A failure.
        r#"{"transaction_id":1,"canceled":1}"#,
        r#"{"transaction_id":1,"canceled":"1"}"#,
        r#"{"transaction_id":1,"canceled":true}"#,
        r#"{"transaction_id":1,"approved":0}"#,
        r#"{"transaction_id":1,"approved":""}"#,
        r#"{"transaction_id":1,"success":false}"#,
        r#"{"transaction_id":1,"error":"x"}"#,
        r#"{"transaction_id":1,"error":{"code":"X"}}"#,
        r#"{"transaction_id":1,"errors":["x"]}"#,
        r#"{"transaction_id":1,"failed":1}"#,
        r#"{"transaction_id":1,"declined":1}"#,
        r#"{"transaction_id":1,"status":400}"#,
        r#"{"transaction_id":1,"status":"failed"}"#,
        r#"{"transaction_id":1,"state":"declined"}"#,
        r#"{"transaction_id":1,"payment_status":"failed"}"#,
        r#"{"transaction_id":1,"pending":true}"#,
        r#"{"transaction_id":1,"is_success":false}"#,
        // Keys that contain the name of a yes.
        r#"{"transaction_id":1,"amount":12.5,"unsuccessful":true}"#,
        r#"{"transaction_id":1,"amount":12.5,"disapproved":1}"#,
        r#"{"transaction_id":1,"is_unapproved":true}"#,
        r#"{"transaction_id":1,"success_status":200}"#,
        r#"{"transaction_id":1,"refunded":1}"#,
        r#"{"transaction_id":1,"error_code":"X"}"#,
        r#"{"transaction_id":1,"Canceled":1}"#,
        // Another payment.
        r#"{"transaction_id":1,"invoice_no":"OTHER"}"#,
        r#"{"transaction_id":1,"gateway":"mpgs"}"#,
        r#"{"transaction_id":1,"currency":"USD"}"#,
        // Not a real id.
        r#"{"transaction_id":0}"#,
        r#"{"transaction_id":"-"}"#,
        r#"{"transaction_id":"null"}"#,
        // A value of the wrong type or form.
        r#"{"amount":[]}"#,
        r#"{"amount":"x"}"#,
        r#"{"amount":0}"#,
        r#"{"transaction_id":{}}"#,
    ] {
        assert_eq!(
            receipt(result).unwrap_err().certainty(),
            Certainty::Unknown,
            "{result}"
        );
    }
}

#[test]
fn t30_a_result_with_a_refusal_is_not_a_success() {
    let receipt = |rest: &str| {
        let body = format!(r#"{{"status":200,"result":{{"transaction_id":1}},{rest}}}"#);
        confirm().reply(200, body.as_bytes())
    };
    for rest in [
        r#""success":true"#,
        r#""is_approved":"1""#,
        r#""unsuccessful":null"#,
        r#""error":null"#,
        r#""errors":[]"#,
        r#""canceled":0"#,
        r#""message":"Transaction completed successfully""#,
    ] {
        assert!(receipt(rest).is_ok(), "{rest}");
    }
    for rest in [
        r#""success":false"#,
        r#""success":0"#,
        r#""success":"no""#,
        r#""canceled":1"#,
        r#""approved":0"#,
        r#""error":"x""#,
        r#""error":true"#,
        r#""errors":{"amount":["x"]}"#,
        r#""failed":true"#,
        r#""status_code":400"#,
        r#""unsuccessful":true"#,
        r#""not_approved":1"#,
        r#""code":"INVALID_OTP""#,
    ] {
        let error = receipt(rest).unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown, "{rest}");
    }
    let page = reply(
        200,
        &SUCCESS.replace("{\"status\"", "{\"success\":false,\"status\""),
    );
    assert_eq!(page.unwrap_err().certainty(), Certainty::Unknown);
}

#[test]
fn t31_a_changed_cart_is_noticed_before_the_charge_can_be_built() {
    let challenge = sadad::Challenge::new("1".parse().unwrap(), "12.50".parse().unwrap());
    let error = sadad::Confirm::answering(&challenge, "99.00".parse().unwrap()).unwrap_err();
    assert_eq!(
        error,
        Mismatch::Amount {
            expected: "99.00 LYD".to_owned(),
            found: "12.50 LYD".to_owned(),
        }
    );
}

#[test]
fn the_second_step_does_not_show_the_password() {
    let shown = format!("{:?} {:?}", confirm(), confirm().wire());
    assert!(!shown.contains("111111"), "{shown}");
}
