//! The checkout: places an order, and starts its payment with the gateway that the payer chooses.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use plutu_core::Language;
use plutu_web::answer::Refusal;
use plutu_web::answer::Situation;
use serde::Deserialize;

use crate::address;
use crate::failure::Failure;
use crate::ledger::Placed;
use crate::payments::hosted;
use crate::payments::otp;
use crate::products::Product;
use crate::shop::Currency;
use crate::shop::Shop;
use crate::token::Token;
use crate::way::Way;
use crate::web::extract::At;
use crate::web::extract::Fields;
use crate::web::order_page;

/// The form of an order.
#[derive(Deserialize)]
pub(super) struct Basket {
    product: String,
    currency: Currency,
}

/// Places an order. Anyone who has its address can pay it.
pub(super) async fn place(
    State(shop): State<Shop>,
    At(language): At<Language>,
    Fields(basket): Fields<Basket>,
) -> Result<Redirect, Failure> {
    let product = Product::find(&basket.product).ok_or(Failure::BadForm)?;
    let placed = shop.place(product, basket.currency).await?;
    Ok(Redirect::to(&address::order(language, &placed.token)))
}

/// The way to pay, and the payer's data that this gateway needs.
#[derive(Deserialize)]
pub(super) struct Choice {
    way: String,
    #[serde(default)]
    mobile_number: String,
    #[serde(default)]
    birth_year: String,
}

/// Starts a payment.
pub(super) async fn pay(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
    Fields(choice): Fields<Choice>,
) -> Result<Response, Failure> {
    let placed = shop.ledger.find(&token).await?.ok_or(Failure::NotFound)?;
    match start(&shop, &placed, language, &choice).await {
        Ok(Next::Page(url)) => Ok(Redirect::to(&url).into_response()),
        Ok(Next::Tell(situation)) => {
            let told = order_page::tell(&shop, language, &placed, situation).await?;
            Ok(told.into_response())
        }
        // The order is paid, or a charge is under way: its page says so.
        Err(Failure::NotNow) => Ok(Redirect::to(&address::order(language, &token)).into_response()),
        Err(failure) => Err(failure),
    }
}

/// The payer's next page.
enum Next {
    Page(String),
    Tell(Situation),
}

async fn start(
    shop: &Shop,
    placed: &Placed,
    language: Language,
    choice: &Choice,
) -> Result<Next, Failure> {
    match Way::find(&choice.way).ok_or(Failure::BadForm)? {
        Way::Mpgs => hosted::mpgs(shop, placed, language).await.map(Next::from),
        Way::LocalBankCards => hosted::local_bank_cards(shop, placed, language)
            .await
            .map(Next::from),
        Way::Tlync => pay_with_tlync(shop, placed, language, choice).await,
        Way::Sadad => ask_sadad(shop, placed, language, choice).await,
        Way::Adfali => ask_adfali(shop, placed, language, choice).await,
    }
}

async fn pay_with_tlync(
    shop: &Shop,
    placed: &Placed,
    language: Language,
    choice: &Choice,
) -> Result<Next, Failure> {
    let Ok(mobile_number) = choice.mobile_number.parse() else {
        return Ok(Next::Tell(Situation::Refused(Refusal::WrongNumber)));
    };
    let asked = hosted::tlync(shop, placed, language, &mobile_number).await?;
    Ok(asked.into())
}

async fn ask_sadad(
    shop: &Shop,
    placed: &Placed,
    language: Language,
    choice: &Choice,
) -> Result<Next, Failure> {
    let (Ok(mobile_number), Ok(birth_year)) =
        (choice.mobile_number.parse(), choice.birth_year.parse())
    else {
        let refusal = Refusal::WrongNumberOrBirthYear;
        return Ok(Next::Tell(Situation::Refused(refusal)));
    };
    let order = shop.orders.load(&placed.id).await?;
    let asked = otp::ask_sadad(shop, &order, mobile_number, birth_year).await?;
    Ok(after(asked, placed, language))
}

async fn ask_adfali(
    shop: &Shop,
    placed: &Placed,
    language: Language,
    choice: &Choice,
) -> Result<Next, Failure> {
    let Ok(mobile_number) = choice.mobile_number.parse() else {
        return Ok(Next::Tell(Situation::Refused(Refusal::WrongNumber)));
    };
    let order = shop.orders.load(&placed.id).await?;
    let asked = otp::ask_adfali(shop, &order, mobile_number).await?;
    Ok(after(asked, placed, language))
}

fn after(asked: otp::Asked, placed: &Placed, language: Language) -> Next {
    match asked {
        otp::Asked::Sent => Next::Page(address::password(language, &placed.token)),
        otp::Asked::NotSent(situation) => Next::Tell(situation),
    }
}

impl From<hosted::Asked> for Next {
    fn from(asked: hosted::Asked) -> Self {
        match asked {
            hosted::Asked::Page(page) => Self::Page(page.url().to_owned()),
            hosted::Asked::NoPage(situation) => Self::Tell(situation),
        }
    }
}
