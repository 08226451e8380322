//! The pages that the payer returns to.
//!
//! With MPGS and Local Bank Cards, the query is the callback, and it settles the order. T-Lync's
//! query proves nothing: Plutu's server posts its callback to the shop (`web::callback`).

use axum::extract::State;
use axum::http::StatusCode;
use maud::Markup;
use plutu_core::CallbackError;
use plutu_core::Gateway;
use plutu_core::Language;
use plutu_core::callback::SignedCallback;
use plutu_core::gateways::tlync;
use plutu_orders::AttemptKey;
use plutu_orders::Order;
use plutu_web::Rejection;
use plutu_web::Signed;
use plutu_web::SignedPage;
use plutu_web::answer::Situation;

use crate::failure::Failure;
use crate::pages::notice::notice;
use crate::shop::Shop;
use crate::status;
use crate::token::Token;
use crate::web::extract::At;
use crate::words::Words;

type Answer = (StatusCode, Markup);

/// The callback of MPGS or Local Bank Cards. A HEAD request, a forged callback and one of another
/// gateway are rejections: they settle nothing.
pub(super) async fn settle<C: SignedCallback>(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
    callback: Result<Signed<C>, Rejection>,
) -> Result<Answer, Failure> {
    let callback = match callback {
        Ok(callback) => callback.into_inner(),
        Err(rejection) => {
            if is_other_currency(&rejection) {
                doubt_currency::<C::Gateway>(&shop, &token).await?;
            }
            return Ok(refuse(language, &token, &rejection));
        }
    };
    let placed = shop.ledger.find(&token).await;
    let Some(placed) = placed.map_err(Failure::of_record)? else {
        return settle_elsewhere(&shop, &callback).await;
    };
    let settled = shop.orders.settle_for(&placed.id, &callback).await;
    let settled = settled.map_err(Failure::of_record)?;
    let key = AttemptKey::new::<C::Gateway>(callback.invoice_no().clone());
    tracing::info!(order = %placed.id, attempt = %key, action = ?settled.action, "callback");
    let situation = status::of_callback(&settled, &key);
    Ok(tell(language, &token, situation))
}

/// Handles a genuine callback at an address that no order has. A payment is never ignored: the
/// callback settles the order that it names, and if there is none, the desk asks a person.
async fn settle_elsewhere<C: SignedCallback>(shop: &Shop, callback: &C) -> Result<Answer, Failure> {
    match shop.orders.settle(callback).await {
        Ok(settled) => tracing::warn!(order = %settled.order.id(), "a callback at a wrong address"),
        Err(error) => return Err(Failure::of_record(error)),
    }
    Err(Failure::NotFound)
}

/// The values of a query are read only after its signature has matched. So Plutu signed this
/// currency.
fn is_other_currency(rejection: &Rejection) -> bool {
    let error = rejection.callback_error();
    matches!(error, Some(CallbackError::BadValue { key, .. }) if *key == "currency")
}

/// An attempt of the order was paid in another currency. The desk asks a person about the last
/// attempt.
async fn doubt_currency<G: Gateway>(shop: &Shop, token: &Token) -> Result<(), Failure> {
    let (_, order) = shop.find(token).await.map_err(Failure::of_record)?;
    let mut attempts = order.attempts().iter().rev();
    let attempt = attempts.find(|attempt| attempt.key().gateway() == G::NAME);
    if let Some(attempt) = attempt {
        let doubted = shop.orders.doubt_amount(attempt.key()).await;
        let _ = doubted.map_err(Failure::of_record)?;
    }
    Ok(())
}

/// T-Lync's return page only decides what the payer sees. The posted callback settles the order.
pub(super) async fn show(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
    page: Result<SignedPage<tlync::Return>, Rejection>,
) -> Result<Answer, Failure> {
    let page = match page {
        Ok(page) => page,
        Err(rejection) => return Ok(refuse(language, &token, &rejection)),
    };
    let (_, order) = shop.find(&token).await?;
    if !has_attempt(&order, &page) {
        return Ok(tell(language, &token, Situation::NotBelieved));
    }
    match status::of_order(&order) {
        None if !page.is_approved() => {
            let sentence = Words::of(language).not_approved;
            Ok((StatusCode::OK, notice(language, &token, sentence)))
        }
        known => Ok(tell(
            language,
            &token,
            known.unwrap_or(Situation::BeingChecked),
        )),
    }
}

fn has_attempt(order: &Order, page: &tlync::Return) -> bool {
    let key = AttemptKey::new::<tlync::Gateway>(page.invoice_no().clone());
    order.attempt(&key).is_some()
}

/// A rejected callback leaves no trace in the order's history, because anyone can send one.
fn refuse(language: Language, token: &Token, rejection: &Rejection) -> Answer {
    tracing::warn!("rejected: {rejection}");
    let sentence = Situation::from(rejection).sentence(language);
    (rejection.into(), notice(language, token, sentence))
}

fn tell(language: Language, token: &Token, situation: Situation) -> Answer {
    let sentence = situation.sentence(language);
    (situation.into(), notice(language, token, sentence))
}
