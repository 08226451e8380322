//~ is not a callback

use plutu_core::gateways::sadad;
use plutu_orders::{Orders, OrdersError};

async fn paid(orders: &Orders, receipt: &sadad::Receipt) -> Result<(), OrdersError> {
    let _ = orders.settle(receipt).await?;
    Ok(())
}

fn main() {}
