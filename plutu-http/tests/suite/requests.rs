//! The requests that the tests send, written by hand: one that opens a checkout page and one that takes
//! money.

use plutu_http::core::AccessToken;
use plutu_http::core::ApiKey;
use plutu_http::core::Credentials;
use plutu_http::core::Form;
use plutu_http::core::Gateway;
use plutu_http::core::InvoiceNo;
use plutu_http::core::Redirect;
use plutu_http::core::Request;
use plutu_http::core::currency::LYD;

pub(crate) struct Desk;

impl Gateway for Desk {
    const NAME: &'static str = "desk";
    type Currency = LYD;
}

/// Opens a checkout page.
pub(crate) struct Checkout(pub(crate) InvoiceNo);

impl Request for Checkout {
    type Gateway = Desk;
    type Reply = Redirect;
    const ACTION: &'static str = "open";

    fn write_form(&self, form: &mut Form) {
        form.required("invoice_no", &self.0);
    }
}

/// Takes money.
pub(crate) struct Charge(pub(crate) InvoiceNo);

impl Request for Charge {
    type Gateway = Desk;
    type Reply = Redirect;
    const ACTION: &'static str = "confirm";
    const MOVES_MONEY: bool = true;

    fn write_form(&self, form: &mut Form) {
        form.required("invoice_no", &self.0);
    }
}

pub(crate) fn checkout() -> Checkout {
    Checkout(invoice("CANARY-INVOICE"))
}

pub(crate) fn charge() -> Charge {
    Charge(invoice("CANARY-INVOICE"))
}

pub(crate) fn invoice(text: &str) -> InvoiceNo {
    text.parse().unwrap()
}

pub(crate) fn credentials() -> Credentials {
    Credentials::new(
        ApiKey::new("CANARY-API-KEY").unwrap(),
        AccessToken::new("CANARY-ACCESS-TOKEN").unwrap(),
    )
}

/// A successful answer's body.
pub(crate) const SUCCESS: &str =
    r#"{"status":200,"result":{"redirect_url":"https://pay.example/?token=CANARY-CHECKOUT"}}"#;

/// The body of an error that comes before any charge.
pub(crate) const REFUSAL: &str = r#"{"error":{"status":422,"code":"INVALID_OTP","message":"CANARY-MESSAGE","fields":{"code":"CANARY-FIELD"}}}"#;
