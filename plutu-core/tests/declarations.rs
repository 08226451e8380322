//! What code outside the crate declares with `#[plutu_gateway]`, and what its generated traits do.

use std::error::Error;

use plutu_core::Gateway;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::spec::SignedSpec;

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    /// The payer's name, whose own `Debug` shows it.
    #[derive(Debug)]
    pub(crate) struct Payer(String);

    impl CallbackField for Payer {
        const HIDDEN: bool = true;

        fn read(text: &str) -> Result<Self, FieldError> {
            Ok(Self(text.to_owned()))
        }
    }

    impl Payer {
        pub(crate) fn expose(&self) -> &str {
            &self.0
        }
    }

    #[callback]
    pub(crate) struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: Option<TransactionId>,
        pub payer: Payer,
        pub second_payer: Option<Payer>,
        pub note: Option<PlainText>,
    }

    #[return_page]
    pub(crate) struct Return {
        pub invoice_no: InvoiceNo,
        pub payer: Option<Payer>,
    }

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub return_url: ReturnUrl,
        pub callback_url: CallbackUrl,
    }
}

#[plutu_core::plutu_gateway(name = "inlet", currency = "LYD")]
mod inlet {
    use plutu_core::field::*;

    #[callback]
    #[derive(Clone, PartialEq, Eq)]
    pub(crate) struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: Option<TransactionId>,
    }

    #[return_page]
    #[derive(Clone, PartialEq, Eq)]
    pub(crate) struct Return {
        pub invoice_no: InvoiceNo,
    }

    #[request(reply = Redirect, action = "open")]
    pub(crate) struct First {
        pub branch: PlainText,
        pub amount: Amount,
    }

    /// Two requests can have the same action if one of them is under `#[cfg]`.
    #[cfg(test)]
    #[request(reply = Redirect, action = "open")]
    pub(crate) struct Second {
        pub amount: Amount,
        pub mobile_number: MobileNumber,
    }
}

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn secret_key() -> Result<SecretKey> {
    Ok(SecretKey::new("sk_of_this_test")?)
}

fn callback(second_payer: &str) -> Result<coast_pay::Callback> {
    let pairs = [
        ("gateway", "coastpay"),
        ("approved", "1"),
        ("amount", "12.50"),
        ("invoice_no", "INV-1"),
        ("transaction_id", "77"),
        ("payer", "canary"),
        ("second_payer", second_payer),
    ];
    let query = signed_query(pairs, &secret_key()?);
    Ok(coast_pay::Callback::verify(
        &query,
        &Verifier::new(secret_key()?),
    )?)
}

#[test]
fn t27_a_hidden_field_of_a_callback_is_redacted() -> Result {
    let shown = callback("canary")?;
    assert_eq!(
        (
            shown.payer().expose(),
            shown.second_payer().map(coast_pay::Payer::expose)
        ),
        ("canary", Some("canary"))
    );
    assert_eq!(
        format!("{shown:?}"),
        r#"Callback { amount: 12.50 LYD, invoice_no: "INV-1", transaction_id: Some("77"), payer: [redacted], second_payer: Some([redacted]), note: None }"#
    );
    assert!(!format!("{shown:#?}").contains("canary"));
    assert!(format!("{:?}", callback("")?).contains("second_payer: None"));

    let pairs = [
        ("approved", "1"),
        ("invoice_no", "INV-1"),
        ("payer", "canary"),
    ];
    let query = signed_query(pairs, &secret_key()?);
    let page = coast_pay::Return::verify(&query, &Verifier::new(secret_key()?))?;
    assert_eq!(
        format!("{page:?}"),
        r#"Return { invoice_no: "INV-1", payer: Some([redacted]) }"#
    );
    Ok(())
}

#[test]
fn a_description_says_which_fields_of_a_callback_are_hidden() {
    let hidden = |spec: Option<&'static SignedSpec>| -> Vec<&str> {
        let fields = spec.into_iter().flat_map(|spec| spec.fields);
        let hidden = fields.filter(|field| field.is_hidden());
        hidden.map(|field| field.wire).collect()
    };
    let spec = coast_pay::Gateway::SPEC;
    assert_eq!(hidden(spec.callback), ["payer", "second_payer", "note"]);
    assert_eq!(hidden(spec.return_page), ["payer"]);
}

#[test]
fn two_requests_with_one_action_are_shown_with_their_own_names() -> Result {
    let first = inlet::First::builder()
        .branch("canary".parse()?)
        .amount("1".parse()?)
        .build();
    assert_eq!(
        format!("{first:?}"),
        "First { branch: [redacted], amount: 1.00 LYD }"
    );
    let number = "0913632323".parse()?;
    let second = inlet::Second::builder()
        .amount("1".parse()?)
        .mobile_number(number)
        .build();
    assert_eq!(
        format!("{second:?}"),
        "Second { amount: 1.00 LYD, mobile_number: [redacted] }"
    );
    Ok(())
}

#[test]
fn callbacks_and_return_pages_are_compared_by_all_that_is_verified() -> Result {
    let callback = |[approved, amount, id]: [&str; 3]| -> Result<inlet::Callback> {
        let pairs = [
            ("gateway", "inlet"),
            ("approved", approved),
            ("amount", amount),
            ("invoice_no", "INV-1"),
            ("transaction_id", id),
        ];
        let query = signed_query(pairs, &secret_key()?);
        Ok(inlet::Callback::verify(
            &query,
            &Verifier::new(secret_key()?),
        )?)
    };
    let first = callback(["1", "12.50", "77"])?;
    assert_eq!(first, first.clone());
    assert_eq!(first, callback(["1", "12.5", "77"])?);
    for other in [
        ["0", "12.50", "77"],
        ["1", "12.51", "77"],
        ["1", "12.50", "78"],
    ] {
        assert_ne!(first, callback(other)?, "{other:?}");
    }

    let page = |approved: &str| -> Result<inlet::Return> {
        let pairs = [("approved", approved), ("invoice_no", "INV-1")];
        let query = signed_query(pairs, &secret_key()?);
        Ok(inlet::Return::verify(
            &query,
            &Verifier::new(secret_key()?),
        )?)
    };
    let first = page("1")?;
    assert_eq!(first, first.clone());
    assert_ne!(first, page("0")?);
    Ok(())
}
