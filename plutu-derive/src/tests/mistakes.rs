//! The mistakes in a declaration: every rule, its message, and the tokens at which it is reported.

use proc_macro2::TokenStream;

use crate::tests::assert_snapshot;
use crate::tests::expand;
use crate::tests::mistakes;

/// Prints the mistakes in each declaration. Every declaration must still expand to a module that
/// can be parsed.
fn report(sources: &[String]) -> String {
    let mut report = Vec::new();
    for source in sources {
        let expanded: syn::File = syn::parse2(expand(source)).expect(source);
        assert!(matches!(expanded.items.first(), Some(syn::Item::Mod(_))));
        report.push(format!(
            "// {}",
            source.split_whitespace().collect::<Vec<_>>().join(" ")
        ));
        for (place, message) in mistakes(source) {
            report.push(format!("`{place}`: {message}"));
        }
        report.push(String::new());
    }
    report.join("\n")
}

/// Declarations that differ in the attribute's arguments.
fn with_arguments(arguments: &[&str]) -> Vec<String> {
    let declare = |arguments: &&str| {
        format!("#[plutu_gateway({arguments})] mod mpgs {{ #[return_page] struct Return {{}} }}")
    };
    arguments.iter().map(declare).collect()
}

/// Declarations that differ in the module's items.
fn with_items(items: &[&str]) -> Vec<String> {
    let declare = |items: &&str| {
        format!("#[plutu_gateway(name = \"mpgs\", currency = \"USD\")] mod mpgs {{ {items} }}")
    };
    items.iter().map(declare).collect()
}

/// Declarations that differ in the fields of a request.
fn with_fields(fields: &[&str]) -> Vec<String> {
    let declare =
        |fields: &&str| format!("#[request(reply = Redirect)] struct Confirm {{ {fields} }}");
    let items: Vec<_> = fields.iter().map(declare).collect();
    with_items(&items.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Declarations that differ in the fields of a callback. Each also has the three required fields.
fn with_callback_fields(fields: &[&str]) -> Vec<String> {
    let declare = |fields: &&str| {
        format!(
            "#[callback] struct Callback {{ amount: Amount, invoice_no: InvoiceNo, \
             transaction_id: TransactionId, {fields} }}"
        )
    };
    let items: Vec<_> = fields.iter().map(declare).collect();
    with_items(&items.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn arguments() {
    assert_snapshot!(report(&with_arguments(&[
        "",
        r#"nmae = "mpgs", currency = "USD""#,
        r#"nmae = "Mpgs", nam = "mpgs", currency = "USD", crat = ::payments::core"#,
        r#"nmae = "other", name = "mpgs", currency = "USD""#,
        r#""mpgs", "USD""#,
        r#"name: "mpgs", currency: "USD""#,
        r#"name = "mpgs", name = "mpgs", currency = "USD""#,
        r#"name = mpgs, currency = "USD""#,
        r#"name, currency = "USD""#,
        r#"name = "Mpgs", currency = "USD""#,
        r#"name = "", currency = "USD""#,
        r#"name = "coastpaycoastpaycoastpaycoastpaycoastpaycoastpaycoastpaycoastpayx", currency = "USD""#,
        r#"name = "mpgs", currency = USD"#,
        r#"name = "mpgs", currency = usd"#,
        r#"name = "mpgs", currency = "usd""#,
        r#"name = "mpgs", currency = "USDT""#,
        r#"name = "mpgs", currency = 5"#,
        r#"name = "mpgs", currency = "USD", crate = plutu_http::core"#,
        r#"name = "mpgs" currency = "USD""#,
    ])));
}

#[test]
fn items() {
    assert_snapshot!(report(&with_items(&[
        "",
        "#[request(reply = Redirect)] fn confirm() {}",
        "#[request(reply = Redirect)] enum Confirm { A }",
        "#[callback] struct Callback(Amount);",
        "#[return_page] struct Return;",
        "#[request(reply = Redirect)] struct Confirm<'a, T> { amount: Amount }",
        "#[request(reply = Redirect)] struct Confirm where Amount: Copy { amount: Amount }",
        "#[wire(\"a\")] fn confirm() {} #[return_page] struct Return {}",
        "#[request(reply = Redirect)] #[wire(\"a\")] struct Confirm {}",
        "#[request(reply = Redirect)] #[callback] struct Confirm {}",
        "#[request(reply = Redirect)] #[request(reply = Redirect)] struct Confirm {}",
        "#[return_page] struct Return {} #[return_page] struct Other {}",
        "#[callback] struct Callback { amount: Amount, invoice_no: InvoiceNo, transaction_id: TransactionId }
         #[callback] struct Other { amount: Amount, invoice_no: InvoiceNo, transaction_id: TransactionId }",
        "#[request(reply = Redirect)] struct Confirm {} #[request(reply = Redirect, action = \"confirm\")] struct Other {}",
        "#[request(reply = Redirect)] struct Confirm {} #[request(reply = Redirect)] struct Confirm { amount: Amount }",
        "#[plutu_core::request(reply = Redirect)] struct Confirm {}",
        "#[plutu_http::core::callback(approved_only)] #[return_page] struct Confirm {}",
        "#[rocket::request] struct Other; #[return_page] struct Return {}",
    ])));
}

#[test]
fn names_that_are_put_in() {
    assert_snapshot!(report(&with_items(&[
        "struct Amount; #[return_page] struct Return {}",
        "type Currency = u8; enum Gateway {} #[return_page] struct Return {}",
        "#[request(reply = Redirect)] struct Challenge { amount: Amount }",
        "#[request(reply = Redirect)] struct Confirm {} struct ConfirmBuilder;",
        "use plutu_core::field::{InvoiceNo, ReturnUrl}; use plutu_core::Receipt; #[return_page] struct Return {}",
        "use plutu_core::{Receipt as Reply, Other as Receipt, Amount::*}; #[return_page] struct Return {}",
        "use super::*; use plutu_core::Receipt as _; #[return_page] struct Return {}",
    ])));
}

#[test]
fn requests() {
    assert_snapshot!(report(&with_items(&[
        "#[request] struct Confirm {}",
        "#[request = 5] struct Confirm {}",
        "#[request(replay = Redirect)] struct Confirm {}",
        "#[request(reply)] struct Confirm {}",
        "#[request(reply = Redirect, reply = Redirect)] struct Confirm {}",
        "#[request(reply = Redirect, action = confirm)] struct Confirm {}",
        "#[request(reply = Redirect, action = \"a b\")] struct Confirm {}",
        "#[request(reply = Redirect)] struct Prüfe {}",
        "#[request(reply = Redirect, action = \"check\")] struct Prüfe {}",
        "#[request(reply = Redirect, moves_money = true)] struct Confirm { amount: Amount, invoice_no: InvoiceNo }",
        "#[request(reply = Receipt, move_money)] struct Confirm { amount: Amount }",
        "#[request(reply = Redirect, moves_money)] struct Confirm { code: Otp<6> }",
        "#[request(reply = Redirect, moves_money)] struct Confirm { amount: Amount }",
    ])));
}

#[test]
fn answers() {
    let verify = "#[request(reply = Challenge)] struct Verify { amount: Amount }";
    let fields =
        "{ process_id: ProcessId, amount: Amount, invoice_no: InvoiceNo, lang: Option<Language> }";
    let items = [
        "Verfy(process_id)",
        "Other(process_id)",
        "Verify(proces_id)",
        "Verify(lang)",
        "Verify(process_id, process_id)",
        "Verify",
        "Verify(process_id), moves_money",
        "Verify(), moves_money",
    ]
    .map(|answers| {
        let request = format!("#[request(reply = Receipt, answers = {answers})]");
        format!("{verify} {request} struct Confirm {fields}")
    });
    assert_snapshot!(report(&with_items(&items.each_ref().map(String::as_str))));
}

#[test]
fn fields() {
    let long = format!("{}: A", "a".repeat(65));
    let long_wire = format!("#[wire(\"{}\")] a: A", "a".repeat(65));
    assert_snapshot!(report(&with_fields(&[
        "__amount: Amount",
        "a: Option<Option<A>>",
        "a: &'static str, b: Option<&'static str>",
        "größe: A",
        &long,
        &long_wire,
        "#[wire(\"a.b\")] a: A",
        "#[wire(\"\")] a: A",
        "#[wire(a)] a: A",
        "#[wire] a: A",
        "#[wire(\"a\")] #[wire(\"b\")] a: A",
        "#[wire(\"transaction-id\")] a: A",
        "amount: Amount, #[wire(\"amount\")] total: Amount",
        "amount: Amount, amount: Amount",
        "amount: Amount<LYD>, return_url: Option<ReturnUrl<Gateway>>, other: plutu_core::Amount<USD>",
        "amount: Amount pub lang: Option<Language>",
        "#[cfg(test)] a: A",
        "#[cfg_attr(test, doc = \"\")] a: A",
        "#[callback] a: A",
        "build: A",
        "lang: Option<A>, maybe_lang: A",
        "#[wire(\"x\")] build: A",
    ])));
}

#[test]
fn callbacks() {
    let many: Vec<_> = (0..54).map(|number| format!("a{number}: A")).collect();
    let mut sources = with_items(&[
        "#[callback] struct Callback {}",
        "#[callback] struct Callback { amount: Option<Amount>, invoice_no: Option<InvoiceNo>, transaction_id: Option<TransactionId> }",
        "#[callback] struct Callback { amount: Amount, invoice_no: InvoiceNo, inv }",
        "#[callback(aproved_only)] struct Callback { amount: Amount, invoice_no: InvoiceNo, transaction_id: TransactionId }",
        "#[return_page(approved_only)] struct Return { is_approved: A }",
    ]);
    sources.extend(with_callback_fields(&[
        "approved: Flag",
        "#[wire(\"gateway\")] from: A",
        "settle: A",
        "#[wire(\"x\")] verify: A",
    ]));
    sources.extend(with_callback_fields(&[&many.join(", ")]));
    assert_snapshot!(report(&sources));
}

/// No mistake hides another one.
#[test]
fn several_at_once() {
    let source = r#"#[plutu_gateway(nmae = "mpgs", currency = "USDT")]
        mod mpgs {
            struct Amount;
            #[request(replay = Redirect)]
            struct Confirm { amount: Amount, #[wire("amount")] total: Amount, build: u8 }
            #[request(reply = Redirect)]
            enum Verify {}
            #[callback]
            fn callback() {}
        }"#;
    assert_snapshot!(report(&[source.to_owned()]));
}

#[test]
fn anything_but_an_inline_module_comes_back_as_it_was() {
    let mut messages = Vec::new();
    for item in [
        "struct Mpgs;",
        "pub mod mpgs;",
        "fn mpgs() {}",
        "enum Mpgs {}",
    ] {
        let source = format!("#[plutu_gateway(name = \"mpgs\", currency = \"USD\")] {item}");
        let item = item.parse::<TokenStream>().unwrap().to_string();
        let expanded = expand(&source).to_string();
        assert!(expanded.starts_with(&item), "{expanded}");
        for (place, message) in mistakes(&source) {
            messages.push(format!("{item}\n`{place}`: {message}\n"));
        }
    }
    assert_snapshot!(messages.join("\n"));
}

#[test]
fn structs_under_cfg_are_no_duplicates_in_any_order() {
    let fields = "{ amount: Amount, invoice_no: InvoiceNo, transaction_id: TransactionId }";
    let sources = with_items(&[
        &format!("#[callback] struct A {fields} #[cfg(x)] #[callback] struct B {fields}"),
        &format!("#[cfg(x)] #[callback] struct A {fields} #[callback] struct B {fields}"),
    ]);
    for source in sources {
        assert_eq!(mistakes(&source), [], "{source}");
    }
}

#[test]
fn a_message_names_the_field_whose_setter_is_in_the_way() {
    let fields = "amount: Amount, maybe_x: Option<PlainText>, maybe_maybe_x: PlainText";
    let sources = with_fields(&[fields]);
    let found = mistakes(&sources[0]);
    let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert!(
        matches!(messages[..], [message] if message.contains("optional field `maybe_x`")),
        "{messages:?}"
    );
}
