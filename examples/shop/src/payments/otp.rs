//! The gateways with a one-time password: Sadad and Adfali. Two steps, and no callback: the receipt
//! settles the order.

use plutu_core::Amount;
use plutu_core::BirthYear;
use plutu_core::Charge;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::MobileNumber;
use plutu_core::Priced;
use plutu_core::Receipt;
use plutu_core::Request;
use plutu_core::SadadNumber;
use plutu_core::gateways::adfali;
use plutu_core::gateways::sadad;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_web::answer::Refusal;
use plutu_web::answer::Situation;
use serde::Serialize;

use crate::failure::Failure;
use crate::ledger::StoredChallenge;
use crate::payments::begin;
use crate::payments::insist;
use crate::shop::Shop;
use crate::status;
use crate::way::Way;

/// The result of asking for a password.
#[derive(Clone, Copy)]
pub(crate) enum Asked {
    /// The payer gets a text message.
    Sent,
    /// No password was sent. The payer reads about this situation.
    NotSent(Situation),
}

/// The first step of Sadad.
pub(crate) async fn ask_sadad(
    shop: &Shop,
    order: &Order,
    mobile_number: SadadNumber,
    birth_year: BirthYear,
) -> Result<Asked, Failure> {
    let request = sadad::Verify::builder()
        .mobile_number(mobile_number)
        .birth_year(birth_year)
        .amount(order.amount()?)
        .build();
    ask(shop, order, Way::Sadad, &request).await
}

/// The first step of Adfali.
pub(crate) async fn ask_adfali(
    shop: &Shop,
    order: &Order,
    mobile_number: MobileNumber,
) -> Result<Asked, Failure> {
    let request = adfali::Verify::builder()
        .mobile_number(mobile_number)
        .amount(order.amount()?)
        .build();
    ask(shop, order, Way::Adfali, &request).await
}

/// Asks for a password. This moves no money. The challenge stays on the server, where the payer
/// cannot change it.
async fn ask<R>(shop: &Shop, order: &Order, way: Way, request: &R) -> Result<Asked, Failure>
where
    R: Request<Reply: Serialize>,
{
    order.check_payable()?;
    match shop.client.send(request).await {
        Ok(challenge) => {
            let body = serde_json::to_string(&challenge)?;
            let challenge = StoredChallenge { way, body };
            shop.ledger.keep_challenge(order.id(), &challenge).await?;
            Ok(Asked::Sent)
        }
        Err(error) => {
            tracing::warn!(order = %order.id(), "{error}");
            Ok(Asked::NotSent(Situation::from(&error)))
        }
    }
}

/// The second step: takes the money.
pub(crate) async fn pay(shop: &Shop, order: &OrderId, code: &str) -> Result<Situation, Failure> {
    let Some(challenge) = shop.ledger.try_challenge(order).await? else {
        return Ok(Situation::Refused(Refusal::ExpiredPassword));
    };
    match challenge.way {
        Way::Sadad => pay_with_sadad(shop, order, &challenge.body, code).await,
        Way::Adfali => pay_with_adfali(shop, order, &challenge.body, code).await,
        Way::Mpgs | Way::LocalBankCards | Way::Tlync => Err(Failure::NotFound),
    }
}

async fn pay_with_sadad(
    shop: &Shop,
    order: &OrderId,
    challenge: &str,
    code: &str,
) -> Result<Situation, Failure> {
    let challenge: sadad::Challenge = serde_json::from_str(challenge)?;
    let Ok(code) = code.parse() else {
        return Ok(Situation::Refused(Refusal::WrongPassword));
    };
    take_money(shop, order, move |invoice_no, amount| {
        Ok(sadad::Confirm::answering(&challenge, amount)?
            .code(Clone::clone(&code))
            .invoice_no(invoice_no)
            .build())
    })
    .await
}

async fn pay_with_adfali(
    shop: &Shop,
    order: &OrderId,
    challenge: &str,
    code: &str,
) -> Result<Situation, Failure> {
    let challenge: adfali::Challenge = serde_json::from_str(challenge)?;
    let Ok(code) = code.parse() else {
        return Ok(Situation::Refused(Refusal::WrongPassword));
    };
    take_money(shop, order, move |invoice_no, amount| {
        Ok(adfali::Confirm::answering(&challenge, amount)?
            .code(Clone::clone(&code))
            .invoice_no(invoice_no)
            .build())
    })
    .await
}

/// Runs the charge in its own task: a payer who closes the page must not stop it before its result
/// is recorded. If the process stops there, `shipping::freeze_lost_charges` freezes the order.
async fn take_money<R>(
    shop: &Shop,
    order: &OrderId,
    build: impl Fn(InvoiceNo, Amount<<R::Gateway as Gateway>::Currency>) -> Result<R, Failure>
    + Send
    + Sync
    + 'static,
) -> Result<Situation, Failure>
where
    R: Charge
        + Request<Reply = Receipt<<R as Request>::Gateway>>
        + Priced<<<R as Request>::Gateway as Gateway>::Currency>
        + Send
        + Sync
        + 'static,
{
    let (shop, order) = (shop.clone(), order.clone());
    let charge = tokio::spawn(async move { charge(&shop, &order, build).await });
    charge.await.unwrap_or(Err(Failure::Broken))
}

async fn charge<R>(
    shop: &Shop,
    order: &OrderId,
    build: impl Fn(InvoiceNo, Amount<<R::Gateway as Gateway>::Currency>) -> Result<R, Failure>,
) -> Result<Situation, Failure>
where
    R: Charge
        + Request<Reply = Receipt<<R as Request>::Gateway>>
        + Priced<<<R as Request>::Gateway as Gateway>::Currency>,
{
    let charge = begin(shop, order, build).await?;
    match shop.client.send(&charge).await {
        Ok(receipt) => {
            let settled = insist(|| shop.orders.receipt(&charge, &receipt)).await?;
            Ok(status::of_order(&settled.order).unwrap_or(Situation::InDoubt))
        }
        Err(error) => {
            tracing::warn!(%order, "{error}");
            let failed = || shop.orders.failed(&charge, error.certainty());
            let order = insist(failed).await?.order;
            Ok(status::of_order(&order).unwrap_or(Situation::from(&error)))
        }
    }
}
