//! Handles a call of any endpoint, with the faults before and after it.

use axum::response::IntoResponse;
use axum::response::Response;

use crate::account::Account;
use crate::api::form::Form;
use crate::api::otp;
use crate::api::own;
use crate::api::redirect;
use crate::api::strike;
use crate::fault::Call;
use crate::gateway::Endpoint;
use crate::gateway::Role;
use crate::journal::Content;
use crate::journal::shortened;
use crate::money::Money;

/// Carries out a call unless a fault prevents it, and applies the faults to the answer.
pub(super) async fn serve(endpoint: Endpoint, account: &Account, form: Form) -> Response {
    let amount = amount(endpoint, &form);
    let invoice_no = endpoint
        .invoice_no()
        .map_or("invoice_no", |field| field.wire);
    let faults = account.faults().of_answer(&Call {
        gateway: endpoint.gateway().name(),
        action: endpoint.action(),
        is_challenge: endpoint.role() == Role::Challenge,
        invoice_no: form.text(invoice_no),
        amount: amount.as_deref(),
    });
    let note = form
        .text(invoice_no)
        .and_then(|text| account.faults().note(text));
    let content = Content {
        fields: form.masked(|wire| account.gateways().field(endpoint, wire)),
        invoice_no: form.text(invoice_no).map(shortened),
        faults: faults.iter().map(ToString::to_string).collect(),
        note: note.as_deref().map(shortened),
    };
    let mut response = match strike::instead(&faults) {
        Some(response) => response,
        None => strike::afterwards(account, &faults, answer(endpoint, account, form)).await,
    };
    response.extensions_mut().insert(content);
    response
}

fn answer(endpoint: Endpoint, account: &Account, form: Form) -> Response {
    match endpoint.role() {
        Role::Page => redirect::open(endpoint, account, form).into_response(),
        Role::Challenge => otp::begin(endpoint, account, form).into_response(),
        Role::Charge => otp::charge(endpoint, account, form).into_response(),
        Role::Own => own::answer(endpoint, account, form).into_response(),
    }
}

/// The amount in the request, with two decimals.
fn amount(endpoint: Endpoint, form: &Form) -> Option<String> {
    let text = form.text(endpoint.amount()?.wire)?;
    let money = Money::read(text, endpoint.gateway().currency());
    money.ok().map(|money| money.amount)
}
