//! The page of an order, for anyone who has its address.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use maud::Markup;
use plutu_core::Language;
use plutu_orders::Order;
use plutu_web::answer::Situation;

use crate::failure::Failure;
use crate::ledger::Placed;
use crate::pages;
use crate::shop::Shop;
use crate::token::Token;
use crate::web::extract::At;

pub(super) async fn show(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
) -> Result<Markup, Failure> {
    let (placed, order) = shop.find(&token).await?;
    page(&shop, language, &placed, &order, None).await
}

/// How often the order was paid, as JSON: the number of its parcels, which is never above 1. For
/// the payer's scripts, and for tools that check the shop.
pub(super) async fn status(
    State(shop): State<Shop>,
    At((_, token)): At<(Language, Token)>,
) -> Result<impl IntoResponse, Failure> {
    let placed = shop.ledger.find(&token).await?.ok_or(Failure::NotFound)?;
    let paid = shop.ledger.parcels(&placed.id).await?;
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((json, serde_json::json!({ "paid": paid }).to_string()))
}

/// The page after something that the payer has to be told, with its status.
pub(super) async fn tell(
    shop: &Shop,
    language: Language,
    placed: &Placed,
    situation: Situation,
) -> Result<(StatusCode, Markup), Failure> {
    let order = shop.orders.load(&placed.id).await?;
    let page = page(shop, language, placed, &order, Some(situation)).await?;
    Ok((situation.into(), page))
}

async fn page(
    shop: &Shop,
    language: Language,
    placed: &Placed,
    order: &Order,
    told: Option<Situation>,
) -> Result<Markup, Failure> {
    let shipped_at = shop.ledger.shipped_at(&placed.id).await?;
    Ok(pages::order::order(
        language, placed, order, shipped_at, told,
    ))
}
