//! The background work of each process: ships paid orders, and freezes charges whose process
//! stopped.

use std::time::Duration;

use plutu_orders::Queue;
use plutu_orders::Task;

use crate::failure::Failure;
use crate::shop::Shop;

/// Works until the process ends. While the database is unavailable, the tasks stay in the outbox.
pub(crate) async fn run(shop: Shop, pause: Duration, plutu_timeout: Duration) {
    tokio::join!(
        keep_shipping(&shop, pause),
        keep_freezing(&shop, plutu_timeout)
    );
}

async fn keep_shipping(shop: &Shop, pause: Duration) {
    loop {
        let _ = ship(shop).await;
        tokio::time::sleep(pause).await;
    }
}

async fn keep_freezing(shop: &Shop, plutu_timeout: Duration) {
    // Longer than Plutu may take, so that no running charge is frozen.
    let lost_after = plutu_timeout.saturating_mul(2);
    loop {
        let _ = freeze_lost_charges(shop, lost_after).await;
        tokio::time::sleep(plutu_timeout).await;
    }
}

/// Ships the paid orders. Every process receives a task until one of them acknowledges it, so two
/// processes may do the same task. The ledger's unique key keeps the second one from shipping.
async fn ship(shop: &Shop) -> Result<(), Failure> {
    let pending = shop.orders.pending(Queue::Shipping, 100).await?;
    for unreadable in pending.unreadable {
        tracing::error!("{unreadable}");
    }
    for task in pending.tasks {
        ship_one(shop, &task).await?;
    }
    Ok(())
}

/// Ships an order and acknowledges the task. The order may have been refunded since the task was
/// received. Then the refund has acknowledged the task.
async fn ship_one(shop: &Shop, task: &Task) -> Result<(), Failure> {
    let Some(order) = task.order() else {
        return Ok(());
    };
    if shop.orders.load(order).await?.is_refunded() {
        return Ok(());
    }
    if shop.ledger.ship(task, order).await? {
        tracing::info!(%order, "shipped");
    }
    Ok(shop.orders.acknowledge(&task.key()).await?)
}

/// Freezes the orders of processes that stopped between a charge and its answer. Until then such an
/// order can be neither paid nor shipped. The desk asks a person about it.
async fn freeze_lost_charges(shop: &Shop, lost_after: Duration) -> Result<(), Failure> {
    for frozen in shop.orders.freeze_lost_charges(lost_after).await? {
        tracing::warn!(order = %frozen.order.id(), "frozen: its charge has no outcome");
    }
    Ok(())
}
