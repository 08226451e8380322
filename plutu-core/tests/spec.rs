//! The descriptions of the built-in gateways, compared with the behavior of their types.

use plutu_core::Gateway;
use plutu_core::GatewaySpec;
use plutu_core::Request;
use plutu_core::currency::EUR;
use plutu_core::field::FieldKind;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;
use plutu_core::spec::FieldSpec;
use plutu_core::spec::ReplyKind;
use plutu_core::spec::SignedSpec;

const BUILT_IN: [&GatewaySpec; 5] = [
    sadad::Gateway::SPEC,
    adfali::Gateway::SPEC,
    local_bank_cards::Gateway::SPEC,
    mpgs::Gateway::SPEC,
    tlync::Gateway::SPEC,
];

fn requests(spec: &GatewaySpec) -> Vec<(&str, &str, ReplyKind, bool)> {
    let requests = spec.requests.iter();
    requests
        .map(|it| (it.name, it.path, it.reply, it.moves_money))
        .collect()
}

fn fields(fields: &'static [FieldSpec]) -> Vec<(&'static str, FieldKind, bool, bool)> {
    let fields = fields.iter();
    fields
        .map(|it| (it.wire, it.kind(), it.is_required, it.is_hidden()))
        .collect()
}

#[test]
fn a_two_step_gateway() {
    let spec = sadad::Gateway::SPEC;
    assert_eq!((spec.name, spec.currency), ("sadadapi", "LYD"));
    assert!(
        spec.docs
            .starts_with("Sadad, the mobile wallet of Al-Madar")
    );
    assert_eq!(
        requests(spec),
        [
            (
                "Verify",
                "/transaction/sadadapi/verify",
                ReplyKind::Challenge,
                false
            ),
            (
                "Confirm",
                "/transaction/sadadapi/confirm",
                ReplyKind::Receipt,
                true
            ),
        ]
    );
    assert!(spec.callback.is_none() && spec.return_page.is_none());
    assert!(spec.request("verify").unwrap().answers.is_none());

    let confirm = spec.request("confirm").unwrap();
    assert_eq!(confirm.docs.lines().next(), Some("Takes the money."));
    let answers = confirm.answers.unwrap();
    assert_eq!(
        (answers.request, answers.fields),
        ("Verify", &["process_id", "amount"][..])
    );
    assert_eq!(
        fields(confirm.fields),
        [
            ("process_id", FieldKind::ProcessId, true, false),
            ("code", FieldKind::Otp { digits: 6 }, true, true),
            ("amount", FieldKind::Amount, true, false),
            ("invoice_no", FieldKind::InvoiceNo, true, false),
            ("customer_ip", FieldKind::IpAddress, false, true),
        ]
    );
    let code = confirm.field("code").unwrap();
    assert_eq!(
        (code.docs, code.example()),
        ("The password from the text message.", "111111")
    );
}

/// The keys in the order of the genuine callbacks.
#[test]
fn signed_keys_in_order() {
    let keys = |signed: Option<&'static SignedSpec>| {
        let signed = signed.unwrap();
        (signed.keys.join(" "), signed.flags.join(" "))
    };
    let pair = |keys: &str, flags: &str| (keys.to_owned(), flags.to_owned());
    assert_eq!(
        keys(local_bank_cards::Gateway::SPEC.callback),
        pair(
            "gateway approved canceled invoice_no amount transaction_id",
            "approved canceled"
        )
    );
    assert_eq!(
        keys(mpgs::Gateway::SPEC.callback),
        pair(
            "gateway approved canceled amount currency invoice_no transaction_id",
            "approved canceled"
        )
    );
    assert_eq!(
        keys(tlync::Gateway::SPEC.callback),
        pair(
            "gateway approved amount invoice_no payment_method transaction_id",
            "approved"
        )
    );
    assert_eq!(
        keys(tlync::Gateway::SPEC.return_page),
        pair("approved invoice_no", "approved")
    );
}

#[test]
fn every_example_is_valid() {
    for spec in BUILT_IN {
        let signed = [spec.callback, spec.return_page].into_iter().flatten();
        let fields = spec.requests.iter().map(|request| request.fields);
        for field in fields.chain(signed.map(|signed| signed.fields)).flatten() {
            assert_eq!(
                field.check(field.example()),
                Ok(()),
                "{} {}",
                spec.name,
                field.name
            );
            assert!(!field.docs.is_empty(), "{} {}", spec.name, field.name);
        }
        assert!(!spec.docs.is_empty());
    }
}

/// Plutu accepts fewer forms of a value than people may type, with one exception: mobile numbers of
/// nine digits.
#[test]
fn a_value_is_checked_as_it_is_sent() {
    let field =
        |spec: &GatewaySpec, action, name| *spec.request(action).unwrap().field(name).unwrap();
    let amount = field(mpgs::Gateway::SPEC, "confirm", "amount");
    let number = field(adfali::Gateway::SPEC, "verify", "mobile_number");
    let sadad = field(sadad::Gateway::SPEC, "verify", "mobile_number");
    let code = field(adfali::Gateway::SPEC, "confirm", "code");
    let ip = field(mpgs::Gateway::SPEC, "confirm", "customer_ip");
    let url = field(mpgs::Gateway::SPEC, "confirm", "return_url");
    for (field, valid) in [
        (amount, "5"),
        (amount, "12.50"),
        (number, "0923632323"),
        (number, "923632323"),
        (code, "0001"),
        (ip, "::1"),
        (url, "https://shop.example/?a=1"),
    ] {
        assert_eq!(field.check(valid), Ok(()), "{}: {valid}", field.name);
    }
    for (field, invalid) in [
        (amount, "12.500"),
        (amount, "0"),
        (number, "+218923632323"),
        (number, "092-3632323"),
        (sadad, "0923632323"),
        (code, "111111"),
        (code, " 1111"),
        (ip, "localhost"),
        (url, "https://shop.example/?amount=1"),
        (url, "javascript:alert(1)"),
    ] {
        let error = field.check(invalid).unwrap_err();
        assert!(!error.reason().contains(invalid), "{error}");
    }
}

/// A request sends the fields of its description, in the same order.
#[test]
fn a_form_has_the_fields_of_the_description() {
    let request = tlync::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("INV-1".parse().unwrap())
        .mobile_number("0913632323".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .callback_url("https://shop.example/callback".parse().unwrap())
        .email("payer@mail.example".parse().unwrap())
        .customer_ip("203.0.113.7".parse().unwrap())
        .lang("en".parse().unwrap())
        .build();
    let wire = request.wire();
    let spec = tlync::Gateway::SPEC.request("confirm").unwrap();
    assert_eq!(spec.path, wire.path);
    let sent: Vec<_> = wire
        .form
        .split('&')
        .map(|pair| pair.split('=').next())
        .collect();
    let described: Vec<_> = spec.fields.iter().map(|field| Some(field.wire)).collect();
    assert_eq!(sent, described);
}

#[test]
fn a_gateway_that_is_implemented_by_hand_has_its_name_and_currency() {
    struct Hand;
    impl Gateway for Hand {
        const NAME: &'static str = "hand";
        type Currency = EUR;
    }
    let spec = Hand::SPEC;
    assert_eq!(
        (spec.name, spec.currency, spec.requests.len()),
        ("hand", "EUR", 0)
    );
}

#[test]
fn a_description_is_serialized_as_json() {
    let json = serde_json::to_value(mpgs::Gateway::SPEC).unwrap();
    let field = &json["requests"][0]["fields"][0];
    assert_eq!(json["requests"][0]["reply"], "redirect");
    assert_eq!(
        field,
        &serde_json::json!({
            "name": "amount",
            "wire": "amount",
            "docs": "What the payer pays, in US dollars.",
            "is_required": true,
            "is_hidden": false,
            "kind": "amount",
            "example": "12.50",
        })
    );
    let otp = serde_json::to_value(sadad::Gateway::SPEC.requests[1].fields[1]).unwrap();
    assert_eq!((&otp["kind"], &otp["digits"]), (&"otp".into(), &6.into()));
}
