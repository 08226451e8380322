//! A request that opens a payment with a page, and answers with the page's URL.

use plutu_core::CallbackUrl;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;
use serde::Serialize;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::api::envelope::Success;
use crate::api::form::Form;
use crate::gateway::Endpoint;
use crate::gateway::Meaning;
use crate::money::Money;
use crate::own::ReceivedFields;
use crate::payments::Echo;
use crate::payments::Order;
use crate::random;

/// The page for the payer.
#[derive(Serialize)]
pub(super) struct Redirect {
    code: &'static str,
    redirect_url: String,
}

pub(super) fn open(
    endpoint: Endpoint,
    account: &Account,
    form: Form,
) -> Result<Success<Redirect>, Refusal> {
    let order = read(endpoint, account.clock().year(), form)?;
    if account.settings().is_too_much(&order.money) {
        return Err(Refusal::limit_exceeded());
    }
    let token = random::hex::<16>().map_err(|_| Refusal::failure())?;
    // The invoice number is used up when the page is opened, whatever the payer does there (our
    // decision: what Plutu does after failed and canceled attempts is unknown).
    let payment = account.payments().open(order, token);
    let payment = payment.map_err(|_| Refusal::duplicated_invoice())?;
    let redirect_url = account.checkout_url(&payment);
    Ok(Success::new(Redirect {
        code: "CHECKOUT_REDIRECT",
        redirect_url,
    }))
}

fn read(endpoint: Endpoint, year: u16, mut form: Form) -> Result<Order, Refusal> {
    let fields = form.read(endpoint, year);
    let of_kind = |kind| endpoint.of_kind(kind);
    let currency = endpoint.gateway().currency();
    let read = |text: &str| Money::read(text, currency);
    let money = form.meaning(&fields, endpoint.amount(), read);
    let invoice_no = form.meaning(&fields, endpoint.invoice_no(), str::parse::<InvoiceNo>);
    // A browser must be able to open it, even if the field's own check accepts more.
    let return_url = form.meaning(&fields, of_kind(FieldKind::ReturnUrl), str::parse);
    let callback_url = form.meaning(&fields, of_kind(FieldKind::CallbackUrl), str::parse);
    let language = form.meaning(
        &fields,
        of_kind(FieldKind::Language),
        str::parse::<Language>,
    );
    let order = || {
        Some(Order {
            gateway: endpoint.gateway(),
            action: endpoint.action(),
            money: money?,
            invoice_no: invoice_no?,
            return_url: return_url.map(|url: CallbackUrl| url.to_string())?,
            callback_url,
            language: language.unwrap_or_default(),
            echoes: echoes(endpoint, &fields),
        })
    };
    form.finish(order())
}

/// The fields of the request that the gateway's callback and return page repeat, without the
/// payer's private data.
fn echoes(endpoint: Endpoint, fields: &ReceivedFields) -> Vec<Echo> {
    let gateway = endpoint.gateway();
    let signed = [gateway.callback(), gateway.return_page()];
    let signed: Vec<_> = signed
        .into_iter()
        .flatten()
        .flat_map(|signed| signed.fields)
        .filter(|field| Meaning::of(field) == Meaning::Other)
        .collect();
    let is_echo = |field: &&FieldSpec| signed.iter().any(|it| it.name == field.name);
    let echoes = endpoint.fields().iter().filter(is_echo).map(|field| {
        let value = fields.field(field.name).map(str::to_owned);
        let is_kept = value.is_none() || !field.is_hidden();
        is_kept.then_some(Echo {
            name: field.name,
            value,
        })
    });
    echoes.flatten().collect()
}
