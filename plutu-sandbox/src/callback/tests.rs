//! Compares callbacks with genuine ones.

use plutu_core::CallbackUrl;
use plutu_core::Gateway as _;
use plutu_core::GatewaySpec;
use plutu_core::Language;
use plutu_core::PaymentMethod;
use plutu_core::SecretKey;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

use crate::callback::compose::Callback;
use crate::callback::for_browser;
use crate::gateway::Gateway;
use crate::money::Money;
use crate::payments::Order;
use crate::payments::Outcome;
use crate::payments::Payment;

/// The secret of the first genuine vector (PHP SDK).
const SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";

/// The query of the first genuine vector.
const APPROVED: &str = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00\
    &transaction_id=100900\
    &hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";

const LOCAL: &GatewaySpec = local_bank_cards::Gateway::SPEC;
const MPGS: &GatewaySpec = mpgs::Gateway::SPEC;
const TLYNC: &GatewaySpec = tlync::Gateway::SPEC;

/// A payment at the gateway of this description.
fn payment(spec: &'static GatewaySpec, id: u64, amount: &str, invoice_no: &str) -> Payment {
    let gateway = Gateway::of(spec);
    let callback_url = "http://localhost/".parse::<CallbackUrl>().unwrap();
    let order = Order {
        gateway,
        action: "confirm",
        money: Money::read(amount, gateway.currency()).unwrap(),
        invoice_no: invoice_no.parse().unwrap(),
        return_url: "https://a.ly/".to_owned(),
        callback_url: gateway.return_page().map(|_| callback_url),
        language: Language::Ar,
        echoes: Vec::new(),
    };
    Payment::new(id, "token".to_owned(), order)
}

fn returned(
    spec: &'static GatewaySpec,
    return_url: &str,
    outcome: Outcome,
    secret: &str,
) -> String {
    let (amount, invoice_no, id) = match spec.name {
        "mpgs" => ("5.0", "232323", 100_918),
        _ => ("5", "14022023", 100_900),
    };
    let mut payment = payment(spec, id, amount, invoice_no);
    return_url.clone_into(&mut payment.order.return_url);
    let secret_key = SecretKey::new(secret).unwrap();
    for_browser(&payment, outcome, &secret_key).url
}

fn local(return_url: &str) -> String {
    returned(LOCAL, return_url, Outcome::Approved, SECRET)
}

#[test]
fn local_bank_cards_answers_with_the_genuine_vector() {
    let url = local("https://shop.example/paid");
    assert_eq!(url, format!("https://shop.example/paid?{APPROVED}"));
}

#[test]
fn mpgs_answers_with_the_genuine_vector() {
    let secret = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
    let url = returned(MPGS, "https://shop.example/paid", Outcome::Approved, secret);
    let query = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323\
        &transaction_id=100918\
        &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
    assert_eq!(url, format!("https://shop.example/paid?{query}"));
}

#[test]
fn a_canceled_payment_has_the_other_flag() {
    let url = returned(
        LOCAL,
        "https://shop.example/paid",
        Outcome::Canceled,
        SECRET,
    );
    let query = "gateway=localbankcards&canceled=1&invoice_no=14022023&amount=5.00\
        &transaction_id=100900\
        &hashed=4D23A85675D6361E48995EE73BCE99EDAC61C976C89D9D0FC10F887D85D693DA";
    assert_eq!(url, format!("https://shop.example/paid?{query}"));
}

#[test]
fn a_declined_payment_is_not_approved() {
    let (local, tlync) = (LOCAL, TLYNC);
    for (gateway, expected) in [
        (
            local,
            "?gateway=localbankcards&invoice_no=14022023&amount=5.00&transaction_id=100900&hashed=",
        ),
        (tlync, "?approved=0&invoice_no=14022023&hashed="),
    ] {
        let url = returned(gateway, "https://a.ly/", Outcome::Declined, SECRET);
        assert!(url.contains(expected), "{url}");
    }
}

fn tlync(outcome: Outcome) -> (String, String) {
    let mut payment = payment(TLYNC, 100_932, "6.01", "43321");
    payment.outcome = Some(outcome);
    payment.method = Some(PaymentMethod::Mobicash);
    let secret_key = SecretKey::new("sk_40a07a6c0e63818dc2b292c8e302894e08acedfb").unwrap();
    let to_server = Callback::to_server(&payment);
    let to_server = to_server.and_then(|callback| callback.posted_to("", &secret_key).body);
    let to_return = Callback::to_return(&payment, outcome).map(|it| it.query(&secret_key));
    (to_server.unwrap_or_default(), to_return.unwrap_or_default())
}

/// Both are the fixtures of the official PHP SDK's tests.
#[test]
fn tlync_answers_with_the_genuine_vectors() {
    let (body, query) = tlync(Outcome::Approved);
    let genuine = r#"{"gateway":"tlync","approved":"1","amount":"6.01","invoice_no":"43321","payment_method":"mobicash","transaction_id":"100932","hashed":"1DDC1EE6D589555B58D70CAAB5118D1BECC5DF1BED1E0EFA5B51AED7E6C69FD6"}"#;
    assert_eq!(body, genuine);
    let genuine = "approved=1&invoice_no=43321\
        &hashed=E6E3486C137F4260C2C598C7A903836CDDBC1FAF87240A58660FA91F363D5DBA";
    assert_eq!(query, genuine);
}

#[test]
fn tlync_says_0_after_a_decline_and_nothing_after_a_cancellation() {
    let (body, query) = tlync(Outcome::Declined);
    assert!(
        body.starts_with(r#"{"gateway":"tlync","approved":"0","amount":"6.01","#),
        "{body}"
    );
    assert!(
        query.starts_with("approved=0&invoice_no=43321&hashed="),
        "{query}"
    );
    let (body, query) = tlync(Outcome::Canceled);
    assert_eq!(body, "");
    assert!(query.starts_with("invoice_no=43321&hashed="), "{query}");
}

#[test]
fn the_canonical_text_is_what_was_signed() {
    let payment = payment(LOCAL, 100_900, "5", "14022023");
    let secret_key = SecretKey::new(SECRET).unwrap();
    let canonical = for_browser(&payment, Outcome::Approved, &secret_key).canonical;
    assert_eq!(APPROVED.split_once("&hashed=").unwrap().0, canonical);
}

#[test]
fn the_shops_own_query_comes_first_and_unsigned() {
    let url = local("https://shop.example/paid?order=77&checkout_page=Y");
    assert_eq!(
        url,
        format!("https://shop.example/paid?order=77&checkout_page=Y&{APPROVED}")
    );
}

#[test]
fn no_empty_parameter_comes_between() {
    for (return_url, expected) in [
        ("https://shop.example", "https://shop.example?"),
        ("https://shop.example/paid?", "https://shop.example/paid?"),
        (
            "https://shop.example/paid?a=1&",
            "https://shop.example/paid?a=1&",
        ),
        (
            "https://shop.example/paid?a=b?",
            "https://shop.example/paid?a=b?&",
        ),
    ] {
        assert_eq!(local(return_url), format!("{expected}{APPROVED}"));
    }
}

#[test]
fn the_shops_own_spelling_is_not_touched() {
    let own = "https://shop.example/paid?q=a+b%2a~'(%C3%A9)";
    assert_eq!(local(own), format!("{own}&{APPROVED}"));
}
