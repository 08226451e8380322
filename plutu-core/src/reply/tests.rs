//! Every answer that is known or plausible, and what is made of it.

use super::Certainty;
use super::ErrorCode;
use super::Problem;
use super::Redirect;
use super::ReplyError;
use crate::Request;
use crate::gateways::mpgs;
use crate::request::Form;

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

/// A request that moves money and reads nothing of its answer.
struct Charge;

impl Request for Charge {
    type Gateway = mpgs::Gateway;
    type Reply = Charged;
    const ACTION: &'static str = "charge";
    const MOVES_MONEY: bool = true;

    fn write_form(&self, _form: &mut Form) {}
}

#[derive(Debug)]
struct Charged;

impl super::Reply<Charge> for Charged {
    fn read(_: &Charge, _: &super::ReplyFields<'_>) -> Result<Self, crate::InvalidField> {
        Ok(Self)
    }
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
    use Problem::*;
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
        let Problem::Field(field) = unexpected.problem() else {
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
        assert_eq!(
            error.api_error().map(super::error::ApiError::code),
            Some(&code),
            "{status} {body}"
        );
        assert_eq!(error.certainty(), certainty, "{status} {body}");
    }
    let laravel = reply(422, r#"{"message":"m","errors":{"amount":["x"]}}"#).unwrap_err();
    assert_eq!(
        laravel.api_error().unwrap().fields(),
        Some(r#"{"amount":["x"]}"#)
    );
}

#[test]
fn where_money_moves_only_the_closed_list_is_a_refusal() {
    let certainty = |status: u16, body: &str| {
        Charge
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
        "INVALID_INPUTS",
        "INVLIAD_OTP",
        "INVALID_OTP",
        "OTP_EXPIRED",
        "INSUFFICIENT_BALANCE",
        "AMOUNT_EXCEEDED_MAXIMUM",
        "SANDBOX_TRANSACTION_LIMIT_EXCEEDED",
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

#[test]
fn what_is_kept_is_bounded_and_not_shown() {
    let error = reply(502, &"canary".repeat(10_000)).unwrap_err();
    let ReplyError::Unexpected(unexpected) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(unexpected.body().len(), super::UnexpectedReply::KEPT_BODY);
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
fn hostile_json_is_survived() {
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
