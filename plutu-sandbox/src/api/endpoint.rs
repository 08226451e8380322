//! The seven endpoints, and what a call of any of them goes through: the faults that strike it
//! before and after it does its work.

use axum::response::IntoResponse;
use axum::response::Response;

use crate::account::Account;
use crate::api::form::Form;
use crate::api::otp;
use crate::api::redirect;
use crate::api::strike;
use crate::fault::Call;
use crate::gateway::OtpGateway;
use crate::gateway::RedirectGateway;
use crate::journal::Content;
use crate::journal::shortened;

/// An endpoint of the API.
#[derive(Clone, Copy)]
pub(super) enum Endpoint {
    Verify(OtpGateway),
    Confirm(OtpGateway),
    Page(RedirectGateway),
}

impl Endpoint {
    pub(super) const ALL: [Self; 7] = [
        Self::Verify(OtpGateway::Adfali),
        Self::Confirm(OtpGateway::Adfali),
        Self::Verify(OtpGateway::Sadad),
        Self::Confirm(OtpGateway::Sadad),
        Self::Page(RedirectGateway::LocalBankCards),
        Self::Page(RedirectGateway::Mpgs),
        Self::Page(RedirectGateway::Tlync),
    ];

    pub(super) fn path(self) -> String {
        format!("/transaction/{}/{}", self.gateway(), self.action())
    }

    /// Does what is asked for, as far as no fault forbids it, and spoils the answer where one wants
    /// it.
    pub(super) async fn serve(self, account: &Account, form: Form) -> Response {
        let amount = self.amount(&form);
        let call = self.call(&form, amount.as_deref());
        let faults = account.faults().of_answer(&call);
        let content = Content {
            fields: form.masked(),
            invoice_no: form.text("invoice_no").map(shortened),
            faults: faults.iter().map(ToString::to_string).collect(),
        };
        let mut response = match strike::instead(&faults) {
            Some(response) => response,
            None => strike::afterwards(&faults, self.answer(account, form)).await,
        };
        response.extensions_mut().insert(content);
        response
    }

    fn answer(self, account: &Account, form: Form) -> Response {
        match self {
            Self::Verify(gateway) => otp::verify(gateway, account, form).into_response(),
            Self::Confirm(gateway) => otp::confirm(gateway, account, form).into_response(),
            Self::Page(gateway) => redirect::confirm(gateway, account, form).into_response(),
        }
    }

    fn call<'a>(self, form: &'a Form, amount: Option<&'a str>) -> Call<'a> {
        Call {
            gateway: self.gateway(),
            action: self.action(),
            invoice_no: form.text("invoice_no"),
            amount,
        }
    }

    /// The amount that is asked for, with two decimals.
    fn amount(self, form: &Form) -> Option<String> {
        let text = form.text("amount")?;
        let money = match self {
            Self::Verify(gateway) | Self::Confirm(gateway) => gateway.money(text),
            Self::Page(gateway) => gateway.money(text),
        };
        money.ok().map(|money| money.amount)
    }

    pub(super) const fn gateway(self) -> &'static str {
        match self {
            Self::Verify(gateway) | Self::Confirm(gateway) => gateway.name(),
            Self::Page(gateway) => gateway.name(),
        }
    }

    pub(super) const fn action(self) -> &'static str {
        match self {
            Self::Verify(_) => VERIFY,
            Self::Confirm(_) | Self::Page(_) => CONFIRM,
        }
    }
}

const VERIFY: &str = "verify";
pub(crate) const CONFIRM: &str = "confirm";
