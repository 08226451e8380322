//! One gateway, declared rightly, and wrongly in many ways.

#![expect(unreachable_pub, reason = "declared as a library declares its gateway")]

use plutu_core::field::CallbackField;
use plutu_core::field::FieldError;
use plutu_core::plutu_gateway;

/// A till: a letter and two digits.
#[derive(Debug)]
pub struct Till;

impl CallbackField for Till {
    fn read(text: &str) -> Result<Self, FieldError> {
        match text.as_bytes() {
            [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'] => Ok(Self),
            _ => Err(FieldError::new("till", "it is not a letter and two digits")),
        }
    }
}

/// A number.
#[derive(Debug)]
pub struct Number;

impl CallbackField for Number {
    fn read(text: &str) -> Result<Self, FieldError> {
        let number = text.parse::<u8>();
        number
            .map(|_| Self)
            .map_err(|_| FieldError::new("number", NO_NUMBER))
    }
}

/// The rule of a [`Number`].
pub const NO_NUMBER: &str = "it is not a number up to 255";

/// As it should be.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod right {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// `till` is signed.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod without_till {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

/// `till` and `currency` are signed.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod without_two {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

/// `order` is the shop's own, and is not signed.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod with_order {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
        pub order: Option<PlainText>,
    }
}

/// `branch` does not come.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod with_branch {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
        pub branch: PlainText,
    }
}

/// The wire has `till`.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod misspelled {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub tils: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// The wire has `invoice_no`.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod in_camel_case {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        #[wire("invoiceNo")]
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// The wire has `transaction_id`.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod of_another_name {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        #[wire("reference")]
        pub transaction_id: Option<TransactionId>,
    }
}

/// The till is not a number.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod with_number {
    use crate::declarations::Number;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Number,
        pub transaction_id: TransactionId,
    }
}

/// The gateway is called `coastpay`.
#[plutu_gateway(name = "coast_pay", currency = "LYD")]
pub mod named_otherwise {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// The amounts are dinars.
#[plutu_gateway(name = "coastpay", currency = "USD")]
pub mod in_dollars {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// The amounts are dinars, and the currency is signed.
#[plutu_gateway(name = "coastpay", currency = "USD")]
pub mod in_dollars_silently {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// `canceled` is signed.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod approved_only {
    use crate::declarations::Till;
    use plutu_core::field::*;

    #[callback(approved_only)]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub till: Option<Till>,
        pub transaction_id: TransactionId,
    }
}

/// It is a callback.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod as_page {
    use plutu_core::field::*;

    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}

/// As a return page should be.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod page {
    use plutu_core::field::*;

    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}
