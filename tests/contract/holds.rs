//! Every adapter passes the public contract test.

use plutu_contract::transport;
use plutu_contract::transport::ContractError;
use plutu_contract::transport::TIMEOUTS;
use tokio::task::JoinSet;

use crate::clients::Adapter;
use crate::clients::AnyClient;

#[tokio::test(flavor = "multi_thread")]
async fn every_adapter_keeps_the_contract() {
    let mut checks = JoinSet::new();
    for adapter in Adapter::ALL {
        checks.spawn(async move { (adapter, check(adapter).await) });
    }
    for (adapter, checked) in checks.join_all().await {
        checked.unwrap_or_else(|error| panic!("{}: {error}", adapter.name()));
    }
}

async fn check(adapter: Adapter) -> Result<(), ContractError> {
    match adapter.client("http://127.0.0.1", TIMEOUTS.connect, TIMEOUTS.total) {
        AnyClient::Async(client) => transport::check(&client.transport()).await,
        AnyClient::Blocking(client) => {
            let check = move || transport::check_blocking(&client.transport());
            tokio::task::spawn_blocking(check).await.unwrap()
        }
    }
}
