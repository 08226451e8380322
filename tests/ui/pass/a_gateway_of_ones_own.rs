//! A gateway of your own: it does not exist, but Plutu may add one like it.

#![deny(missing_docs, unreachable_pub, warnings)]

use plutu_core::Gateway as _;
use plutu_core::Request as _;
use plutu_core::plutu_gateway;

/// Coast Pay, which does not exist.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod coast_pay {
    use plutu_core::field::*;

    /// The payer's till: a field type of our own.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Till(pub u8);

    impl RequestField for Till {
        fn write(&self, value: &mut FormValue<'_>) {
            value.display(self.0);
        }
    }

    impl CallbackField for Till {
        fn read(text: &str) -> Result<Self, FieldError> {
            text.parse().map(Self).map_err(|_| FieldError::new("till", "it is a number up to 255"))
        }
    }

    /// Opens a payment.
    #[request(reply = Redirect, action = "open")]
    #[derive(Clone)]
    pub struct Confirm {
        pub amount: Amount,
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub till: Till,
        pub r#type: Option<Language>,
    }

    /// The callback.
    #[callback]
    #[derive(Clone)]
    pub struct Callback {
        pub amount: Amount,
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub till: Till,
        pub note: Option<Till>,
    }
}

fn main() {
    let request = coast_pay::Confirm::builder()
        .amount("12.5".parse().unwrap())
        .invoice_no("INV-1".parse().unwrap())
        .till(coast_pay::Till(7))
        .r#type(plutu_core::Language::Ar)
        .build();
    let wire = request.clone().wire();
    assert_eq!(wire.path, "/transaction/coastpay/open");
    assert_eq!(wire.form, "amount=12.50&ref=INV-1&till=7&type=ar");

    let secret_key = plutu_core::SecretKey::new("sk_test").unwrap();
    let pairs = [
        ("gateway", coast_pay::Gateway::NAME),
        ("approved", "1"),
        ("amount", "12.50"),
        ("ref", "INV-1"),
        ("transaction_id", "1"),
        ("till", "7"),
    ];
    let query = plutu_core::callback::signed_query(pairs, &secret_key);
    let callback = coast_pay::Callback::verify(&query, &plutu_core::Verifier::new(secret_key)).unwrap();
    assert_eq!(callback.till(), &coast_pay::Till(7));
    assert_eq!(callback.note(), None);
    assert!(callback.settle(&"INV-1".parse().unwrap(), "12.50".parse().unwrap()).is_ok());
}
