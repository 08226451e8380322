//! What a call of any endpoint goes through: the faults that strike it before and after it does its
//! work.

use axum::response::IntoResponse;
use axum::response::Response;

use crate::account::Account;
use crate::api::form::Form;
use crate::api::otp;
use crate::api::redirect;
use crate::api::strike;
use crate::endpoint::Endpoint;
use crate::fault::Call;
use crate::journal::Content;
use crate::journal::shortened;

/// Does what is asked for, as far as no fault forbids it, and spoils the answer where one wants it.
pub(super) async fn serve(endpoint: Endpoint, account: &Account, form: Form) -> Response {
    let amount = amount(endpoint, &form);
    let faults = account.faults().of_answer(&Call {
        gateway: endpoint.gateway(),
        action: endpoint.action(),
        invoice_no: form.text("invoice_no"),
        amount: amount.as_deref(),
    });
    let content = Content {
        fields: form.masked(),
        invoice_no: form.text("invoice_no").map(shortened),
        faults: faults.iter().map(ToString::to_string).collect(),
    };
    let mut response = match strike::instead(&faults) {
        Some(response) => response,
        None => strike::afterwards(&faults, answer(endpoint, account, form)).await,
    };
    response.extensions_mut().insert(content);
    response
}

fn answer(endpoint: Endpoint, account: &Account, form: Form) -> Response {
    match endpoint {
        Endpoint::Verify(gateway) => otp::verify(gateway, account, form).into_response(),
        Endpoint::Confirm(gateway) => otp::confirm(gateway, account, form).into_response(),
        Endpoint::Page(gateway) => redirect::confirm(gateway, account, form).into_response(),
    }
}

/// The amount that is asked for, with two decimals.
fn amount(endpoint: Endpoint, form: &Form) -> Option<String> {
    let money = endpoint.money(form.text("amount")?);
    money.ok().map(|money| money.amount)
}
