//! What is suggested.

use plutu_test_editor::Completion;

use crate::coast_pay::typed;
use crate::coast_pay::with;
use crate::editor;

#[test]
fn a_builder_suggests_its_setters_with_their_documentation() {
    let Some(mut editor) = editor() else { return };
    let suggested = editor.complete(
        "use plutu_core::gateways::mpgs;

         pub fn pay() {
             mpgs::Confirm::builder().$0
         }",
    );
    for (setter, documentation) in [
        ("amount", "What the payer pays, in US dollars.\n\nRequired."),
        (
            "invoice_no",
            "The order's number, unique and not used before.\n\nRequired.",
        ),
        (
            "return_url",
            "The page to which the payer's browser returns with the signed callback.\n\nRequired.",
        ),
        (
            "lang",
            "The language of the hosted page. Without it, Plutu uses Arabic.\n\nOptional.",
        ),
        (
            "maybe_lang",
            "Sets `lang`, or clears it with `None`. A later call replaces the value.",
        ),
        (
            "build",
            "Builds the request. Compiles only if every required field is set.",
        ),
    ] {
        assert_eq!(find(&suggested, setter).documentation, documentation);
    }
}

/// rust-analyzer does not look at the bounds of a method. The compiler says "already set".
#[test]
fn a_setter_that_was_called_is_still_suggested() {
    let Some(mut editor) = editor() else { return };
    let suggested = editor.complete(&with(
        "pub fn ask(amount: coast_pay::Amount) {
             coast_pay::Verify::builder().amount(amount).$0
         }",
    ));
    assert_eq!(own(&suggested), ["amount", "build", "mobile_number"]);
}

#[test]
fn a_half_typed_chain_suggests_what_is_left() {
    let Some(mut editor) = editor() else { return };
    for typed in ["am$0", "$0", ".am$0.build()"] {
        let suggested = editor.complete(&with(&format!(
            "pub fn ask(number: plutu_core::field::MobileNumber) {{
                 let request = coast_pay::Verify::builder()
                     .mobile_number(number)
                     .{}
                 let next = 1;
             }}",
            typed.trim_start_matches('.'),
        )));
        assert_eq!(
            own(&suggested),
            ["amount", "build", "mobile_number"],
            "{typed}"
        );
    }
}

#[test]
fn a_half_typed_declaration_keeps_the_other_setters() {
    let Some(mut editor) = editor() else { return };
    for half in ["pub amo", "pub amount:", "pub amount: Opt<", "amo,", "5,"] {
        let declaration = typed(
            "pub amount: Amount,\n    }\n\n    /// Takes",
            &format!("{half}\n    }}\n\n    /// Takes"),
        );
        let suggested = editor.complete(&format!(
            "{declaration}
             pub fn ask() {{
                 coast_pay::Verify::builder().$0
             }}"
        ));
        assert_eq!(own(&suggested), ["build", "mobile_number"], "{half}");
    }
}

#[test]
fn a_half_typed_attribute_keeps_the_setters() {
    let Some(mut editor) = editor() else { return };
    for half in ["#[request(reply = )]", "#[request(rep)]", "#[request()]"] {
        let declaration = typed("#[request(reply = Challenge)]", half);
        let suggested = editor.complete(&format!(
            "{declaration}
             pub fn ask() {{
                 coast_pay::Verify::builder().$0
             }}"
        ));
        assert_eq!(
            own(&suggested),
            ["amount", "build", "mobile_number"],
            "{half}"
        );
    }
}

#[test]
fn the_type_of_a_field_is_suggested() {
    let Some(mut editor) = editor() else { return };
    let suggested = editor.complete(&typed("code: Otp<6>", "code: O$0"));
    assert!(
        find(&suggested, "Otp")
            .documentation
            .contains("one-time password")
    );
    let suggested = editor.complete(&typed("Option<Language>", "Option<Lan$0>"));
    find(&suggested, "Language");
    let suggested = editor.complete(&typed("reply = Challenge", "reply = Cha$0"));
    find(&suggested, "Challenge");
}

/// The attributes `request`, `callback` and `wire` exist only for the macro.
#[test]
fn the_keys_of_attributes_are_not_suggested() {
    let Some(mut editor) = editor() else { return };
    for (part, half) in [
        ("(name = \"coastpay\", ", "(na$0, "),
        ("currency = \"LYD\"", "curr$0"),
        ("#[request(reply = Challenge)]", "#[request(re$0)]"),
        ("moves_money", "mov$0"),
    ] {
        let suggested = editor.complete(&typed(part, half));
        for key in ["name", "currency", "reply", "moves_money"] {
            let found = suggested.iter().find(|it| it.label.starts_with(key));
            assert!(found.is_none(), "{half}: {found:?}");
        }
    }
    let suggested = editor.complete(&typed("#[callback]", "#[call$0]"));
    assert!(suggested.iter().all(|it| it.label != "callback"));
}

#[test]
fn a_verified_callback_suggests_what_was_signed() {
    let Some(mut editor) = editor() else { return };
    let suggested = editor.complete(&with(
        "pub fn read(callback: &coast_pay::Callback) {
             callback.$0
         }",
    ));
    assert_eq!(
        own(&suggested),
        [
            "amount",
            "branch",
            "invoice_no",
            "matched_key",
            "settle",
            "transaction_id"
        ]
    );
    let branch = find(&suggested, "branch");
    assert_eq!(branch.documentation, "The branch where the payer paid.");
}

#[test]
fn a_match_suggests_the_settlements() {
    let Some(mut editor) = editor() else { return };
    let suggested = editor.complete(&with(
        "use plutu_core::{InvoiceNo, Mismatch, Settlement};

         pub fn settle(
             callback: &coast_pay::Callback,
             invoice_no: &InvoiceNo,
             amount: coast_pay::Amount,
         ) -> Result<(), Mismatch> {
             match callback.settle(invoice_no, amount)? {
                 Settlement::$0
             }
         }",
    ));
    let labels: Vec<_> = suggested.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels[..3], ["Paid", "Canceled", "Undecided"]);
}

/// What is hidden from the documentation is hidden here, unless the gateway is declared in the same
/// crate.
#[test]
fn a_gateway_suggests_its_items() {
    let Some(mut editor) = editor() else { return };
    let suggested = editor.complete("pub type A = plutu_core::gateways::sadad::$0;");
    let labels: Vec<_> = suggested.iter().map(|it| it.label.as_str()).collect();
    for item in [
        "Amount",
        "Challenge",
        "Confirm",
        "Gateway",
        "Receipt",
        "Verify",
    ] {
        assert!(labels.contains(&item), "{item}: {labels:?}");
    }
    assert!(
        !labels.iter().any(|label| label.starts_with("__")),
        "{labels:?}"
    );
}

/// The names of methods that are not of a trait of the standard library, sorted.
fn own(suggested: &[Completion]) -> Vec<&str> {
    let own = suggested.iter().map(|it| it.label.as_str());
    let own = own.filter(|label| !label.contains("(as "));
    let own = own.map(|label| label.split('(').next().unwrap_or(label));
    let mut own: Vec<_> = own.collect();
    own.sort_unstable();
    own
}

fn find<'a>(suggested: &'a [Completion], name: &str) -> &'a Completion {
    let labels: Vec<_> = suggested.iter().map(|it| it.label.as_str()).collect();
    let found = suggested
        .iter()
        .find(|it| it.label == name || it.label.split('(').next() == Some(name));
    found.unwrap_or_else(|| panic!("no `{name}` among {labels:?}"))
}
