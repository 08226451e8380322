//! Payments in the control API: list and show them, answer for the payer, send a callback again.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::request::Parts;
use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;
use serde::Deserialize;
use serde_json::json;

use crate::account::Account;
use crate::callback;
use crate::control::answer::Answer;
use crate::control::answer::MAX_LISTED;
use crate::control::answer::Refusal;
use crate::control::answer::read;
use crate::error::SandboxError;
use crate::payer;
use crate::payments::Limit;
use crate::payments::Outcome;
use crate::report;
use crate::report::CallbackReport;
use crate::report::PaymentReport;

/// The requested part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    /// Only payments with a greater transaction id.
    #[serde(default)]
    after: u64,
    limit: Option<usize>,
}

pub(super) async fn list(
    State(account): State<Arc<Account>>,
    page: Result<Query<Page>, QueryRejection>,
) -> Result<Answer, Refusal> {
    let Query(page) = page.map_err(|error| Refusal::bad_query(&error.body_text()))?;
    let count = page.limit.unwrap_or(MAX_LISTED).min(MAX_LISTED);
    let payments = report::after(&account, page.after, Limit::count(count));
    Ok(Answer(json!({ "payments": payments })))
}

pub(super) async fn show(
    State(account): State<Arc<Account>>,
    Invoice(invoice_no): Invoice,
) -> Result<Answer, Refusal> {
    Ok(Answer(json!({ "payment": report(&account, &invoice_no)? })))
}

pub(super) async fn approve(
    State(account): State<Arc<Account>>,
    Invoice(invoice_no): Invoice,
    body: Bytes,
) -> Result<Answer, Refusal> {
    let Approval { payment_method } = read(&body)?;
    let method = match payment_method {
        Some(method) => Some(method.parse().map_err(|error| Refusal::bad_body(&error))?),
        None => None,
    };
    answer(account, &invoice_no, Outcome::Approved, method).await
}

pub(super) async fn decline(
    State(account): State<Arc<Account>>,
    Invoice(invoice_no): Invoice,
) -> Result<Answer, Refusal> {
    answer(account, &invoice_no, Outcome::Declined, None).await
}

pub(super) async fn cancel(
    State(account): State<Arc<Account>>,
    Invoice(invoice_no): Invoice,
) -> Result<Answer, Refusal> {
    answer(account, &invoice_no, Outcome::Canceled, None).await
}

/// Sends the callback that is due again: posts it if the server posts it, and otherwise visits the
/// return URL.
pub(super) async fn resend(
    State(account): State<Arc<Account>>,
    Invoice(invoice_no): Invoice,
) -> Result<Answer, Refusal> {
    match callback::resend(Arc::clone(&account), &invoice_no).await? {
        Some(sent) => Ok(Answer(json!({ "callback": CallbackReport::from(sent) }))),
        None => Err(Refusal::no_callback()),
    }
}

/// The body of an approval: the payment method, if the page asks for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    payment_method: Option<String>,
}

async fn answer(
    account: Arc<Account>,
    invoice_no: &InvoiceNo,
    outcome: Outcome,
    method: Option<PaymentMethod>,
) -> Result<Answer, Refusal> {
    let answer = payer::Answer {
        method,
        ..payer::Answer::new(outcome)
    };
    let payment = payer::answer(&account, invoice_no, &answer)?;
    let notified = callback::notify_to_the_end(Arc::clone(&account), payment, answer).await;
    Ok(Answer(json!({
        "return_url": notified.url,
        "returns": notified.returns,
        "payment": report(&account, invoice_no)?,
    })))
}

fn report(account: &Account, invoice_no: &InvoiceNo) -> Result<PaymentReport, SandboxError> {
    report::of_invoice(account, invoice_no).ok_or_else(|| SandboxError::UnknownInvoice {
        invoice_no: invoice_no.clone(),
    })
}

/// The invoice number in a path.
pub(super) struct Invoice(InvoiceNo);

impl<S: Send + Sync> FromRequestParts<S> for Invoice {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|error| Refusal::bad_invoice_no(&error.body_text()))?;
        let invoice_no = text.parse();
        invoice_no
            .map(Self)
            .map_err(|error| Refusal::bad_invoice_no(&error))
    }
}
