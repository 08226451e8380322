//! The gateways with a hosted page: MPGS, Local Bank Cards and T-Lync. The shop requests the page
//! and sends the payer there.

use plutu_core::Amount;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::MobileNumber;
use plutu_core::Priced;
use plutu_core::Redirect;
use plutu_core::Request;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_web::answer::Situation;

use crate::address;
use crate::failure::Failure;
use crate::ledger::Placed;
use crate::payments::begin;
use crate::payments::insist;
use crate::shop::Shop;
use crate::status;
use crate::way::Way;

/// The result of requesting a payment page.
pub(crate) enum Asked {
    /// Send the payer there.
    Page(Redirect),
    /// There is no page. The payer reads about this situation.
    NoPage(Situation),
}

pub(crate) async fn mpgs(
    shop: &Shop,
    placed: &Placed,
    language: Language,
) -> Result<Asked, Failure> {
    ask(shop, placed, |invoice_no, amount| {
        Ok(mpgs::Confirm::builder()
            .amount(amount)
            .invoice_no(invoice_no)
            .return_url(return_url(shop, placed, language, Way::Mpgs).parse()?)
            .lang(language)
            .build())
    })
    .await
}

pub(crate) async fn local_bank_cards(
    shop: &Shop,
    placed: &Placed,
    language: Language,
) -> Result<Asked, Failure> {
    ask(shop, placed, |invoice_no, amount| {
        Ok(local_bank_cards::Confirm::builder()
            .amount(amount)
            .invoice_no(invoice_no)
            .return_url(return_url(shop, placed, language, Way::LocalBankCards).parse()?)
            .lang(language)
            .build())
    })
    .await
}

pub(crate) async fn tlync(
    shop: &Shop,
    placed: &Placed,
    language: Language,
    mobile_number: &MobileNumber,
) -> Result<Asked, Failure> {
    ask(shop, placed, |invoice_no, amount| {
        Ok(tlync::Confirm::builder()
            .amount(amount)
            .invoice_no(invoice_no)
            .mobile_number(mobile_number.clone())
            .return_url(return_url(shop, placed, language, Way::Tlync).parse()?)
            .callback_url(format!("{}{}", shop.url, address::TLYNC_CALLBACK).parse()?)
            .lang(language)
            .build())
    })
    .await
}

/// Requests a page. This moves no money: the payer pays on the page.
async fn ask<R>(
    shop: &Shop,
    placed: &Placed,
    build: impl Fn(InvoiceNo, Amount<<R::Gateway as Gateway>::Currency>) -> Result<R, Failure>,
) -> Result<Asked, Failure>
where
    R: Request<Reply = Redirect> + Priced<<R::Gateway as Gateway>::Currency>,
{
    let request = begin(shop, &placed.id, build).await?;
    match shop.client.send(&request).await {
        Ok(page) => {
            // The callback may have arrived before this answer.
            shop.orders.load(&placed.id).await?.check_payable()?;
            Ok(Asked::Page(page))
        }
        Err(error) => {
            tracing::warn!(order = %placed.id, "{error}");
            let failed = || shop.orders.failed(&request, error.certainty());
            let order = insist(failed).await?.order;
            let situation = status::of_order(&order).unwrap_or(Situation::from(&error));
            Ok(Asked::NoPage(situation))
        }
    }
}

fn return_url(shop: &Shop, placed: &Placed, language: Language, way: Way) -> String {
    let path = address::returned(language, &placed.token, way);
    format!("{}{path}", shop.url)
}
