//! The outline of a file, signatures and hints.

use crate::coast_pay::DECLARATION;
use crate::coast_pay::with;
use crate::editor;

#[test]
fn the_outline_is_the_declaration() {
    let Some(mut editor) = editor() else { return };
    assert_eq!(
        editor.outline(DECLARATION),
        [
            "coast_pay > Verify > mobile_number",
            "coast_pay > Verify > amount",
            "coast_pay > Confirm > process_id",
            "coast_pay > Confirm > code",
            "coast_pay > Confirm > amount",
            "coast_pay > Confirm > invoice_no",
            "coast_pay > Confirm > lang",
            "coast_pay > Callback > amount",
            "coast_pay > Callback > invoice_no",
            "coast_pay > Callback > branch",
            "coast_pay > Callback > transaction_id",
        ]
    );
}

#[test]
fn a_call_shows_its_parameters() {
    let Some(mut editor) = editor() else { return };
    let (signature, documentation, parameter) = editor.signature(&with(
        "pub fn pay(challenge: &coast_pay::Challenge) {
             coast_pay::Confirm::answering(challenge, $0)
         }",
    ));
    assert!(
        signature.starts_with("fn answering(reply: &Challenge<Gateway>, amount: Amount<LYD>)"),
        "{signature}"
    );
    assert!(
        documentation.contains("`amount` is the current amount of the order."),
        "{documentation}"
    );
    assert_eq!(parameter, "amount: Amount<LYD>");

    let (signature, documentation, parameter) = editor.signature(&with(
        "pub fn ask() { coast_pay::Verify::builder().mobile_number($0) }",
    ));
    assert!(
        signature.starts_with("fn mobile_number(self, mobile_number: MobileNumber)"),
        "{signature}"
    );
    assert_eq!(documentation, "The payer's telephone.\n\nRequired.");
    assert_eq!(parameter, "mobile_number: MobileNumber");
}

#[test]
fn a_hint_names_the_request() {
    let Some(mut editor) = editor() else { return };
    let hints = editor.hints(&with(
        "pub fn ask(number: plutu_core::field::MobileNumber, price: coast_pay::Amount) {
             let request = coast_pay::Verify::builder().mobile_number(number).amount(price).build();
         }
",
    ));
    assert!(hints.contains(&"request: Verify".to_owned()), "{hints:?}");
}
