//! Wrong declarations, and callbacks that were changed before they were passed. The contract test
//! reports what is wrong with each.

use plutu_contract::gateway::ContractError;
use plutu_contract::gateway::Mistake;
use plutu_contract::gateway::Report;
use plutu_contract::gateway::check;
use plutu_contract::gateway::check_json;
use plutu_contract::gateway::check_return;
use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::FieldError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;
use plutu_core::callback::sign;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;

use crate::declarations::*;

/// A case: its description, the result of the contract test, and the expected mistakes.
type Row = (&'static str, Result<Report, ContractError>, Vec<Mistake>);

#[test]
fn the_mistakes_of_each_wrong_declaration_are_reported() {
    let rows: Vec<Row> = about_keys()
        .into_iter()
        .chain(about_values_and_kinds())
        .collect();
    assert!(rows.len() >= 10, "{} wrong declarations", rows.len());
    assert_named(rows);
}

fn about_keys() -> Vec<Row> {
    vec![
        (
            "a signed key is not declared, but the callback verifies",
            of::<without_till::Callback>(&APPROVED),
            vec![not_declared("till")],
        ),
        (
            "two signed keys are not declared, and the shop has a parameter of its own",
            of_query::<without_two::Callback>(&with_order(&query(&APPROVED))),
            vec![not_declared("currency"), not_declared("till")],
        ),
        (
            "a declared key is not signed",
            of_query::<with_order::Callback>(&with_order(&query(&APPROVED))),
            vec![Mistake::NotSigned { key: "order" }],
        ),
        (
            "only the flags are signed",
            of_query::<right::Callback>(&flags_signed()),
            ["amount", "currency", "invoice_no", "till", "transaction_id"]
                .map(|key| Mistake::NotSigned { key })
                .to_vec(),
        ),
        (
            "a required field is missing",
            of::<with_branch::Callback>(&APPROVED),
            vec![Mistake::Missing { key: "branch" }],
        ),
        (
            "an optional field is misspelled",
            of::<misspelled::Callback>(&APPROVED),
            vec![wire_name("tils", "till")],
        ),
        (
            "a required field is in camel case",
            of::<in_camel_case::Callback>(&APPROVED),
            vec![wire_name("invoiceNo", "invoice_no")],
        ),
        (
            "a field that is needed to settle has another name",
            of::<of_another_name::Callback>(&APPROVED),
            vec![
                not_declared("transaction_id"),
                Mistake::NeededToSettle { key: "reference" },
            ],
        ),
    ]
}

fn about_values_and_kinds() -> Vec<Row> {
    vec![
        (
            "a field's type does not accept the value",
            of::<with_number::Callback>(&APPROVED),
            vec![Mistake::FieldType {
                key: "till",
                reason: FieldError::new("number", NO_NUMBER),
            }],
        ),
        (
            "the gateway has another name",
            of::<named_otherwise::Callback>(&APPROVED),
            vec![Mistake::GatewayName {
                declared: "coast_pay",
                found: "coastpay".to_owned(),
            }],
        ),
        (
            "the currency is a different one",
            of::<in_dollars::Callback>(&APPROVED),
            vec![in_dinars()],
        ),
        (
            "the currency is a different one, and is not declared",
            of::<in_dollars_silently::Callback>(&APPROVED),
            vec![not_declared("currency"), in_dinars()],
        ),
        (
            "approved_only, but canceled is signed",
            of::<approved_only::Callback>(&CANCELED),
            vec![Mistake::ApprovedOnly],
        ),
        (
            "not approved_only, but canceled is not signed",
            of_query::<right::Callback>(&format!("canceled=0&{}", query(&APPROVED))),
            vec![Mistake::NotApprovedOnly],
        ),
        (
            "a callback is declared as a return page",
            of_page::<as_page::Return>(&query(&[GATEWAY, ("approved", "1"), INVOICE_NO])),
            vec![Mistake::IsCallback],
        ),
        (
            "a return page is declared as a callback",
            of::<right::Callback>(&[("approved", "1"), INVOICE_NO]),
            vec![
                Mistake::IsReturnPage,
                Mistake::NeededToSettle { key: "amount" },
                Mistake::Missing { key: "currency" },
                Mistake::NeededToSettle {
                    key: "transaction_id",
                },
            ],
        ),
    ]
}

#[test]
fn callbacks_that_cannot_be_declared_are_reported() {
    let unit = |amount: &str| {
        let reason = amount.parse::<Amount<LYD>>().unwrap_err().into();
        let key = "amount";
        vec![Mistake::Unit { key, reason }]
    };
    let rows: Vec<Row> = vec![
        (
            "an amount in thousandths",
            of::<right::Callback>(&changed("amount", "12.505")),
            unit("12.505"),
        ),
        (
            "an amount with its currency",
            of::<right::Callback>(&changed("amount", "12.50 LYD")),
            unit("12.50 LYD"),
        ),
        (
            "flags in words",
            of::<right::Callback>(&changed("approved", "true")),
            vec![Mistake::Flag { key: "approved" }],
        ),
    ];
    assert_named(rows);
}

#[test]
fn callbacks_that_were_changed_before_they_were_passed_are_reported() {
    let query = query(&APPROVED);
    let (_, hashed) = query.split_once("&hashed=").unwrap();
    let lower = hashed.to_ascii_lowercase();
    let mut sorted: Vec<_> = query.split('&').collect();
    sorted.sort_unstable();
    let signed_order = APPROVED.iter().map(|(key, _)| (*key).to_owned());
    let order = Mistake::Order {
        keys: signed_order.collect(),
    };
    let body_of = |query: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let members: Vec<_> = pairs
            .map(|(key, value)| format!("{key:?}:{value:?}"))
            .collect();
        format!("{{{}}}", members.join(","))
    };
    let rows: Vec<Row> = vec![
        (
            "the hash is in lower case",
            of_query::<right::Callback>(&query.replace(hashed, &lower)),
            vec![Mistake::LowerCaseHash],
        ),
        (
            "the hash is in lower case, and the declaration is wrong",
            of_query::<without_till::Callback>(&query.replace(hashed, &lower)),
            vec![
                Mistake::LowerCaseHash,
                Mistake::NotDeclared {
                    key: "till".to_owned(),
                },
            ],
        ),
        (
            "a map sorted the parameters",
            of_query::<right::Callback>(&sorted.join("&")),
            vec![order.clone()],
        ),
        (
            "a map sorted the members",
            of_body::<right::Callback>(&body_of(&sorted.join("&"))),
            vec![order],
        ),
        (
            "a body's signed key is not declared",
            of_body::<without_till::Callback>(&body_of(&query)),
            vec![Mistake::NotDeclared {
                key: "till".to_owned(),
            }],
        ),
        (
            "there is no hash",
            of_query::<right::Callback>(&query.replace("hashed", "signature")),
            vec![Mistake::NoHash],
        ),
        (
            "the hash is a different one",
            of_query::<right::Callback>(&query.replace(hashed, "in-base64")),
            vec![Mistake::NoHash],
        ),
        (
            "the callback is signed with another secret",
            check::<right::Callback>(&query, &verifier("sk_of_another_account")),
            vec![Mistake::Secret],
        ),
        (
            "a value was changed after it was signed",
            of_query::<right::Callback>(&query.replace("12.50", "12.5")),
            vec![Mistake::Secret],
        ),
    ];
    assert_named(rows);
}

/// A callback that cannot be read shows nothing about the declaration, so only the error is
/// reported.
#[test]
fn a_callback_that_cannot_be_read_is_rejected_with_its_error() {
    let query = query(&APPROVED);
    let too_long = format!("{query}&x={}", "x".repeat(9_000));
    for (result, expected) in [
        (
            of_query::<right::Callback>(&too_long),
            CallbackError::TooLarge,
        ),
        (
            of_query::<right::Callback>(&format!("{query}&amount=1")),
            CallbackError::Duplicate { key: "amount" },
        ),
        (
            of_body::<right::Callback>(&query),
            CallbackError::MalformedBody,
        ),
        (
            of_page::<page::Return>("approved=1&approved=1"),
            CallbackError::Duplicate { key: "approved" },
        ),
        (
            check_json::<right::Callback>(b"\xFF", &verifier(SECRET)),
            CallbackError::MalformedBody,
        ),
    ] {
        let error = result.expect_err("something is wrong");
        match &error {
            ContractError::Declaration {
                error: Some(told),
                mistakes,
            } => {
                assert_eq!((told, &**mistakes), (&expected, &[] as &[_]), "{error}");
            }
            _ => panic!("{error}"),
        }
    }
}

/// If there are too many parameters to try all combinations, the likely ones are tried first.
#[test]
fn a_callback_with_many_parameters_is_explained() {
    let many: Vec<_> = (0..50).map(|number| format!("shop{number}=1")).collect();
    let query = format!("{}&{}", many.join("&"), query(&APPROVED));
    let error = of_query::<without_two::Callback>(&query).expect_err("something is wrong");
    let keys = ["currency", "till"].map(str::to_owned);
    assert_eq!(
        error.mistakes(),
        keys.map(|key| Mistake::NotDeclared { key })
    );
    let forged = query.replace("12.50", "99.50");
    let error = of_query::<right::Callback>(&forged).expect_err("something is wrong");
    assert_eq!(error.mistakes(), [Mistake::Secret]);
}

/// An amount in another unit may be a valid amount. The report shows it.
#[test]
fn the_right_declaration_passes() {
    let verifier = verifier(SECRET);
    for pairs in [APPROVED, CANCELED] {
        let report = check::<right::Callback>(&query(&pairs), &verifier).unwrap();
        assert_eq!(report.amount(), Some("12.50 LYD"));
    }
    let in_hundredths = query(&changed("amount", "1250"));
    let report = check::<right::Callback>(&in_hundredths, &verifier).unwrap();
    assert_eq!(report.amount(), Some("1250.00 LYD"));
    let page = query(&[("approved", "0"), INVOICE_NO]);
    check_return::<page::Return>(&page, &verifier).unwrap();
}

/// No received value can look like a line of the output, and no secret and no expected hash is
/// shown.
#[test]
fn t27_t36_a_finding_shows_no_secret_and_nothing_that_forges_output() {
    let mut pairs = APPROVED.to_vec();
    pairs.push(("x\n-all-is-well", "\u{202e}"));
    let error = of::<right::Callback>(&pairs).expect_err("something is wrong");
    let text = format!("{error:?}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(!text.contains(SECRET), "{text}");
    let forged = query(&APPROVED).replace("12.50", "99.50");
    let text = format!(
        "{:?}",
        of_query::<right::Callback>(&forged).expect_err("something is wrong")
    );
    let expected = sign(changed("amount", "99.50"), &SecretKey::new(SECRET).unwrap());
    assert!(
        !text.contains(&expected) && !text.contains("99.50"),
        "{text}"
    );
}

fn assert_named(rows: Vec<Row>) {
    for (what, result, expected) in rows {
        let error = result.expect_err(what);
        println!("{what}: {error}");
        assert_eq!(error.mistakes(), expected, "{what}");
        for mistake in error.mistakes() {
            assert!(
                error.to_string().contains(&format!("\n- {mistake}")),
                "{error}"
            );
        }
    }
}

fn of<C: SignedCallback>(pairs: &[(&str, &str)]) -> Result<Report, ContractError> {
    of_query::<C>(&query(pairs))
}

fn of_query<C: SignedCallback>(query: &str) -> Result<Report, ContractError> {
    check::<C>(query, &verifier(SECRET))
}

fn of_body<C: SignedCallback>(body: &str) -> Result<Report, ContractError> {
    check_json::<C>(body.as_bytes(), &verifier(SECRET))
}

fn of_page<R: SignedReturn>(query: &str) -> Result<Report, ContractError> {
    check_return::<R>(query, &verifier(SECRET))
}

fn query(pairs: &[(&str, &str)]) -> String {
    signed_query(pairs.iter().copied(), &SecretKey::new(SECRET).unwrap())
}

/// The query that returns if the shop's return URL has a query of its own.
fn with_order(query: &str) -> String {
    format!("order=77&{query}")
}

/// The parameters of [`APPROVED`], with a signature over two of them.
fn flags_signed() -> String {
    let [gateway, approved, others @ ..] = APPROVED;
    let others = others.map(|(key, value)| format!("{key}={value}"));
    format!("{}&{}", query(&[gateway, approved]), others.join("&"))
}

fn changed(key: &str, value: &'static str) -> [(&'static str, &'static str); 7] {
    APPROVED.map(|(name, old)| (name, if name == key { value } else { old }))
}

fn not_declared(key: &str) -> Mistake {
    let key = key.to_owned();
    Mistake::NotDeclared { key }
}

fn wire_name(declared: &'static str, found: &str) -> Mistake {
    let found = found.to_owned();
    Mistake::WireName { declared, found }
}

fn in_dinars() -> Mistake {
    Mistake::Currency {
        declared: "USD",
        found: "LYD".to_owned(),
    }
}

fn verifier(secret: &str) -> Verifier {
    Verifier::new(SecretKey::new(secret).unwrap())
}

const SECRET: &str = "sk_of_this_test";
const GATEWAY: (&str, &str) = ("gateway", "coastpay");
const INVOICE_NO: (&str, &str) = ("invoice_no", "INV-1001");

const APPROVED: [(&str, &str); 7] = [
    GATEWAY,
    ("approved", "1"),
    ("amount", "12.50"),
    ("currency", "LYD"),
    INVOICE_NO,
    ("till", "A17"),
    ("transaction_id", "100900"),
];

const CANCELED: [(&str, &str); 7] = [
    GATEWAY,
    ("canceled", "1"),
    ("amount", "12.50"),
    ("currency", "LYD"),
    INVOICE_NO,
    ("till", "A17"),
    ("transaction_id", "100900"),
];
