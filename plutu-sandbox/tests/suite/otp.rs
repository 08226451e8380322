//! Sadad and Adfali: a one-time password is sent, then the money is taken.

use std::time::Duration;

use plutu_core::Certainty;
use plutu_core::ErrorCode;
use plutu_core::Request;
use plutu_core::TransactionId;
use plutu_core::gateways::adfali;
use plutu_core::gateways::sadad;
use plutu_sandbox::Sandbox;
use plutu_sandbox::SandboxError;
use serde_json::Value;
use serde_json::json;

use crate::support::ADFALI_OTP;
use crate::support::Answer;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::SADAD_OTP;
use crate::support::Shop;
use crate::support::encode;
use crate::support::invoice_no;
use crate::support::order;
use crate::support::with;

const GATEWAYS: [(&str, &str); 2] = [("sadadapi", SADAD_OTP), ("edfali", ADFALI_OTP)];

/// A valid first step of either gateway. Adfali accepts the birth year as an unknown field.
const VERIFY: [(&str, &str); 3] = [
    ("mobile_number", "0913632323"),
    ("birth_year", "1990"),
    ("amount", "12.5"),
];

/// The fields that T-Lync requires in addition to an order.
const TLYNC: [(&str, &str); 2] = [
    ("mobile_number", "0913632323"),
    ("callback_url", "https://shop.example/callback"),
];

fn confirmation<'a>(
    process_id: &'a str,
    code: &'a str,
    invoice_no: &'a str,
) -> [(&'static str, &'a str); 4] {
    [
        ("process_id", process_id),
        ("code", code),
        ("amount", "12.5"),
        ("invoice_no", invoice_no),
    ]
}

impl Shop {
    /// Does the first step, and returns the process id.
    async fn begin(&self, gateway: &str) -> Result<String> {
        let answer = self.post_form(gateway, "verify", &VERIFY).await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
        Ok(answer.number("/result/process_id")?.to_string())
    }
}

impl Answer {
    fn number(&self, pointer: &str) -> Result<u64> {
        let number = self.json.pointer(pointer).and_then(Value::as_u64);
        Ok(number.ok_or_else(|| format!("no {pointer} in {}", self.json))?)
    }
}

#[tokio::test]
async fn two_steps_make_a_payment() -> Result {
    let shop = Shop::open().await?;
    for (index, (gateway, code)) in GATEWAYS.into_iter().enumerate() {
        let answer = shop.post_form(gateway, "verify", &VERIFY).await?;
        let process_id = answer.number("/result/process_id")?;
        // The values are numbers, as in the fixtures of the PHP SDK. Only Sadad's fixture has a
        // commission.
        let mut result = json!({ "process_id": process_id, "amount": 12.5 });
        if gateway == "sadadapi" {
            result["commission"] = json!(0);
        }
        let expected = json!({
            "status": 200,
            "result": result,
            "message": "OTP has been sent to your mobile number",
        });
        assert_eq!((answer.status, answer.json), (200, expected));

        let (process_id, invoice) = (process_id.to_string(), format!("INV-{index}"));
        assert!(!shop.sandbox.is_paid(&invoice_no(&invoice)?));
        let fields = confirmation(&process_id, code, &invoice);
        let answer = shop.confirm(gateway, &fields).await?;
        let expected = json!({
            "status": 200,
            "result": { "transaction_id": 100_001 + index, "amount": 12.5 },
            "message": "Transaction completed successfully",
        });
        assert_eq!((answer.status, answer.json), (200, expected));
        assert!(shop.sandbox.is_paid(&invoice_no(&invoice)?));
    }
    Ok(())
}

#[tokio::test]
async fn core_sends_both_steps_of_sadad_and_settles_the_order() -> Result {
    let shop = Shop::open().await?;
    let verify = sadad::Verify::builder()
        .mobile_number("+218 91-363 23 23".parse()?)
        .birth_year("1990".parse()?)
        .amount("500".parse()?)
        .build();
    let (status, body) = shop.send(&verify.wire()).await?;
    let challenge = verify.reply(status, &body)?;
    let confirm = sadad::Confirm::answering(&challenge, challenge.amount())?
        .code(SADAD_OTP.parse()?)
        .invoice_no("INV-1".parse()?)
        .customer_ip("127.0.0.1".parse()?)
        .build();
    let (status, body) = shop.send(&confirm.wire()).await?;
    let receipt = confirm.reply(status, &body)?;
    let paid = receipt.settle(&invoice_no("INV-1")?, "500.00".parse()?)?;
    assert_eq!(
        paid.transaction_id().map(TransactionId::as_str),
        Some("100001"),
        "{paid:?}"
    );
    Ok(())
}

#[tokio::test]
async fn core_sends_both_steps_of_adfali_and_is_told_of_a_wrong_password() -> Result {
    let shop = Shop::open().await?;
    let verify = adfali::Verify::builder()
        .mobile_number("0923632323".parse()?)
        .amount("12.50".parse()?)
        .build();
    let (status, body) = shop.send(&verify.wire()).await?;
    let challenge = verify.reply(status, &body)?;
    let confirm = |code: &str| -> Result<adfali::Confirm> {
        Ok(adfali::Confirm::answering(&challenge, challenge.amount())?
            .code(code.parse()?)
            .invoice_no("INV-1".parse()?)
            .build())
    };

    let wrong = confirm("1112")?;
    let (status, body) = shop.send(&wrong.wire()).await?;
    let error = wrong.reply(status, &body).err().ok_or("not refused")?;
    let code = error.api_error().map(|error| error.code().clone());
    assert_eq!(code, Some(ErrorCode::InvalidOtp));
    assert_eq!(error.certainty(), Certainty::Refused);

    let right = confirm(ADFALI_OTP)?;
    let (status, body) = shop.send(&right.wire()).await?;
    let receipt = right.reply(status, &body)?;
    let paid = receipt.settle(&invoice_no("INV-1")?, challenge.amount())?;
    assert_eq!(paid.key().to_string(), "edfali/INV-1");

    // The same request again, as if its answer had been lost. The client must not conclude that
    // nothing was paid.
    let (status, body) = shop.send(&right.wire()).await?;
    let error = right.reply(status, &body).err().ok_or("not refused")?;
    assert_eq!(error.certainty(), Certainty::Unknown);
    Ok(())
}

#[tokio::test]
async fn required_fields_are_required() -> Result {
    let shop = Shop::open().await?;
    for (gateway, action, expected) in [
        (
            "sadadapi",
            "verify",
            &["mobile_number", "birth_year", "amount"] as &[&str],
        ),
        ("edfali", "verify", &["mobile_number", "amount"]),
        (
            "sadadapi",
            "confirm",
            &["process_id", "code", "amount", "invoice_no"],
        ),
        (
            "edfali",
            "confirm",
            &["process_id", "code", "amount", "invoice_no"],
        ),
    ] {
        let empty: Vec<_> = expected.iter().map(|&name| (name, "")).collect();
        let mut twice: Vec<_> = VERIFY
            .into_iter()
            .chain(confirmation("1", SADAD_OTP, "INV-1"))
            .chain([("code", "111111"), ("invoice_no", "INV-1")])
            .flat_map(|field| [field, field])
            .collect();
        twice.sort_by_key(|(name, _)| expected.iter().position(|it| it == name));
        for fields in [&[] as &[_], &empty, &twice] {
            let answer = shop.post_form(gateway, action, fields).await?;
            answer.assert_bad_fields(expected);
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_first_steps_fields_have_rules() -> Result {
    let shop = Shop::open().await?;
    let both = ["sadadapi", "edfali"].as_slice();
    for (gateways, good) in [
        (both, ("mobile_number", "0913632323")),
        (both, ("mobile_number", "0930000000")),
        (&["edfali"], ("mobile_number", "0923632323")),
        (&["edfali"], ("mobile_number", "0963632323")),
        (&["edfali"], ("birth_year", "not looked at")),
        (both, ("birth_year", "1940")),
        (both, ("amount", "0.01")),
        (both, ("amount", "500")),
        (both, ("amount", "500.00")),
    ] {
        for gateway in gateways {
            let answer = shop
                .post_form(gateway, "verify", &with(&VERIFY, good))
                .await?;
            assert_eq!(answer.status, 200, "{gateway} {good:?} {}", answer.json);
        }
    }
    for (gateways, bad) in [
        (&["sadadapi"] as &[&str], ("mobile_number", "0923632323")),
        (&["sadadapi"], ("mobile_number", "0943632323")),
        (both, ("mobile_number", "0973632323")),
        (both, ("mobile_number", "091363232")),
        (both, ("mobile_number", "09136323233")),
        (both, ("mobile_number", "+218913632323")),
        (both, ("mobile_number", "091-3632323")),
        (both, ("mobile_number", " 0913632323")),
        (both, ("mobile_number", "٠٩١٣٦٣٢٣٢٣")),
        (&["sadadapi"], ("birth_year", "1939")),
        (&["sadadapi"], ("birth_year", "90")),
        (&["sadadapi"], ("birth_year", "1990 ")),
        (&["sadadapi"], ("birth_year", "2999")),
        (both, ("amount", "0")),
        (both, ("amount", "12.505")),
        (both, ("amount", "-1")),
        (both, ("amount", "1e3")),
    ] {
        for gateway in gateways {
            let answer = shop
                .post_form(gateway, "verify", &with(&VERIFY, bad))
                .await?;
            answer.assert_bad_field(bad.0);
            assert!(
                !answer.json.to_string().contains(bad.1) || bad.1 == "0",
                "not repeated: {bad:?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_second_steps_fields_have_rules() -> Result {
    let shop = Shop::open().await?;
    for (gateway, code, other_code) in [
        ("sadadapi", SADAD_OTP, ADFALI_OTP),
        ("edfali", ADFALI_OTP, SADAD_OTP),
    ] {
        let process_id = shop.begin(gateway).await?;
        let fields = confirmation(&process_id, code, "INV-1");
        for bad in [
            ("process_id", "-1"),
            ("process_id", "1e3"),
            ("process_id", "PROC-1"),
            ("code", other_code),
            ("code", "11111"),
            ("code", "١١١١١١"),
            ("code", "11 11"),
            ("amount", "12.500"),
            ("amount", "12٫500"),
            ("amount", "\u{200F}12.50"),
            ("amount", "NaN"),
            ("invoice_no", "INV 1"),
            ("invoice_no", "<b>"),
            ("customer_ip", "1.2.3"),
        ] {
            let answer = shop.confirm(gateway, &with(&fields, bad)).await?;
            answer.assert_bad_field(bad.0);
            let reasons = answer.json.pointer("/error/fields").map(Value::to_string);
            assert!(
                !reasons.is_some_and(|reasons| reasons.contains(bad.1)),
                "not repeated: {bad:?}"
            );
        }
        assert!(
            !shop.sandbox.is_paid(&invoice_no("INV-1")?),
            "nothing of all that moved money"
        );
    }
    Ok(())
}

#[tokio::test]
async fn test_mode_has_a_limit_for_one_transaction() -> Result {
    let shop = Shop::open().await?;
    for gateway in ["sadadapi", "edfali"] {
        for amount in ["500.01", "501", "18446744073709551.00"] {
            let fields = with(&VERIFY, ("amount", amount));
            let answer = shop.post_form(gateway, "verify", &fields).await?;
            answer.assert_error(400, "SANDBOX_TRANSACTION_LIMIT_EXCEEDED");
        }
    }
    for (gateway, invoice_no) in [
        ("mpgs", "INV-1"),
        ("localbankcards", "INV-2"),
        ("tlync", "INV-3"),
    ] {
        let fields = [order(invoice_no).as_slice(), &TLYNC].concat();
        let fields = with(&fields, ("amount", "500.01"));
        let answer = shop.confirm(gateway, &fields).await?;
        answer.assert_error(400, "SANDBOX_TRANSACTION_LIMIT_EXCEEDED");
        let answer = shop
            .confirm(gateway, &with(&fields, ("amount", "500")))
            .await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    Ok(())
}

#[tokio::test]
async fn the_limit_of_test_mode_can_be_turned_off() -> Result {
    let shop = Shop::build(Sandbox::builder().limit(false)).await?;
    let verify = with(&VERIFY, ("amount", "501"));
    let answer = shop.post_form("sadadapi", "verify", &verify).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let fields = with(&order("INV-1"), ("amount", "18446744073709551.00"));
    let answer = shop.confirm("localbankcards", &fields).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    Ok(())
}

#[tokio::test]
async fn the_payer_is_twelve_at_least() -> Result {
    let shop = Shop::open().await?;
    let mut oldest_refused = None;
    for year in 2000..2100 {
        let year = year.to_string();
        let fields = with(&VERIFY, ("birth_year", &year));
        let answer = shop.post_form("sadadapi", "verify", &fields).await?;
        if answer.status != 200 {
            answer.assert_bad_field("birth_year");
            oldest_refused = Some(year);
            break;
        }
    }
    let year = oldest_refused.ok_or("any payer is old enough")?;
    let fields = with(&VERIFY, ("birth_year", &year));
    // A year later they are a year older.
    shop.sandbox
        .advance(Duration::from_secs(366 * 24 * 60 * 60));
    let answer = shop.post_form("sadadapi", "verify", &fields).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_leaves_the_process_and_the_invoice_usable() -> Result {
    let shop = Shop::open().await?;
    for (gateway, code) in GATEWAYS {
        let process_id = shop.begin(gateway).await?;
        let wrong = &"0000000000"[..code.len()];
        for _ in 0..5 {
            let fields = confirmation(&process_id, wrong, gateway);
            let answer = shop.confirm(gateway, &fields).await?;
            answer.assert_error(400, "INVLIAD_OTP");
            assert!(!shop.sandbox.is_paid(&invoice_no(gateway)?));
        }
        let fields = confirmation(&process_id, code, gateway);
        let answer = shop.confirm(gateway, &fields).await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    Ok(())
}

/// Official plugins explain both codes with "check the OTP". After this code, plutu-core does not
/// conclude that no money moved.
#[tokio::test]
async fn a_wrong_password_may_be_a_confirmation_error() -> Result {
    let shop = Shop::open().await?;
    for (gateway, code) in GATEWAYS {
        let process_id = shop.begin(gateway).await?;
        let wrong = &"9999999999"[..code.len()];
        let answer = shop
            .confirm(gateway, &confirmation(&process_id, wrong, gateway))
            .await?;
        answer.assert_error(400, "CONFIRMATION_ERROR");
        assert!(!shop.sandbox.is_paid(&invoice_no(gateway)?));
        let right = confirmation(&process_id, code, gateway);
        assert_eq!(shop.confirm(gateway, &right).await?.status, 200);
    }
    let shop = Shop::build(Sandbox::builder().magic(false)).await?;
    let process_id = shop.begin("edfali").await?;
    let fields = confirmation(&process_id, "9999", "INV-1");
    let answer = shop.confirm("edfali", &fields).await?;
    answer.assert_error(400, "INVLIAD_OTP");
    Ok(())
}

#[tokio::test]
async fn another_process_or_amount_is_told() -> Result {
    let shop = Shop::open().await?;
    let process_id = shop.begin("sadadapi").await?;
    let fields = confirmation(&process_id, SADAD_OTP, "INV-1");
    for (change, message) in [
        (
            ("process_id", "7"),
            "INVALID_INPUTS: process_id: unknown process for this gateway",
        ),
        (
            ("amount", "5"),
            "INVALID_AMOUNT: amount: it differs from the amount given to `verify`",
        ),
    ] {
        let answer = shop.confirm("sadadapi", &with(&fields, change)).await?;
        assert_eq!(answer.text("/error/message"), Some(message));
    }
    Ok(())
}

/// Official plugins have a code for each.
#[tokio::test]
async fn the_payers_bad_fields_have_codes_of_their_own() -> Result {
    let shop = Shop::open().await?;
    let number_or_year = "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR";
    for (changes, status, code) in [
        (&[("mobile_number", "")] as &[_], 400, "EMPTY_MOBILE_NUMBER"),
        (&[("birth_year", "")], 400, "EMPTY_BIRTH_YEAR"),
        (
            &[("mobile_number", "0973632323")],
            400,
            "INVALID_MOBILE_NUMBER",
        ),
        (&[("birth_year", "90")], 400, number_or_year),
        (
            &[("birth_year", "90"), ("mobile_number", "1")],
            400,
            number_or_year,
        ),
        (&[("amount", "0")], 400, "INVALID_AMOUNT"),
        (&[("amount", "")], 400, "INVALID_AMOUNT"),
        (
            &[("amount", "0"), ("mobile_number", "1")],
            422,
            "INVALID_INPUTS",
        ),
        (
            &[("birth_year", ""), ("mobile_number", "")],
            422,
            "INVALID_INPUTS",
        ),
    ] {
        let fields = changes
            .iter()
            .fold(VERIFY.to_vec(), |fields, change| with(&fields, *change));
        let answer = shop.post_form("sadadapi", "verify", &fields).await?;
        answer.assert_error(status, code);
        let names: Vec<&str> = changes.iter().map(|(name, _)| *name).collect();
        answer.assert_blamed(&names);
    }
    let fields = [VERIFY[1], VERIFY[2]];
    let answer = shop.post_form("edfali", "verify", &fields).await?;
    answer.assert_error(400, "EMPTY_MOBILE_NUMBER");
    Ok(())
}

/// The official WooCommerce plugin sends nine digits.
#[tokio::test]
async fn nine_digits_are_a_number() -> Result {
    let shop = Shop::open().await?;
    for number in ["0913632323", "913632323"] {
        for gateway in ["sadadapi", "edfali"] {
            let fields = with(&VERIFY, ("mobile_number", number));
            let answer = shop.post_form(gateway, "verify", &fields).await?;
            assert_eq!(answer.status, 200, "{}", answer.json);
        }
        let fields = [order(number).as_slice(), &TLYNC].concat();
        let fields = with(&fields, ("mobile_number", number));
        let answer = shop.confirm("tlync", &fields).await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    Ok(())
}

#[tokio::test]
async fn a_process_is_of_its_gateway_and_its_sandbox() -> Result {
    let (shop, other) = (Shop::open().await?, Shop::open().await?);
    let sadad = shop.begin("sadadapi").await?;
    let adfali = shop.begin("edfali").await?;
    for (gateway, code, process_id) in [
        ("edfali", ADFALI_OTP, sadad.as_str()),
        ("sadadapi", SADAD_OTP, &adfali),
        ("sadadapi", SADAD_OTP, "1"),
        ("sadadapi", SADAD_OTP, &"9".repeat(64)),
    ] {
        let fields = confirmation(process_id, code, "INV-1");
        let answer = shop.confirm(gateway, &fields).await?;
        answer.assert_bad_field("process_id");
    }
    let fields = confirmation(&sadad, SADAD_OTP, "INV-1");
    let answer = other.confirm("sadadapi", &fields).await?;
    answer.assert_bad_field("process_id");
    let answer = shop.confirm("sadadapi", &fields).await?;
    assert_eq!(answer.status, 200, "nothing of all that used it up");
    Ok(())
}

#[tokio::test]
async fn the_amount_is_the_first_steps() -> Result {
    let shop = Shop::open().await?;
    let process_id = shop.begin("edfali").await?;
    let fields = confirmation(&process_id, ADFALI_OTP, "INV-1");
    for amount in ["12.51", "12.49", "1.25", "600", "125"] {
        let answer = shop
            .confirm("edfali", &with(&fields, ("amount", amount)))
            .await?;
        answer.assert_bad_field("amount");
    }
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));
    let answer = shop
        .confirm("edfali", &with(&fields, ("amount", "12.50")))
        .await?;
    assert_eq!(answer.status, 200, "another spelling is the same amount");
    Ok(())
}

#[tokio::test]
async fn a_password_expires() -> Result {
    let shop = Shop::open().await?;
    for (index, (gateway, code)) in GATEWAYS.into_iter().enumerate() {
        let invoice = format!("INV-{index}");
        let too_late = shop.begin(gateway).await?;
        shop.sandbox.advance(Sandbox::OTP_LIFETIME / 2);
        let in_time = shop.begin(gateway).await?;
        shop.sandbox.advance(Sandbox::OTP_LIFETIME / 2);

        for code in [code, &"0".repeat(code.len())] {
            let fields = confirmation(&too_late, code, &invoice);
            let answer = shop.confirm(gateway, &fields).await?;
            answer.assert_error(400, "OTP_EXPIRED");
        }
        assert!(!shop.sandbox.is_paid(&invoice_no(&invoice)?));

        // The invoice number is still free, and a newer process stays valid for nine tenths of its
        // time.
        shop.sandbox.advance(Sandbox::OTP_LIFETIME * 2 / 5);
        let fields = confirmation(&in_time, code, &invoice);
        let answer = shop.confirm(gateway, &fields).await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    Ok(())
}

#[tokio::test]
async fn a_process_is_used_once() -> Result {
    let shop = Shop::open().await?;
    for (gateway, code) in GATEWAYS {
        let process_id = shop.begin(gateway).await?;
        let fields = confirmation(&process_id, code, gateway);
        assert_eq!(shop.confirm(gateway, &fields).await?.status, 200);

        let again = shop.confirm(gateway, &fields).await?;
        again.assert_error(400, "DUPLICATED_INVOICE_NUMBER");

        // The money of this process has moved, so no answer may suggest that it has not.
        let other = format!("{gateway}-2");
        let wrong = "0".repeat(code.len());
        for code in [code, &wrong] {
            let answer = shop
                .confirm(gateway, &confirmation(&process_id, code, &other))
                .await?;
            answer.assert_error(400, USED);
        }
        shop.sandbox.advance(Sandbox::OTP_LIFETIME);
        let fields = confirmation(&process_id, code, &other);
        let answer = shop.confirm(gateway, &fields).await?;
        answer.assert_error(400, USED);
        assert!(!shop.sandbox.is_paid(&invoice_no(&other)?));
    }
    assert!(!ErrorCode::ReferenceNumberDoesNotExist.precedes_charge());
    Ok(())
}

/// The code must not ask the payer for another password.
const USED: &str = "REFERENCE_NUMBER_DOES_NOT_EXIST";

#[tokio::test]
async fn an_invoice_number_is_taken_once_over_all_gateways() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    let process_id = shop.begin("sadadapi").await?;
    let fields = confirmation(&process_id, SADAD_OTP, "INV-1");
    let answer = shop.confirm("sadadapi", &fields).await?;
    answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));

    let fields = confirmation(&process_id, SADAD_OTP, "INV-2");
    let answer = shop.confirm("sadadapi", &fields).await?;
    assert_eq!(answer.status, 200, "the process was not used up");

    let process_id = shop.begin("edfali").await?;
    let fields = confirmation(&process_id, ADFALI_OTP, "INV-2");
    let answer = shop.confirm("edfali", &fields).await?;
    answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    let answer = shop.confirm("localbankcards", &order("INV-2")).await?;
    answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    Ok(())
}

#[tokio::test]
async fn of_many_confirmations_at_once_one_takes_the_money() -> Result {
    let shop = Shop::open().await?;
    let process_id = shop.begin("edfali").await?;
    let requests = (0..20).map(|index| {
        let invoice_no = format!("INV-{index}");
        let fields = confirmation(&process_id, ADFALI_OTP, &invoice_no);
        let request = shop.post("/transaction/edfali/confirm");
        let request = request.header("Content-Type", FORM).body(encode(&fields));
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
async fn there_is_no_page_to_answer_on() -> Result {
    let shop = Shop::open().await?;
    let process_id = shop.begin("edfali").await?;
    let invoice_no = invoice_no("INV-1")?;
    let unknown = SandboxError::UnknownInvoice {
        invoice_no: invoice_no.clone(),
    };
    assert_eq!(shop.sandbox.approve(&invoice_no).await, Err(unknown));

    let fields = confirmation(&process_id, ADFALI_OTP, "INV-1");
    assert_eq!(shop.confirm("edfali", &fields).await?.status, 200);
    let paid = SandboxError::PaidWithOtp {
        invoice_no: invoice_no.clone(),
    };
    assert_eq!(
        paid.to_string(),
        "the payment of invoice INV-1 was made with a one-time password"
    );
    assert_eq!(shop.sandbox.approve(&invoice_no).await, Err(paid.clone()));
    assert_eq!(shop.sandbox.cancel(&invoice_no).await, Err(paid));
    assert_eq!(shop.sandbox.callback_body(&invoice_no), None);
    assert_eq!(shop.sandbox.delivery(&invoice_no), None);
    assert!(shop.sandbox.is_paid(&invoice_no));
    Ok(())
}

#[tokio::test]
async fn a_first_step_may_be_asked_for_again() -> Result {
    let shop = Shop::open().await?;
    let first = shop.begin("sadadapi").await?;
    let second = shop.begin("sadadapi").await?;
    assert_ne!(first, second);
    for (process_id, invoice_no) in [(first, "INV-1"), (second, "INV-2")] {
        let fields = confirmation(&process_id, SADAD_OTP, invoice_no);
        assert_eq!(shop.confirm("sadadapi", &fields).await?.status, 200);
    }
    Ok(())
}
