//! What is underlined.

use plutu_test_editor::Problem;

use crate::coast_pay::DECLARATION;
use crate::coast_pay::typed;
use crate::coast_pay::with;
use crate::editor;

const SHOP: &str = r#"
use plutu_core::{InvoiceNo, Settlement, Verifier};

pub type Failure = Box<dyn std::error::Error>;

pub fn ask() -> Result<coast_pay::Verify, Failure> {
    let request = coast_pay::Verify::builder()
        .mobile_number("0913632323".parse()?)
        .amount("12.50".parse()?)
        .build();
    Ok(request)
}

pub fn pay(challenge: &coast_pay::Challenge) -> Result<coast_pay::Confirm, Failure> {
    let request = coast_pay::Confirm::answering(challenge, "12.50".parse()?)?
        .code("111111".parse()?)
        .invoice_no("INV-1001".parse()?)
        .maybe_lang(None)
        .build();
    Ok(request)
}

pub fn settle(query: &str, verifier: &Verifier, invoice_no: &InvoiceNo) -> Result<bool, Failure> {
    let callback = coast_pay::Callback::verify(query, verifier)?;
    match callback.settle(invoice_no, "12.50".parse()?)? {
        Settlement::Paid(paid) => Ok(paid.transaction_id().is_some()),
        Settlement::Canceled | Settlement::Undecided => Ok(false),
    }
}
"#;

#[test]
fn nothing_is_wrong_with_a_correct_program() {
    let Some(mut editor) = editor() else { return };
    assert_eq!(editor.problems(&with(SHOP)), []);
    assert_eq!(editor.errors(&with(SHOP)), []);
}

#[test]
fn a_mistake_in_a_declaration_is_underlined_while_it_is_typed() {
    let Some(mut editor) = editor() else { return };
    for (part, wrong, at, message) in [
        (
            "reply = Challenge",
            "replay = Challenge",
            "replay",
            "unknown key `replay`; did you mean `reply`?",
        ),
        (
            "(name = ",
            "(names = ",
            "names",
            "unknown key `names`; did you mean `name`?",
        ),
        (
            "Verify(process_id",
            "Verify(process_ids",
            "process_ids",
            "`process_ids` is not a required field of `Confirm`; did you mean `process_id`?",
        ),
    ] {
        let problems = editor.problems(&typed(part, wrong));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((&*problems[0].at, &*problems[0].message), (at, message));
    }
}

#[test]
fn a_missing_field_is_underlined_at_build() {
    let Some(mut editor) = editor() else { return };
    let source = with("pub fn ask() {\n    coast_pay::Verify::builder()\n        .build();\n}\n");
    let errors = editor.errors(&source);
    let line = DECLARATION.lines().count() + 2;
    assert_eq!(
        places(&errors),
        [
            (
                "build",
                line,
                "required field `mobile_number` of `coast_pay::Verify` is not set"
            ),
            (
                "build",
                line,
                "required field `amount` of `coast_pay::Verify` is not set"
            ),
        ]
    );
}

#[test]
fn a_field_that_is_set_twice_is_underlined_at_the_second_setter() {
    let Some(mut editor) = editor() else { return };
    let source = with(
        "pub fn ask(amount: coast_pay::Amount) {
    let _ = coast_pay::Verify::builder().amount(amount)
        .amount(amount);
}
",
    );
    let errors = editor.errors(&source);
    let line = DECLARATION.lines().count() + 2;
    assert_eq!(
        places(&errors),
        [(
            "amount",
            line,
            "field `amount` of `coast_pay::Verify` is already set"
        )]
    );
}

#[test]
fn a_forgotten_settlement_is_underlined_while_it_is_typed() {
    let Some(mut editor) = editor() else { return };
    let source = with(SHOP).replace(
        "        Settlement::Canceled | Settlement::Undecided => Ok(false),\n",
        "",
    );
    let problems = editor.problems(&source);
    let message = "missing match arm: `Canceled` and `Undecided` not covered";
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        (&*problems[0].code, &*problems[0].message),
        ("E0004", message)
    );
}

fn places(errors: &[Problem]) -> Vec<(&str, usize, &str)> {
    let places = errors.iter().map(|error| {
        let line = usize::try_from(error.line).unwrap();
        (&*error.at, line, &*error.message)
    });
    places.collect()
}
