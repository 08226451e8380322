//! Many payments at once: none is lost, and none is confused with another.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use plutu_core::Verifier;
use plutu_core::gateways::tlync;
use plutu_sandbox::PaymentStatus;
use tokio::net::TcpListener;

use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::with;

const CONNECTIONS: usize = 64;
const PAYMENTS_EACH: usize = 5;

struct Paid {
    verifier: Verifier,
    invoices: Mutex<Vec<String>>,
}

async fn callback(State(paid): State<Arc<Paid>>, body: Bytes) {
    if let Ok(callback) = tlync::Callback::verify_json(&body, &paid.verifier) {
        let invoice_no = callback.invoice_no().to_string();
        let invoices = paid.invoices.lock();
        invoices
            .unwrap_or_else(PoisonError::into_inner)
            .push(invoice_no);
    }
}

#[tokio::test]
async fn sixty_four_connections_lose_no_payment() -> Result {
    let shop = Arc::new(Shop::open().await?);
    let paid = Arc::new(Paid {
        verifier: shop.verifier(),
        invoices: Mutex::default(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let callback_url = format!("http://{}/callback", listener.local_addr()?);
    let router = Router::new()
        .route("/callback", post(callback))
        .with_state(Arc::clone(&paid));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let mut connections = Vec::new();
    for connection in 0..CONNECTIONS {
        let (shop, callback_url) = (Arc::clone(&shop), callback_url.clone());
        connections.push(async move {
            for number in 0..PAYMENTS_EACH {
                let invoice = format!("INV-{connection}-{number}");
                let fields = with(&ORDER, ("invoice_no", &invoice));
                let fields = with(&fields, ("mobile_number", "0913632323"));
                let fields = with(&fields, ("callback_url", &callback_url));
                let page = shop.checkout("tlync", &fields).await?;
                assert_eq!(shop.browser.press(&page, "approve").await?.status(), 303);
            }
            Result::Ok(())
        });
    }
    let tasks = tokio::task::LocalSet::new();
    tasks
        .run_until(async {
            let spawned = connections.into_iter().map(tokio::task::spawn_local);
            for connection in spawned.collect::<Vec<_>>() {
                connection.await??;
            }
            Result::Ok(())
        })
        .await?;

    let invoices = paid.invoices.lock().unwrap().clone();
    assert_eq!(invoices.len(), CONNECTIONS * PAYMENTS_EACH, "once each");
    let invoices: HashSet<String> = invoices.into_iter().collect();
    let payments = shop.sandbox.payments();
    assert_eq!(payments.len(), CONNECTIONS * PAYMENTS_EACH);
    for payment in payments {
        assert_eq!(payment.status(), PaymentStatus::Approved);
        assert!(invoices.contains(payment.invoice_no().as_str()));
    }
    Ok(())
}
