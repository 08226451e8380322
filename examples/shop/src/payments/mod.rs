//! Payments: records an attempt before its request is sent, and the result after the answer.
//!
//! [`hosted`] sends the payer to a payment page, [`otp`] asks for a one-time password.

pub(crate) mod hosted;
pub(crate) mod otp;

use std::time::Duration;

use plutu_core::Amount;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Priced;
use plutu_core::Request;
use plutu_orders::EventError;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::OrdersError;

use crate::failure::Failure;
use crate::shop::Shop;

/// Records an attempt before anything is sent. `build` makes the request from the order's amount
/// and a new invoice number.
///
/// An error means that nothing may be sent: the order is paid, or a charge is under way.
async fn begin<R>(
    shop: &Shop,
    order: &OrderId,
    build: impl Fn(InvoiceNo, Amount<<R::Gateway as Gateway>::Currency>) -> Result<R, Failure>,
) -> Result<R, Failure>
where
    R: Request + Priced<<R::Gateway as Gateway>::Currency>,
{
    loop {
        let order = shop.orders.load(order).await?;
        let request = build(next_invoice_no(&order)?, order.amount()?)?;
        match shop.orders.start(order.id(), &request).await {
            // The payer has pressed the button twice, and the other request was faster.
            Err(OrdersError::Event(EventError::InvoiceNoUsed(_))) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Ok(request),
        }
    }
}

/// An order has one id, and a new invoice number for every attempt.
fn next_invoice_no(order: &Order) -> Result<InvoiceNo, Failure> {
    let attempt = order.attempts().len().saturating_add(1);
    Ok(format!("{}-{attempt}", order.id()).parse()?)
}

/// Records Plutu's answer. It tries again if the database is unavailable for a moment, because
/// Plutu answers only once. If the database stays away, `Orders::freeze_lost_charges` finds the
/// charge later.
async fn insist<T, F>(record: impl Fn() -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, OrdersError>>,
{
    for pause in PAUSES {
        match record().await {
            Err(error) if error.is_unavailable() => tokio::time::sleep(pause).await,
            done => return done.map_err(Failure::of_record),
        }
    }
    record().await.map_err(Failure::of_record)
}

/// The pauses between the tries: together about as long as a payer waits for a page.
const PAUSES: [Duration; 6] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(8),
];
