//! The built-in gateways keep the contract, tested with the genuine callbacks of the official PHP
//! SDK.

use plutu_contract::gateway;
use plutu_contract::gateway::Clause;
use plutu_contract::gateway::Report;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_json;
use plutu_core::callback::signed_query;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_core::plutu_gateway;

#[test]
fn local_bank_cards_keep_the_contract() {
    let verifier = verifier(CARDS_SECRET);
    let report = gateway::check::<local_bank_cards::Callback>(CARDS, &verifier).unwrap();
    assert_all_tried(&report, Clause::ALL);
    assert_settles(&report, "14022023", "5.00 LYD");
    // The shop's own parameters are in the query too, unsigned.
    let with_shops_own = format!("?{CARDS}&order=77&checkout_page=Y");
    gateway::check::<local_bank_cards::Callback>(&with_shops_own, &verifier).unwrap();
}

#[test]
fn a_canceled_callback_keeps_the_contract() {
    let canceled = CARDS.replace("approved", "canceled").replace(
        CARDS_HASH,
        "4D23A85675D6361E48995EE73BCE99EDAC61C976C89D9D0FC10F887D85D693DA",
    );
    let verifier = verifier(CARDS_SECRET);
    let report = gateway::check::<local_bank_cards::Callback>(&canceled, &verifier).unwrap();
    assert_all_tried(&report, Clause::ALL);
    assert_settles(&report, "14022023", "5.00 LYD");
}

#[test]
fn mpgs_keeps_the_contract() {
    let report = gateway::check::<mpgs::Callback>(MPGS, &verifier(MPGS_SECRET)).unwrap();
    assert_all_tried(&report, Clause::ALL);
    assert_settles(&report, "232323", "5.00 USD");
}

#[test]
fn tlync_keeps_the_contract() {
    let verifier = verifier(TLYNC_SECRET);
    let report = gateway::check_json::<tlync::Callback>(TLYNC.as_bytes(), &verifier).unwrap();
    assert_all_tried(&report, Clause::ALL);
    assert_settles(&report, "43321", "6.01 LYD");
    // The same callback with numbers, which PHP converts to strings before it signs.
    let with_numbers = TLYNC
        .replace("\"6.01\"", "6.010")
        .replace("\"43321\"", "43321")
        .replace("\"1\"", "true")
        .replace('{', "{ \"note\": null, \"fee\": [0.5], \"paid\": 6,");
    gateway::check_json::<tlync::Callback>(with_numbers.as_bytes(), &verifier).unwrap();
}

/// PHP signs such a number in scientific notation.
#[test]
fn a_callback_with_a_large_number_keeps_the_contract() {
    let secret = SecretKey::new("sk_of_this_test").unwrap();
    let pairs = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("amount", "6.01"),
        ("invoice_no", "43321"),
        ("transaction_id", "1.0E+25"),
    ];
    let body = signed_json(pairs, &secret);
    let with_number = body.replace("\"1.0E+25\"", "10000000000000000000000000");
    assert_ne!(with_number, body);
    let verifier = Verifier::new(secret);
    gateway::check_json::<tlync::Callback>(with_number.as_bytes(), &verifier).unwrap();
}

#[test]
fn the_return_page_of_tlync_keeps_the_contract() {
    let report = gateway::check_return::<tlync::Return>(RETURN, &verifier(TLYNC_SECRET)).unwrap();
    let about_orders = [
        Clause::RejectsOtherOrders,
        Clause::RejectsOtherAmounts,
        Clause::RejectsOtherCurrencies,
    ];
    let others = Clause::ALL.iter().copied();
    let others = others.filter(|clause| !about_orders.contains(clause));
    assert_all_tried(&report, &others.collect::<Vec<_>>());
    for clause in about_orders {
        assert_eq!(report.tried(clause), 0, "{clause:?}");
    }
    assert_eq!((report.invoice_no(), report.amount()), (None, None));
}

/// A gateway whose request was copied with two slips.
#[plutu_gateway(name = "mpgs", currency = "USD")]
mod copied {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(super) struct Confirm {
        #[wire("x_amount")]
        pub(super) amount: Amount,
        pub(super) invoice_no: InvoiceNo,
        pub(super) return_link: ReturnUrl,
        pub(super) agent_no: Option<InvoiceNo>,
        pub(super) note: PlainText,
    }

    #[callback]
    pub(super) struct Callback {
        pub(super) amount: Amount,
        pub(super) currency: Currency,
        pub(super) invoice_no: InvoiceNo,
        pub(super) transaction_id: TransactionId,
    }
}

/// The callback shows nothing about the request. A second `InvoiceNo` has another purpose.
#[test]
fn a_report_shows_the_unusual_names_in_requests() {
    let report = gateway::check::<copied::Callback>(MPGS, &verifier(MPGS_SECRET)).unwrap();
    let text = report.to_string();
    let (_, names) = text.split_once("5.00 USD\n").unwrap();
    assert_eq!(
        names,
        "no test can check the names in requests: compare with the documentation page\n\
         - `Confirm` sends `x_amount`, which the built-in gateways call `amount`\n\
         - `Confirm` sends `return_link`, which the built-in gateways call `return_url`"
    );
}

/// Values may contain any characters that the author's types accept.
#[test]
fn a_callback_with_escapes_keeps_the_contract() {
    let secret = SecretKey::new("sk_of_this_test").unwrap();
    let odd = signed_query(
        [
            ("gateway", "localbankcards"),
            ("approved", "1"),
            ("canceled", ""),
            ("invoice_no", "a.b_c-D"),
            ("amount", "0.01"),
            ("transaction_id", "TX 7*~é&="),
        ],
        &secret,
    );
    let verifier = Verifier::new(SecretKey::new("sk_new").unwrap()).with_previous(secret);
    let report = gateway::check::<local_bank_cards::Callback>(&odd, &verifier).unwrap();
    assert_all_tried(&report, Clause::ALL);
    assert_settles(&report, "a.b_c-D", "0.01 LYD");
}

#[test]
fn a_report_shows_every_clause_and_its_trials() {
    let report = gateway::check::<mpgs::Callback>(MPGS, &verifier(MPGS_SECRET)).unwrap();
    let text = report.to_string();
    for clause in Clause::ALL {
        let line = format!("- it {clause}: {} trials", report.tried(*clause));
        assert!(text.contains(&line), "{text}");
    }
    assert!(
        text.ends_with("settles invoice 232323 for 5.00 USD"),
        "{text}"
    );
    // At least every byte of the keys and values (96) and of the hash (64), with 8 changes each.
    assert!(
        report.tried(Clause::RejectsChangedBytes) > 8 * 150,
        "{text}"
    );
    println!("{text}");
}

fn assert_all_tried(report: &Report, clauses: &[Clause]) {
    for clause in clauses {
        assert!(
            report.tried(*clause) > 0,
            "{clause:?} was not tried: {report}"
        );
    }
}

fn assert_settles(report: &Report, invoice_no: &str, amount: &str) {
    let order = (report.invoice_no(), report.amount());
    assert_eq!(order, (Some(invoice_no), Some(amount)));
}

fn verifier(secret: &str) -> Verifier {
    Verifier::new(SecretKey::new(secret).unwrap())
}

const CARDS_SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";
const CARDS: &str = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00&transaction_id=100900\
    &hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";
const CARDS_HASH: &str = "79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";

const MPGS_SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
const MPGS: &str = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
    &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";

const TLYNC_SECRET: &str = "sk_40a07a6c0e63818dc2b292c8e302894e08acedfb";
const TLYNC: &str = r#"{"gateway":"tlync","approved":"1","amount":"6.01","invoice_no":"43321","payment_method":"mobicash","transaction_id":"100932","hashed":"1DDC1EE6D589555B58D70CAAB5118D1BECC5DF1BED1E0EFA5B51AED7E6C69FD6"}"#;
const RETURN: &str = "approved=1&invoice_no=43321\
    &hashed=E6E3486C137F4260C2C598C7A903836CDDBC1FAF87240A58660FA91F363D5DBA";
