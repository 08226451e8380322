//! `confirm` of the gateways that send the payer to a page: opens a payment and answers with the
//! page.

use std::net::IpAddr;

use plutu_core::CallbackUrl;
use plutu_core::Email;
use plutu_core::FieldError;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::MobileNumber;
use serde::Serialize;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::api::envelope::Success;
use crate::api::form::Form;
use crate::gateway::RedirectGateway;
use crate::money::Money;
use crate::payments::Order;
use crate::random;

/// Where to send the payer.
#[derive(Serialize)]
pub(super) struct Redirect {
    code: &'static str,
    redirect_url: String,
}

pub(super) fn confirm(
    gateway: RedirectGateway,
    account: &Account,
    form: Form,
) -> Result<Success<Redirect>, Refusal> {
    let order = read(gateway, form)?;
    if account.settings().is_too_much(&order.money) {
        return Err(Refusal::limit_exceeded());
    }
    let token = random::hex::<16>().map_err(|_| Refusal::failure())?;
    // The number is used up as soon as the page exists, whatever the payer does there (our
    // decision: what Plutu does with failed and canceled attempts is unknown).
    let payment = account.payments().open(order, token);
    let payment = payment.map_err(|_| Refusal::duplicated_invoice())?;
    let redirect_url = account.checkout_url(&payment);
    Ok(Success::new(Redirect {
        code: "CHECKOUT_REDIRECT",
        redirect_url,
    }))
}

fn read(gateway: RedirectGateway, mut form: Form) -> Result<Order, Refusal> {
    let money = form.required("amount", |text| gateway.money(text));
    let invoice_no = form.required("invoice_no", str::parse::<InvoiceNo>);
    let return_url = form.required("return_url", |text| gateway.return_url(short_url(text)?));
    let callback_url = match gateway.posted_keys() {
        None => None,
        Some(_) => read_tlync(&mut form),
    };
    form.optional("customer_ip", str::parse::<IpAddr>);
    let language = form.optional("lang", str::parse::<Language>);
    let order = order(gateway, money, invoice_no, return_url, language);
    form.finish(order.map(|order| Order {
        callback_url,
        ..order
    }))
}

/// What T-Lync asks for in addition. The payer's number and address are checked and not kept.
fn read_tlync(form: &mut Form) -> Option<CallbackUrl> {
    form.mobile_number(|text| Ok(text.parse::<MobileNumber>()?.expose().to_owned()));
    form.optional("email", str::parse::<Email>);
    form.required("callback_url", |text| {
        short_url(text)?.parse::<CallbackUrl>()
    })
}

/// A URL, if it is no longer than what is kept of one.
fn short_url(text: &str) -> Result<&str, FieldError> {
    if text.len() > MAX_URL {
        return Err(FieldError::new("URL", "it is longer than 8,192 bytes"));
    }
    Ok(text)
}

fn order(
    gateway: RedirectGateway,
    money: Option<Money>,
    invoice_no: Option<InvoiceNo>,
    return_url: Option<String>,
    language: Option<Language>,
) -> Option<Order> {
    Some(Order {
        gateway,
        money: money?,
        invoice_no: invoice_no?,
        return_url: return_url?,
        callback_url: None,
        language: language.unwrap_or_default(),
    })
}

/// The longest URL that is taken, in bytes (our decision): a payment keeps it with each of its
/// callbacks.
const MAX_URL: usize = 8 * 1024;
