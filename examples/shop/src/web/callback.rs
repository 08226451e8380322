//! T-Lync's callback, which Plutu's server posts. It settles the order that its invoice number
//! names.

use axum::extract::State;
use axum::http::StatusCode;
use plutu_core::gateways::tlync;
use plutu_orders::AttemptKey;
use plutu_web::SignedJson;

use crate::failure::Failure;
use crate::shop::Shop;
use crate::status;

/// Rejected callbacks do not reach this handler: plutu-web answers them, with 400 or 401 and no
/// details.
pub(super) async fn settle(
    State(shop): State<Shop>,
    callback: SignedJson<tlync::Callback>,
) -> Result<StatusCode, Failure> {
    let settled = shop.orders.settle(&*callback).await;
    let settled = settled.map_err(Failure::of_record)?;
    let key = AttemptKey::new::<tlync::Gateway>(callback.invoice_no().clone());
    tracing::info!(order = %settled.order.id(), attempt = %key, action = ?settled.action, "callback");
    Ok(status::of_callback(&settled, &key).into())
}
