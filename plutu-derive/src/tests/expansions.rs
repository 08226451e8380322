//! One complete expansion of each kind.

use crate::tests::assert_snapshot;
use crate::tests::expand;
use crate::tests::expansion;

#[test]
fn request() {
    assert_snapshot!(expansion(
        r#"#[plutu_gateway(name = "mpgs", currency = "USD")]
pub mod mpgs {
    use plutu_core::field::*;

    /// Opens a card payment.
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// What the payer pays.
        pub amount: Amount,
        pub invoice_no: Option<InvoiceNo>,
        #[wire("language")]
        pub lang: Option<Language>,
    }
}"#
    ));
}

#[test]
fn charge() {
    assert_snapshot!(expansion(
        r#"#[plutu_gateway(name = "sadadapi", currency = "LYD")]
mod sadad {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    struct Verify {
        amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    struct Confirm {
        process_id: ProcessId,
        code: Otp<6>,
        amount: Amount,
        invoice_no: InvoiceNo,
        lang: Option<Language>,
    }
}"#
    ));
}

#[test]
fn request_that_answers_without_an_amount() {
    assert_snapshot!(expansion(
        r#"#[plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Session)]
    struct Open {}

    #[request(reply = Redirect, answers = Open(token))]
    struct Confirm {
        token: Token,
    }
}"#
    ));
}

#[test]
fn callback() {
    assert_snapshot!(expansion(
        r#"#[plutu_gateway(name = "coastpay", currency = crate::Points, crate = ::plutu_http::core)]
pub(crate) mod coast_pay {
    use super::*;

    const OTHER: u8 = 1;

    /// What comes back.
    #[callback]
    #[derive(Clone, Debug)]
    pub(crate) struct Callback {
        #[wire("sum")]
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: Option<TransactionId>,
        till: Till,
        pub note: Option<Note>,
    }
}"#
    ));
}

#[test]
fn return_page() {
    assert_snapshot!(expansion(
        r#"#[plutu_gateway(name = "tlync", currency = "LYD")]
pub mod tlync {
    use plutu_core::field::*;

    #[callback(approved_only)]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }

    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}"#
    ));
}

#[test]
fn the_path_of_plutu_core() {
    let imported = |given: &str, import: &str| {
        let source = format!(
            "#[plutu_gateway(name = \"mpgs\", currency = \"USD\"{given})] mod mpgs {{ use {import}; }}"
        );
        let expanded = expand(&source).to_string();
        let (before, _) = expanded.split_once(" as __plutu_core").unwrap();
        before.rsplit("use ").next().unwrap().replace(' ', "")
    };
    for (given, import, path) in [
        ("", "plutu_core::field::*", "::plutu_core"),
        ("", "plutu_http::core::field::*", "::plutu_http::core"),
        ("", "::plutu_http::core::field::Otp", "::plutu_http::core"),
        ("", "plutu_http::Client", "::plutu_core"),
        ("", "super::{plutu_http, core}", "::plutu_core"),
        (
            ", crate = crate::api",
            "plutu_http::core::field::*",
            "crate::api",
        ),
    ] {
        assert_eq!(imported(given, import), path, "{given} {import}");
    }
}

/// After the mistake is reported, the imported names no longer clash.
#[test]
fn imports_of_names_that_are_put_in() {
    let source = "#[plutu_gateway(name = \"mpgs\", currency = \"USD\")] mod mpgs {
        use plutu_core::{field::{InvoiceNo, ReturnUrl}, Other as Receipt, Amount, Redirect as Page};
        #[return_page] struct Return {} }";
    let expanded = expand(source).to_string();
    let (_, after) = expanded.split_once("use ").unwrap();
    let (import, _) = after.split_once(';').unwrap();
    assert_eq!(
        import.replace(' ', ""),
        "plutu_core::{field::{InvoiceNo,ReturnUrlas_},Otheras_,Amountas_,RedirectasPage}"
    );
}

/// The author's attributes stay, except `Debug`, which the macro implements itself.
#[test]
fn attributes() {
    assert_snapshot!(expansion(
        r#"#[plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    #[derive(Debug)]
    #[derive(Clone, std::fmt::Debug, PartialEq)]
    #[cfg_attr(feature = "serde", derive(Debug))]
    #[cfg_attr(feature = "serde", derive(Debug, Serialize), serde(deny_unknown_fields))]
    #[cfg(feature = "cards")]
    #[request(reply = Redirect)]
    struct Confirm {
        #[serde(rename = "type")]
        r#type: C,
        amount: C,
    }
}"#
    ));
}

/// The keys in the browser's query depend on the struct that `#[cfg]` leaves in.
#[test]
fn callbacks_under_cfg() {
    let expansion = expansion(
        r#"#[plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    #[cfg(feature = "old")]
    #[callback]
    struct Old {
        amount: Amount,
        invoice_no: InvoiceNo,
        transaction_id: TransactionId,
    }

    #[cfg(not(feature = "old"))]
    #[callback]
    struct New {
        amount: Amount,
        invoice_no: InvoiceNo,
        transaction_id: TransactionId,
    }
}"#,
    );
    let (_, marker) = expansion.split_once("for Gateway {").unwrap();
    let (marker, _) = marker.split_once("\n    }").unwrap();
    assert_snapshot!(marker);
}
