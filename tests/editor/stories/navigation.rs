//! Where a name leads, and where it is used.

use crate::coast_pay::typed;
use crate::coast_pay::with;
use crate::editor;

#[test]
fn a_setter_leads_to_the_declared_field() {
    let Some(mut editor) = editor() else { return };
    for (setter, field) in [
        (
            ".mobile_$0number(number)",
            "pub mobile_number: MobileNumber,",
        ),
        (".am$0ount(amount)", "pub amount: Amount,"),
    ] {
        let source = with(&format!(
            "pub fn ask() {{ coast_pay::Verify::builder(){setter}; }}"
        ));
        assert_eq!(editor.definition(&source), [field]);
    }
    for setter in [".la$0ng(lang)", ".maybe_$0lang(None)"] {
        let source = with(&format!(
            "pub fn pay(challenge: &coast_pay::Challenge, amount: coast_pay::Amount) {{
                 coast_pay::Confirm::answering(challenge, amount).unwrap(){setter};
             }}"
        ));
        assert_eq!(editor.definition(&source), ["pub lang: Option<Language>,"]);
    }
}

#[test]
fn an_accessor_leads_to_the_declared_field() {
    let Some(mut editor) = editor() else { return };
    let source = with("pub fn read(callback: &coast_pay::Callback) { callback.bra$0nch(); }");
    assert_eq!(
        editor.definition(&source),
        ["pub branch: Option<PlainText>,"]
    );
}

#[test]
fn builder_and_build_lead_to_the_declared_request() {
    let Some(mut editor) = editor() else { return };
    for chain in ["$0builder().build()", "builder().$0build()"] {
        let source = with(&format!("pub fn ask() {{ coast_pay::Verify::{chain}; }}"));
        assert_eq!(
            editor.definition(&source),
            ["pub struct Verify {"],
            "{chain}"
        );
    }
}

#[test]
fn a_declared_field_leads_to_its_uses() {
    let Some(mut editor) = editor() else { return };
    let found = editor.references(&format!(
        "{}
         pub fn ask(number: plutu_core::field::MobileNumber) {{
             coast_pay::Verify::builder()
                 .mobile_number(number);
         }}",
        typed("pub mobile_number:", "pub mobile_$0number:")
    ));
    assert!(
        found.contains(&".mobile_number(number);".to_owned()),
        "{found:?}"
    );
}
