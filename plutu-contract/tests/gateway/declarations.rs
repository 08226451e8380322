//! One gateway with many declarations: a correct one, and wrong ones.

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

/// The message of a [`Number`] that cannot be read.
pub const NO_NUMBER: &str = "it is not a number up to 255";

/// The correct declaration.
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

/// Wrong: `till` is signed, but not declared.
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

/// Wrong: `till` and `currency` are signed, but not declared.
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

/// Wrong: `order` is a parameter of the shop, and is not signed.
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

/// Wrong: the callback contains no `branch`.
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

/// Wrong: the name on the wire is `till`.
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

/// Wrong: the name on the wire is `invoice_no`.
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

/// Wrong: the name on the wire is `transaction_id`.
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

/// Wrong: the till is not a number.
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

/// Wrong: the gateway's name is `coastpay`.
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

/// Wrong: the amounts are in dinars.
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

/// Wrong: the amounts are in dinars, and the currency is signed.
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

/// Wrong: `canceled` is signed.
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

/// Wrong: it is a callback.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod as_page {
    use plutu_core::field::*;

    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}

/// The correct declaration of a return page.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod page {
    use plutu_core::field::*;

    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}
