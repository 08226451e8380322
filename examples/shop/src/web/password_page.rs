//! The page for the one-time password. Its form takes the money.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use plutu_core::Language;
use plutu_web::answer::Situation;
use serde::Deserialize;

use crate::address;
use crate::failure::Failure;
use crate::ledger::Placed;
use crate::pages;
use crate::payments::otp;
use crate::shop::Shop;
use crate::status;
use crate::token::Token;
use crate::web::extract::At;
use crate::web::extract::Fields;

/// Shows the form, unless there is nothing to pay.
pub(super) async fn show(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
) -> Result<Response, Failure> {
    let (placed, _) = shop.find(&token).await?;
    page(&shop, language, &placed, None).await
}

/// The password that the payer entered. It is sent to Plutu and stored nowhere.
#[derive(Deserialize)]
pub(super) struct Password {
    code: String,
}

pub(super) async fn pay(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
    Fields(password): Fields<Password>,
) -> Result<Response, Failure> {
    let placed = shop.ledger.find(&token).await?.ok_or(Failure::NotFound)?;
    match otp::pay(&shop, &placed.id, &password.code).await {
        Ok(situation) if situation.may_pay_again() => {
            page(&shop, language, &placed, Some(situation)).await
        }
        // The order's page shows the result.
        Ok(_) | Err(Failure::NotNow) => {
            Ok(Redirect::to(&address::order(language, &token)).into_response())
        }
        Err(failure) => Err(failure),
    }
}

async fn page(
    shop: &Shop,
    language: Language,
    placed: &Placed,
    told: Option<Situation>,
) -> Result<Response, Failure> {
    let order = shop.orders.load(&placed.id).await?;
    let way = shop.ledger.password_way(&placed.id).await?;
    let Some(way) = way.filter(|_| status::may_pay(&order)) else {
        let order = address::order(language, &placed.token);
        return Ok(Redirect::to(&order).into_response());
    };
    let status = told.map_or(StatusCode::OK, StatusCode::from);
    let page = pages::password::password(language, placed, &order, way, told);
    Ok((status, page).into_response())
}
