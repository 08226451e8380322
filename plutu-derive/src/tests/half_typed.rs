//! While the author types one field, the other fields keep their setters.

use crate::tests::expand;
use crate::tests::mistakes;

/// A request with `typed` between two complete fields.
fn source(typed: &str) -> String {
    format!(
        "#[plutu_gateway(name = \"mpgs\", currency = \"USD\")] mod mpgs {{
            #[request(reply = Redirect, moves_money)]
            pub struct Confirm {{
                pub amount: Amount,
                {typed}
                pub lang: Option<Language>,
            }}
        }}"
    )
}

#[test]
fn the_other_fields_keep_their_setters() {
    let cases = [
        "pub inv",
        "pub inv,",
        "inv,",
        "pub",
        "pub invoice_no:",
        "pub invoice_no:,",
        "pub invoice_no: Opt<",
        "pub invoice_no: Opt<,",
        "pub invoice_no: Map<A, 5 5>,",
        "/// Its number.\n pub inv",
        "#[wire(\"a\")] pub(crate) inv,",
        "pub invoice_no InvoiceNo,",
        "5,",
    ];
    for typed in cases {
        let source = source(typed);
        let expanded = expand(&source).to_string();
        for setter in [
            "fn amount (self",
            "fn lang (self",
            "fn maybe_lang (mut self",
        ] {
            assert!(expanded.contains(setter), "{typed}: no `{setter}`");
        }
        let [(_, message)] = &*mistakes(&source) else {
            panic!("{typed}: {:?}", mistakes(&source));
        };
        assert_eq!(
            message, "expected a field, as in `pub amount: Amount`",
            "{typed}"
        );
    }
}

#[test]
fn the_message_is_at_the_field() {
    for (typed, place) in [
        ("pub inv", "pub inv"),
        ("pub invoice_no: Opt<,", "pub invoice_no: Opt<,"),
        ("/// Its number.\n pub inv,", "pub inv,"),
    ] {
        let mistakes = mistakes(&source(typed));
        assert_eq!(mistakes.first().unwrap().0, place);
    }
}

#[test]
fn a_last_field_may_be_half_typed_too() {
    let source = source("").replace("pub lang: Option<Language>,", "pub la");
    assert!(expand(&source).to_string().contains("fn amount (self"));
    assert_eq!(mistakes(&source).len(), 1);
}
