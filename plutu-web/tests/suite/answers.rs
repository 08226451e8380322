//! The situation after each outcome, and the rules that every sentence must keep.

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::CallbackError;
use plutu_core::Certainty;
use plutu_core::Credentials;
use plutu_core::ErrorCode;
use plutu_core::Language;
use plutu_core::Request;
use plutu_core::Settlement;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_http::SendError;
use plutu_http::TransportErrorKind;
use plutu_http::blocking::Client;
use plutu_http::testing::Script;
use plutu_web::Rejection;
use plutu_web::answer::Refusal;
use plutu_web::answer::Situation;

use crate::shop::invoice_no;

use Refusal::*;
use Situation::BeingChecked;
use Situation::Canceled;
use Situation::InDoubt;
use Situation::NotBelieved;
use Situation::Refused;
use Situation::TryAgain;

/// Every error code that plutu-core knows, some that it does not know, and the situation after a
/// request that moves no money.
const CODES: [(&str, Situation); 42] = [
    ("UNAUTHORIZED", Refused(Unavailable)),
    ("FORBIDDEN_IP_ADDRESS", Refused(Unavailable)),
    ("DENIED_ACCESS_GATEWAY", Refused(Unavailable)),
    ("INVALID_GATEWAY", Refused(Unavailable)),
    ("INVALID_INPUTS", Refused(WrongInput)),
    ("MISSING_PARAMETER", Refused(WrongInput)),
    ("SECRET_KEY_DOES_NOT_EXIST", Refused(Unavailable)),
    ("INVALID_MERCHANT_SECRET_KEY", Refused(Unavailable)),
    ("MISSING_QR_PARAMETER", Refused(Unavailable)),
    ("INVALID_MERCHANT_CATEGORY", Refused(Unavailable)),
    ("UNAUTHORIZED_MERCHANT_ACCOUNT", Refused(Unavailable)),
    ("AUTH_ERROR", TryAgain),
    ("TOO_MAY_REQUESTS", TryAgain),
    ("TOO_MANY_REQUESTS", TryAgain),
    ("TEST_MODE_NOT_SUPPORTED", Refused(Unavailable)),
    ("MAINTENANCE_MODE", TryAgain),
    ("SANDBOX_TRANSACTION_LIMIT_EXCEEDED", Refused(Amount)),
    ("BACKEND_ERROR", TryAgain),
    ("BACKEND_SERVER_ERROR", TryAgain),
    ("INVALID_AMOUNT", Refused(Unavailable)),
    ("INVALID_AMOUNT_FORMAT", Refused(Unavailable)),
    ("NOT_ALLOWED_AMOUNT", Refused(Amount)),
    ("AMOUNT_EXCEEDED_MAXIMUM", Refused(Amount)),
    ("CURRENCY_NOT_SUPPORTED", Refused(Unavailable)),
    ("DUPLICATED_INVOICE_NUMBER", TryAgain),
    ("INVALID_INVOICE_AMOUNT_OR_NUMBER", Refused(Unavailable)),
    ("REFERENCE_NUMBER_DOES_NOT_EXIST", Refused(Unavailable)),
    ("NOT_SUBSCRIBED", Refused(NotSubscribed)),
    ("INVALID_MOBILE_NUMBER", Refused(WrongNumber)),
    (
        "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR",
        Refused(WrongNumberOrBirthYear),
    ),
    ("EMPTY_MOBILE_NUMBER", Refused(WrongNumber)),
    ("EMPTY_BIRTH_YEAR", Refused(WrongNumberOrBirthYear)),
    ("CHECK_BANK_ACCOUNT", Refused(BankAccount)),
    ("INSUFFICIENT_BALANCE", Refused(TooLittleBalance)),
    ("PHONE_NUMBER_IS_LOCKED", Refused(LockedNumber)),
    ("CONFIRMATION_ERROR", Refused(Unavailable)),
    ("INVLIAD_OTP", Refused(WrongPassword)),
    ("OTP_EXPIRED", Refused(ExpiredPassword)),
    ("OTP_WAIT_BEFORE_RESNED", Refused(PasswordJustSent)),
    ("ADD_PAYMENT_ERROR", Refused(Unavailable)),
    ("A_CODE_OF_TOMORROW", Refused(Unavailable)),
    ("", Refused(Unavailable)),
];

fn situations() -> impl Iterator<Item = Situation> {
    let others = [
        Situation::Paid,
        Canceled,
        BeingChecked,
        InDoubt,
        NotBelieved,
        TryAgain,
    ];
    others.into_iter().chain(Refusal::ALL.map(Refused))
}

fn page() -> mpgs::Confirm {
    mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no(invoice_no("INV-1"))
        .return_url("https://shop.example/paid".parse().unwrap())
        .build()
}

fn charge() -> sadad::Confirm {
    let amount = "8.5".parse().unwrap();
    let challenge = sadad::Challenge::new("1234567890123".parse().unwrap(), amount);
    sadad::Confirm::answering(&challenge, amount)
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no(invoice_no("INV-5"))
        .build()
}

fn send<R: Request>(request: &R, plutu: &Script) -> SendError {
    let credentials = Credentials::new(
        ApiKey::new("test").unwrap(),
        AccessToken::new("test").unwrap(),
    );
    let client = Client::builder(credentials)
        .transport(plutu.clone())
        .build()
        .unwrap();
    client.send(request).map(drop).unwrap_err()
}

#[test]
fn each_error_code_has_its_situation() {
    for (code, expected) in CODES {
        let plutu = Script::new().error(400, code).error(400, code);
        assert_eq!(Situation::from(&send(&page(), &plutu)), expected, "{code}");

        // For a charge, only the codes that precede the charge are refusals.
        let error = send(&charge(), &plutu);
        let expected = if ErrorCode::from(code).precedes_charge() {
            expected
        } else {
            InDoubt
        };
        assert_eq!(Situation::from(&error), expected, "{code}");
        let of_reply = error
            .reply_error()
            .map(Situation::of_reply_error::<sadad::Confirm>);
        assert_eq!(of_reply, Some(expected), "{code}");
    }
}

#[test]
fn an_answer_that_is_not_understood_is_never_a_refusal() {
    for (status, body) in [
        (200, "<html>"),
        (200, r#"{"status":200,"result":{}}"#),
        (302, ""),
        (404, "not here"),
        (500, r#"{"error":{"code":"INVALID_OTP"}}"#),
        (504, ""),
    ] {
        let plutu = Script::new().answer(status, body).answer(status, body);
        assert_eq!(
            Situation::from(&send(&page(), &plutu)),
            TryAgain,
            "{status} {body}"
        );
        assert_eq!(
            Situation::from(&send(&charge(), &plutu)),
            InDoubt,
            "{status} {body}"
        );
    }
}

#[test]
fn a_transport_error_of_a_charge_is_in_doubt_unless_nothing_was_sent() {
    for kind in [
        TransportErrorKind::Build,
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::Other,
    ] {
        let plutu = Script::new().failure(kind).failure(kind);
        assert_eq!(
            Situation::from(&send(&page(), &plutu)),
            TryAgain,
            "{kind:?}"
        );
        let error = send(&charge(), &plutu);
        let expected = match error.certainty() {
            Certainty::NotSent => TryAgain,
            _ => InDoubt,
        };
        assert_eq!(Situation::from(&error), expected, "{kind:?}");
    }
}

#[test]
fn callbacks_and_rejections_have_their_situations() {
    assert_eq!(Situation::from(&Settlement::Canceled), Canceled);
    assert_eq!(Situation::from(&Settlement::Undecided), BeingChecked);
    assert_eq!(
        Situation::from(&CallbackError::SignatureMismatch),
        NotBelieved
    );
    assert_eq!(Situation::from(&Rejection::Head), NotBelieved);
    let challenge = sadad::Challenge::new("1".parse().unwrap(), "2.00".parse().unwrap());
    let mismatch = sadad::Confirm::answering(&challenge, "1.00".parse().unwrap()).unwrap_err();
    assert_eq!(Situation::from(&mismatch), NotBelieved);
}

#[test]
fn each_situation_has_its_status() {
    for situation in situations() {
        let status = situation.status();
        match situation {
            Situation::Paid | Canceled => assert_eq!(status, 200),
            BeingChecked | InDoubt => assert_eq!(status, 202),
            NotBelieved => assert_eq!(status, 400),
            Refused(_) => assert_eq!(status, 402),
            TryAgain => assert_eq!(status, 503),
        }
        assert_eq!(axum::http::StatusCode::from(situation).as_u16(), status);
        assert_eq!(
            actix_web::http::StatusCode::from(situation).as_u16(),
            status
        );
    }
}

#[test]
fn no_sentence_calls_an_unknown_outcome_a_failure_or_asks_to_pay_twice() {
    const TOOK_NOTHING: [&str; 2] = [
        "No money was taken in this attempt.",
        "لم يُخصم أي مبلغ في هذه المحاولة",
    ];
    const NOT_AGAIN: [&str; 2] = ["do not pay again", "عدم الدفع مرة أخرى"];
    const FAILURES: [&str; 12] = [
        "fail",
        "error",
        "declin",
        "reject",
        "unsuccess",
        "sorry",
        "فشل",
        "خطأ",
        "مرفوض",
        "رُفض",
        "لم تتم",
        "لم تنجح",
    ];
    for situation in situations() {
        for (language, at) in [(Language::En, 0), (Language::Ar, 1)] {
            let sentence = situation.sentence(language);
            // A sentence says that no money was taken if that is known, and only then.
            assert_eq!(
                sentence.contains(TOOK_NOTHING[at]),
                situation.may_pay_again(),
                "{sentence}"
            );
            let is_open = matches!(situation, BeingChecked | InDoubt | NotBelieved);
            assert_eq!(sentence.contains(NOT_AGAIN[at]), is_open, "{sentence}");
            if is_open {
                let rest = sentence.replace(NOT_AGAIN[at], "").to_lowercase();
                assert!(
                    !FAILURES.iter().any(|word| rest.contains(word)),
                    "{sentence}"
                );
                assert!(
                    !["again", "مرة أخرى", "من جديد", "المحاولة"]
                        .iter()
                        .any(|word| rest.contains(word)),
                    "{sentence}"
                );
            }
        }
    }
}

#[test]
fn sentences_are_plain_text_in_their_language() {
    let mut seen = std::collections::BTreeSet::new();
    for situation in situations() {
        let (arabic, english) = (
            situation.sentence(Language::Ar),
            situation.sentence(Language::En),
        );
        assert!(english.is_ascii(), "{english}");
        assert!(
            !arabic.bytes().any(|byte| byte.is_ascii_alphabetic()),
            "{arabic}"
        );
        for sentence in [arabic, english] {
            assert!(
                sentence.ends_with('.') && !sentence.contains("  "),
                "{sentence}"
            );
            assert!(!sentence.contains(['<', '>', '&', '\n']), "{sentence}");
            assert!(seen.insert(sentence), "twice: {sentence}");
        }
        println!(
            "{situation:?} {}\n  {english}\n  {arabic}",
            situation.status()
        );
    }
}
