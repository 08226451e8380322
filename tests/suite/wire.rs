//! The bytes of requests, as they go to Plutu.

use plutu_core::Language;
use plutu_core::Request;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;

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
