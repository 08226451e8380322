//! A shop with one product, over a real connection, that settles orders with plutu-core.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum::routing::post;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_sandbox::Sandbox;
use plutu_test_browser::Result;
use reqwest::Client;
use tokio::net::TcpListener;

/// The price of every order.
const AMOUNT: &str = "12.50";

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) origin: String,
    settled: Arc<Settled>,
}

/// The results of T-Lync's callbacks, by invoice number.
struct Settled {
    verifier: Verifier,
    dollars: mpgs::Amount,
    dinars: tlync::Amount,
    by_callback: Mutex<HashMap<String, String>>,
}

impl Shop {
    pub(crate) async fn open() -> Result<Self> {
        let sandbox = Sandbox::start().await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let settled = Arc::new(Settled {
            verifier: Verifier::new(sandbox.secret_key()),
            dollars: AMOUNT.parse()?,
            dinars: AMOUNT.parse()?,
            by_callback: Mutex::default(),
        });
        let router = Router::new()
            .route("/paid", get(paid))
            .route("/thanks", get(thanks))
            .route("/callback", post(callback))
            .with_state(Arc::clone(&settled));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            sandbox,
            origin,
            settled,
        })
    }

    /// Opens a payment, and returns the URL of its page.
    pub(crate) async fn checkout(
        &self,
        gateway: &str,
        invoice: &str,
        lang: &str,
    ) -> Result<String> {
        let path = if gateway == "tlync" { "thanks" } else { "paid" };
        let return_url = format!("{}/{path}?order=7", self.origin);
        let callback_url = format!("{}/callback", self.origin);
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("amount", AMOUNT),
                ("invoice_no", invoice),
                ("return_url", &return_url),
                ("callback_url", &callback_url),
                ("mobile_number", "0913632323"),
                ("lang", lang),
            ])
            .finish();
        let answer = self.call(&format!("{gateway}/confirm"), form).await?;
        let url = answer.pointer("/result/redirect_url");
        let url = url.and_then(|url| url.as_str());
        Ok(url.ok_or_else(|| answer.to_string())?.to_owned())
    }

    /// Sends a request to the sandbox's API.
    pub(crate) async fn call(&self, path: &str, form: String) -> Result<serde_json::Value> {
        let credentials = self.sandbox.credentials();
        let url = format!("{}/transaction/{path}", self.sandbox.base_url());
        let request = Client::builder().no_proxy().build()?.post(url);
        let response = request
            .bearer_auth(credentials.access_token().expose())
            .header("X-API-KEY", credentials.api_key().expose())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }

    pub(crate) fn dashboard(&self) -> &str {
        self.sandbox.base_url().trim_end_matches("api/v1")
    }

    /// The result of T-Lync's callback for an invoice.
    pub(crate) fn told(&self, invoice: &str) -> Option<String> {
        let by_callback = self.settled.by_callback.lock().ok()?;
        by_callback.get(invoice).cloned()
    }
}

/// The page that the payer returns to: it shows the shop's decision about the callback.
async fn paid(State(shop): State<Arc<Settled>>, RawQuery(query): RawQuery) -> Html<String> {
    let text = match mpgs::Callback::verify(&query.unwrap_or_default(), &shop.verifier) {
        Ok(callback) => {
            let invoice_no = callback.invoice_no().clone();
            outcome(&callback.settle(&invoice_no, shop.dollars)).to_owned()
        }
        Err(error) => format!("refused: {error}"),
    };
    Html(format!(
        "<!DOCTYPE html><title>Shop</title><p id=result>{text}</p>"
    ))
}

async fn thanks(State(shop): State<Arc<Settled>>, RawQuery(query): RawQuery) -> Html<String> {
    let text = match tlync::Return::verify(&query.unwrap_or_default(), &shop.verifier) {
        Ok(page) if page.is_approved() => "thank you".to_owned(),
        Ok(_) => "not approved".to_owned(),
        Err(error) => format!("refused: {error}"),
    };
    Html(format!(
        "<!DOCTYPE html><title>Shop</title><p id=result>{text}</p>"
    ))
}

async fn callback(State(shop): State<Arc<Settled>>, body: Bytes) -> String {
    let Ok(callback) = tlync::Callback::verify_json(&body, &shop.verifier) else {
        return "refused".to_owned();
    };
    let invoice_no: InvoiceNo = callback.invoice_no().clone();
    let text = outcome(&callback.settle(&invoice_no, shop.dinars));
    let method = callback
        .payment_method()
        .map_or("", |method| method.as_str());
    let text = format!("{text} with {method}");
    if let Ok(mut told) = shop.by_callback.lock() {
        told.insert(invoice_no.to_string(), text.clone());
    }
    text
}

fn outcome(settlement: &std::result::Result<Settlement, Mismatch>) -> &'static str {
    match settlement {
        Ok(Settlement::Paid(_)) => "paid",
        Ok(Settlement::Canceled) => "canceled",
        Ok(Settlement::Undecided) => "undecided",
        Err(_) => "mismatch",
    }
}
