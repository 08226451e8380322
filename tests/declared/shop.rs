//! A sandbox with the declared gateways, a client for it, and a server that records the queries
//! with which the payer's browser returns.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::extract::RawQuery;
use axum::routing::get;
use plutu_core::InvoiceNo;
use plutu_core::Request;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_sandbox::Sandbox;
use plutu_tests::declared::coast_pay;
use plutu_tests::declared::euro_cards;
use plutu_tests::declared::harbor_wallet;
use tokio::net::TcpListener;

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    /// The URL to which the payer's browser returns.
    pub(crate) return_url: String,
    /// The queries that arrived there.
    returned: Arc<Mutex<Vec<String>>>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let sandbox = Sandbox::builder()
            .gateway::<euro_cards::Gateway>()
            .gateway::<harbor_wallet::Gateway>()
            .gateway::<coast_pay::Gateway>()
            .start()
            .await
            .unwrap();
        let client = Client::builder(sandbox.credentials())
            .base_url(sandbox.base_url())
            .build()
            .unwrap();
        let returned = Arc::default();
        Self {
            return_url: serve(Arc::clone(&returned)).await,
            sandbox,
            client,
            returned,
        }
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::new(self.sandbox.secret_key())
    }

    /// The number of times that this query arrived at the return URL.
    pub(crate) fn visits(&self, query: &str) -> usize {
        let returned = self.returned.lock().unwrap();
        returned.iter().filter(|it| *it == query).count()
    }

    /// Waits for a browser to return for this invoice, and returns its query.
    pub(crate) async fn returned_for(&self, invoice_no: &str) -> String {
        // One minute, which is far longer than any payment takes.
        for _ in 0..3_000 {
            let returned = self.returned.lock().unwrap().clone();
            let mut queries = returned.into_iter();
            if let Some(query) = queries.find(|query| query.contains(invoice_no)) {
                return query;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no browser returned for {invoice_no}")
    }

    pub(crate) fn euros(&self, invoice_no: &str) -> euro_cards::Confirm {
        euro_cards::Confirm::builder()
            .amount("12.50".parse().unwrap())
            .invoice_no(invoice_no.parse().unwrap())
            .return_url(self.return_url.parse().unwrap())
            .build()
    }

    pub(crate) fn coast(&self, invoice_no: &str) -> coast_pay::Open {
        coast_pay::Open::builder()
            .amount("7.25".parse().unwrap())
            .invoice_no(invoice_no.parse().unwrap())
            .return_url(self.return_url.parse().unwrap())
            .till("B07".parse().unwrap())
            .build()
    }

    /// Begins a payment with Harbor Wallet.
    pub(crate) async fn begin(&self) -> Result<harbor_wallet::Challenge, SendError> {
        let begin = harbor_wallet::Begin::builder()
            .wallet_no("W654321".parse().unwrap())
            .amount("3.00".parse().unwrap())
            .build();
        self.client.send(&begin).await
    }

    /// Sends a request that opens a page, and approves the payment. Returns the query with which
    /// the payer's browser returns.
    pub(crate) async fn approved<R: Request>(&self, request: &R) -> String {
        self.client.send(request).await.map(drop).unwrap();
        let url = self.sandbox.approve(request.invoice_no().unwrap()).await;
        query(&url.unwrap()).to_owned()
    }
}

/// The charge that answers a challenge.
pub(crate) fn pay(
    challenge: &harbor_wallet::Challenge,
    invoice_no: &str,
    code: &str,
) -> harbor_wallet::Pay {
    harbor_wallet::Pay::answering(challenge, "3.00".parse().unwrap())
        .unwrap()
        .code(code.parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .build()
}

pub(crate) fn query(url: &str) -> &str {
    url.split_once('?').unwrap().1
}

/// Whether a callback settles its own order.
pub(crate) fn settles<C: SignedCallback>(callback: &C) -> bool {
    let invoice_no: &InvoiceNo = callback.invoice_no();
    let settlement = callback.settle(invoice_no, *callback.amount()).unwrap();
    matches!(settlement, Settlement::Paid(_))
}

async fn serve(returned: Arc<Mutex<Vec<String>>>) -> String {
    let note = |RawQuery(query): RawQuery| async move {
        returned.lock().unwrap().push(query.unwrap_or_default());
    };
    let router = Router::new().route("/paid", get(note));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/paid", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}
