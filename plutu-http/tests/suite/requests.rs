//! The requests that the tests send, written by hand: one that opens a checkout page, one that
//! takes money, and one without an invoice number.

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
        form.push("invoice_no", &self.0);
    }

    fn invoice_no(&self) -> Option<&InvoiceNo> {
        Some(&self.0)
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
        form.push("code", &invoice("CANARY-CODE"));
        form.push("invoice_no", &self.0);
    }

    fn invoice_no(&self) -> Option<&InvoiceNo> {
        Some(&self.0)
    }
}

/// Sends the payer a one-time password.
pub(crate) struct Ask;

impl Request for Ask {
    type Gateway = Desk;
    type Reply = Redirect;
    const ACTION: &'static str = "verify";

    fn write_form(&self, form: &mut Form) {
        form.push("mobile_number", &invoice("CANARY-NUMBER"));
    }
}

pub(crate) fn checkout() -> Checkout {
    Checkout(invoice("INV-1001"))
}

pub(crate) fn charge() -> Charge {
    Charge(invoice("INV-1001"))
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

/// The body of a successful answer.
pub(crate) const SUCCESS: &str =
    r#"{"status":200,"result":{"redirect_url":"https://pay.example/?token=CANARY-CHECKOUT"}}"#;

/// The body of an error that comes before any charge.
pub(crate) const REFUSAL: &str = r#"{"error":{"status":422,"code":"INVALID_OTP","message":"CANARY-MESSAGE","fields":{"code":"CANARY-FIELD"}}}"#;
