//! The bytes of requests, as they are sent to Plutu.

use plutu_core::Language;
use plutu_core::Request;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;

fn shown(request: &impl Request) -> String {
    let wire = request.wire();
    format!("POST {}\n{}", wire.path, wire.form.replace('&', "\n&"))
}

#[test]
fn mpgs_confirm() {
    let request = mpgs::Confirm::builder()
        .amount("12.5".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .return_url(
            "https://shop.example/paid?order=77&back=%2F*~"
                .parse()
                .unwrap(),
        )
        .build();
    insta::assert_snapshot!(shown(&request), @r"
    POST /transaction/mpgs/confirm
    amount=12.50
    &invoice_no=INV-1001
    &return_url=https%3A%2F%2Fshop.example%2Fpaid%3Forder%3D77%26back%3D%252F%2A%7E
    ");
}

#[test]
fn local_bank_cards_confirm_with_every_field() {
    let request = local_bank_cards::Confirm::builder()
        .lang(Language::En)
        .customer_ip("2001:db8::1".parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .invoice_no("a.b_c-D".parse().unwrap())
        .amount("0.01".parse().unwrap())
        .build();
    insta::assert_snapshot!(shown(&request), @r"
    POST /transaction/localbankcards/confirm
    amount=0.01
    &invoice_no=a.b_c-D
    &return_url=https%3A%2F%2Fshop.example%2F
    &customer_ip=2001%3Adb8%3A%3A1
    &lang=en
    ");
}

#[test]
fn debug_shows_no_form() {
    let request = mpgs::Confirm::builder()
        .amount("12.5".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .build();
    insta::assert_snapshot!(format!("{:?}", request.wire()), @r#"WireRequest { path: "/transaction/mpgs/confirm", form: [73 bytes] }"#);
}

#[test]
fn two_steps_with_a_one_time_password() {
    let verify = sadad::Verify::builder()
        .mobile_number("+218 91 363 2323".parse().unwrap())
        .birth_year("1990".parse().unwrap())
        .amount("12.5".parse().unwrap())
        .build();
    insta::assert_snapshot!(shown(&verify), @r"
    POST /transaction/sadadapi/verify
    mobile_number=0913632323
    &birth_year=1990
    &amount=12.50
    ");
    let body = br#"{"status":200,"result":{"process_id":1234567890123},"message":"m"}"#;
    let challenge = verify.reply(200, body).unwrap();
    let confirm = sadad::Confirm::answering(&challenge, verify.amount)
        .unwrap()
        .code("012345".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .customer_ip("192.0.2.1".parse().unwrap())
        .build();
    insta::assert_snapshot!(shown(&confirm), @r"
    POST /transaction/sadadapi/confirm
    process_id=1234567890123
    &code=012345
    &amount=12.50
    &invoice_no=INV-1001
    &customer_ip=192.0.2.1
    ");
}

#[test]
fn adfali_is_edfali_on_the_wire() {
    let challenge = adfali::Challenge::new("7".parse().unwrap(), "1".parse().unwrap());
    let confirm = adfali::Confirm::answering(&challenge, challenge.amount())
        .unwrap()
        .code("0001".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .build();
    insta::assert_snapshot!(shown(&confirm), @r"
    POST /transaction/edfali/confirm
    process_id=7
    &code=0001
    &amount=1.00
    &invoice_no=INV-1001
    ");
}

#[test]
fn tlync_confirm_with_every_field() {
    let request = tlync::Confirm::builder()
        .amount("12.5".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .mobile_number("0913632323".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .callback_url("https://shop.example/plutu?key=1".parse().unwrap())
        .email("payer@mail.example".parse().unwrap())
        .customer_ip("192.0.2.1".parse().unwrap())
        .lang(Language::Ar)
        .build();
    insta::assert_snapshot!(shown(&request), @r"
    POST /transaction/tlync/confirm
    amount=12.50
    &invoice_no=INV-1001
    &mobile_number=0913632323
    &return_url=https%3A%2F%2Fshop.example%2Fpaid
    &callback_url=https%3A%2F%2Fshop.example%2Fplutu%3Fkey%3D1
    &email=payer%40mail.example
    &customer_ip=192.0.2.1
    &lang=ar
    ");
}
