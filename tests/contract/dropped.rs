//! A future that is dropped before it is ready. There is no error, and nothing is sent afterwards.

use std::time::Duration;

use plutu_contract::transport::Fault;
use plutu_contract::transport::Scene;

use crate::clients::Adapter;
use crate::clients::AnyClient;
use crate::matrix::charge;
use crate::matrix::timeouts;

/// The result for a request whose future is dropped after the server has read the request.
#[derive(Debug, PartialEq, Eq)]
enum Dropped {
    /// The server has read the request this many times.
    Posts(usize),
    /// A blocking call cannot be dropped.
    Never,
}

/// The row of the table.
pub async fn row() -> String {
    let mut row = "| the future is dropped midway | Unknown, but no error is returned |".to_owned();
    for adapter in Adapter::ALL {
        row.push_str(match dropped(adapter).await {
            Dropped::Posts(_) => " no error |",
            Dropped::Never => " not possible |",
        });
    }
    row + " 1 |"
}

#[tokio::test]
async fn a_dropped_future_sends_nothing_more() {
    for adapter in Adapter::ALL {
        let expected = match adapter {
            Adapter::Ureq => Dropped::Never,
            Adapter::Reqwest | Adapter::Tower | Adapter::Closure => Dropped::Posts(1),
        };
        assert_eq!(dropped(adapter).await, expected, "{}", adapter.name());
    }
}

async fn dropped(adapter: Adapter) -> Dropped {
    let scene = Scene::of(Fault::Silence).unwrap();
    let (connect, total) = timeouts(Fault::Closed);
    let AnyClient::Async(client) = adapter.client(scene.base_url(), connect, total) else {
        return Dropped::Never;
    };
    let request = charge();
    tokio::select! {
        sent = client.send(&request) => panic!("{}: {sent:?}", adapter.name()),
        () = was_read(&scene) => {}
    }
    // The connection was closed with its request. The next request is answered on another one.
    let _receipt = client.send(&request).await.unwrap();
    let server = scene.server().unwrap();
    assert_eq!(server.connections(), 2, "{}", adapter.name());
    Dropped::Posts(server.requests().len() - 1)
}

async fn was_read(scene: &Scene) {
    while scene.posts() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
