//! What follows when a name in a declaration is changed.

use crate::coast_pay::DECLARATION;
use crate::coast_pay::typed;
use crate::coast_pay::with;
use crate::editor;

const SHOP: &str = "
pub fn pay(challenge: &coast_pay::Challenge, amount: coast_pay::Amount) {
    let builder = coast_pay::Confirm::answering(challenge, amount).unwrap();
    builder.maybe_lang(None).lang(plutu_core::Language::Ar);
}
";

#[test]
fn the_setters_follow_a_field() {
    let Some(mut editor) = editor() else { return };
    let before = format!("{}{SHOP}", typed("pub lang:", "pub la$0ng:"));
    let after = with(SHOP)
        .replace("pub lang:", "pub language:")
        .replace(".maybe_lang(", ".maybe_language(")
        .replace(".lang(", ".language(");
    assert_eq!(editor.rename(&before, "language"), after);
}

#[test]
fn the_field_follows_a_setter() {
    let Some(mut editor) = editor() else { return };
    let before = with("pub fn ask() { coast_pay::Verify::builder().mobile_$0number(number); }");
    let after = with("pub fn ask() { coast_pay::Verify::builder().phone(number); }")
        .replace("pub mobile_number:", "pub phone:");
    assert_eq!(editor.rename(&before, "phone"), after);
}

#[test]
fn the_accessor_follows_a_field() {
    let Some(mut editor) = editor() else { return };
    let shop = "pub fn read(callback: &coast_pay::Callback) { callback.branch(); }";
    let before = format!("{}{shop}", typed("pub branch:", "pub bra$0nch:"));
    let after = with(shop)
        .replace("pub branch:", "pub place:")
        .replace("callback.branch()", "callback.place()");
    assert_eq!(editor.rename(&before, "place"), after);
}

/// The compiler then reports the name in `answers`.
#[test]
fn the_key_answers_does_not_follow() {
    let Some(mut editor) = editor() else { return };
    let after = editor.rename(&typed("pub struct Verify", "pub struct Ver$0ify"), "Ask");
    assert_eq!(
        after,
        DECLARATION.replace("pub struct Verify", "pub struct Ask")
    );
    let problems = editor.problems(&after);
    assert!(
        problems.iter().any(|problem| problem.at == "Verify"),
        "{problems:?}"
    );

    let after = editor.rename(&typed("pub process_id", "pub process$0_id"), "process");
    assert_eq!(after, DECLARATION.replace("pub process_id", "pub process"));
    let problems = editor.problems(&after);
    assert!(
        problems.iter().any(|problem| problem.at == "process_id"),
        "{problems:?}"
    );
}

/// A field's name is its name on the wire, unless it has the attribute `wire`.
#[test]
fn the_name_on_the_wire_follows_silently() {
    let Some(mut editor) = editor() else { return };
    let after = editor.rename(&typed("pub code:", "pub co$0de:"), "password");
    assert_eq!(after, DECLARATION.replace("pub code:", "pub password:"));
    assert_eq!(editor.problems(&after), []);
    let declared = after.replace("pub password:", "pub pass$0word:");
    assert!(
        editor
            .hover(&declared)
            .unwrap()
            .contains("The field `password`.")
    );
}
