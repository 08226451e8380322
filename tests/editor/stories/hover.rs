//! What is shown at the cursor.

use crate::coast_pay::typed;
use crate::coast_pay::with;
use crate::editor;

#[test]
fn a_setter_shows_the_fields_documentation() {
    let Some(mut editor) = editor() else { return };
    let shown = editor.hover(&with(
        "pub fn ask(number: plutu_core::field::MobileNumber) {
             coast_pay::Verify::builder().mobile_$0number(number);
         }",
    ));
    let shown = shown.unwrap();
    assert!(
        shown.contains("fn mobile_number(self, mobile_number: MobileNumber)"),
        "{shown}"
    );
    assert!(
        shown.contains("The payer's telephone.\n\nRequired."),
        "{shown}"
    );
    // What is set so far.
    assert!(
        shown.contains("`MobileNumberState` = `Unset`, `AmountState` = `Unset`"),
        "{shown}"
    );
}

#[test]
fn an_accessor_shows_the_fields_documentation() {
    let Some(mut editor) = editor() else { return };
    let shown = editor.hover(&with(
        "pub fn read(callback: &coast_pay::Callback) -> bool {
             callback.bra$0nch().is_some()
         }",
    ));
    let shown = shown.unwrap();
    assert!(shown.contains("pub fn branch(&self)"), "{shown}");
    assert!(
        shown.contains("The branch where the payer paid."),
        "{shown}"
    );
}

#[test]
fn verify_shows_what_to_pass_and_what_can_go_wrong() {
    let Some(mut editor) = editor() else { return };
    let shown = editor.hover(&with(
        "pub fn read(query: &str, verifier: &plutu_core::Verifier) {
             let _ = coast_pay::Callback::ver$0ify(query, verifier);
         }",
    ));
    let shown = shown.unwrap();
    assert!(
        shown.contains("pub fn verify(raw_query: &str, verifier: &"),
        "{shown}"
    );
    assert!(
        shown.contains("Pass the query exactly as it was received"),
        "{shown}"
    );
    assert!(shown.contains("# Errors"), "{shown}");
}

#[test]
fn a_declared_field_shows_its_documentation_first() {
    let Some(mut editor) = editor() else { return };
    let shown = editor.hover(&typed("pub lang:", "pub la$0ng:")).unwrap();
    let place = |text: &str| {
        shown
            .find(text)
            .unwrap_or_else(|| panic!("no {text}: {shown}"))
    };
    assert!(place("pub lang: Option<Language>") < place("The language of the message."));
    // What follows is generated.
    assert!(place("The language of the message.") < place("ConfirmBuilder"));
}

#[test]
fn the_attribute_shows_its_keys() {
    let Some(mut editor) = editor() else { return };
    let at_the_path = typed("plutu_gateway(", "plutu_ga$0teway(");
    let at_the_import = "use plutu_core::plutu_ga$0teway;";
    for source in [&*at_the_path, at_the_import] {
        let shown = editor.hover(source).unwrap();
        assert!(shown.contains("Declares a payment gateway"), "{shown}");
        assert!(shown.contains("|`currency = \"LYD\"`|"), "{shown}");
        assert!(
            shown.contains("|`answers = Verify(process_id, amount)`|"),
            "{shown}"
        );
    }
}

/// rust-analyzer looks for the attribute of a module inside the module, where the import is not.
#[test]
fn an_imported_attribute_shows_nothing() {
    let Some(mut editor) = editor() else { return };
    let source = typed("#[plutu_core::plutu_gateway(", "#[plutu_ga$0teway(");
    let source = format!("use plutu_core::plutu_gateway;\n{source}");
    assert_eq!(editor.hover(&source), None);
    assert_eq!(editor.problems(&source), []);
}

/// The macro takes the keys out: there is nothing in the program that they could show.
#[test]
fn the_keys_show_nothing_but_what_they_name() {
    let Some(mut editor) = editor() else { return };
    for (part, cursor) in [
        ("(name =", "(na$0me ="),
        ("currency =", "curr$0ency ="),
        ("#[request", "#[$0request"),
        ("reply =", "rep$0ly ="),
        ("answers =", "answ$0ers ="),
        ("#[wire", "#[wi$0re"),
        ("#[callback", "#[call$0back"),
    ] {
        assert_eq!(editor.hover(&typed(part, cursor)), None, "{cursor}");
    }
    let shown = editor.hover(&typed("\"LYD\"", "\"L$0YD\"")).unwrap();
    assert!(shown.contains("The Libyan dinar."), "{shown}");
    let shown = editor
        .hover(&typed("reply = Challenge", "reply = Chall$0enge"))
        .unwrap();
    assert!(
        shown.contains("waits for the payer's one-time password"),
        "{shown}"
    );
}
