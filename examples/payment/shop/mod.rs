//! A small shop. Its orders are paid through Plutu's five gateways: on a hosted page (`hosted`) or
//! with a one-time password (`otp`).

mod hosted;
mod otp;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use axum::Router;
use axum::extract::Path;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use plutu_core::InvoiceNo;
use plutu_core::Paid;
use plutu_core::Request;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_sandbox::Sandbox;
use tokio::net::TcpListener;

use crate::Result;

/// An order that waits for its payment.
#[derive(Clone)]
pub struct Order {
    invoice_no: InvoiceNo,
    price: Price,
    state: State,
}

/// How an order is paid, and how much it costs. An amount in another gateway's currency would not
/// compile.
#[derive(Clone, Copy)]
pub enum Price {
    Mpgs(mpgs::Amount),
    LocalBankCards(local_bank_cards::Amount),
    Tlync(tlync::Amount),
    Sadad(sadad::Amount),
    Adfali(adfali::Amount),
}

/// What the shop knows about an order's payment.
#[derive(Clone)]
pub enum State {
    Open,
    /// A confirmation's answer was lost, so that the money may have moved: a person looks it up.
    Frozen,
    Paid {
        transaction_id: String,
    },
}

impl Order {
    pub fn new(invoice_no: &str, price: Price) -> Result<Self> {
        Ok(Self {
            invoice_no: invoice_no.parse()?,
            price,
            state: State::Open,
        })
    }
}

/// The running shop.
pub struct Shop {
    inner: Arc<Inner>,
}

struct Inner {
    url: String,
    client: Client,
    verifier: Verifier,
    /// A real shop has a database here, with a unique key on `paid.key()`: gateway and invoice
    /// number.
    orders: Mutex<BTreeMap<String, Order>>,
    /// The challenges between two pages. A real shop keeps them in the payer's session, on the
    /// server.
    sessions: Mutex<BTreeMap<String, String>>,
}

impl Shop {
    /// Opens a shop that pays through this sandbox. For real payments, only the base URL and the
    /// credentials differ.
    pub async fn open(sandbox: &Sandbox, orders: impl IntoIterator<Item = Order>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let orders = orders
            .into_iter()
            .map(|order| (order.invoice_no.to_string(), order));
        let inner = Arc::new(Inner {
            url: format!("http://{}", listener.local_addr()?),
            client: Client::builder(sandbox.credentials())
                .base_url(sandbox.base_url())
                .build()?,
            verifier: Verifier::new(sandbox.secret_key()),
            orders: Mutex::new(orders.collect()),
            sessions: Mutex::default(),
        });
        let router = Router::new()
            .route("/", get(pages::orders))
            .route("/orders/{invoice_no}/pay", get(pay))
            .route("/orders/{invoice_no}/return", get(hosted::returned))
            .route("/orders/{invoice_no}/callback", post(hosted::called_back))
            .route("/orders/{invoice_no}/number", post(otp::number))
            .route("/orders/{invoice_no}/code", post(otp::code))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { inner })
    }

    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// A page of an order: `pay`, `return`, `number`, `code`.
    pub fn page(&self, invoice_no: &str, page: &str) -> String {
        self.inner.page(invoice_no, page)
    }

    pub fn state(&self, invoice_no: &str) -> Option<State> {
        self.inner.order(invoice_no).map(|order| order.state)
    }
}

impl Inner {
    fn page(&self, invoice_no: &str, page: &str) -> String {
        format!("{}/orders/{invoice_no}/{page}", self.url)
    }

    fn order(&self, invoice_no: &str) -> Option<Order> {
        self.orders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(invoice_no)
            .cloned()
    }

    fn set(&self, invoice_no: &InvoiceNo, state: State) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        match orders.get_mut(invoice_no.as_str()) {
            // A paid order stays paid, whatever comes afterwards.
            Some(order) if !matches!(order.state, State::Paid { .. }) => order.state = state,
            _ => {}
        }
    }

    /// Records what is known about an order's payment, and says it in a line.
    fn decide(&self, settlement: Settlement) -> String {
        match settlement {
            Settlement::Paid(paid) => self.mark_paid(&paid),
            Settlement::Canceled => "CANCELED: the order is not paid".to_owned(),
            Settlement::Undecided => "UNDECIDED: the payment must be looked up".to_owned(),
        }
    }

    fn mark_paid(&self, paid: &Paid) -> String {
        let transaction_id = paid
            .transaction_id()
            .map(ToString::to_string)
            .unwrap_or_default();
        let line = format!(
            "PAID: order {}, transaction {transaction_id}",
            paid.invoice_no()
        );
        self.set(paid.invoice_no(), State::Paid { transaction_id });
        line
    }

    /// Sends a request, and prints it.
    async fn send<R: Request>(&self, request: &R) -> std::result::Result<R::Reply, SendError> {
        let wire = request.wire();
        println!("  shop → plutu   POST {}", wire.path);
        println!("                 {}", without_secrets(&wire.form));
        self.client.send(request).await
    }
}

/// A form as it may be printed: without personal or secret values.
fn without_secrets(form: &str) -> String {
    let shown = form.split('&').map(|field| match field.split_once('=') {
        Some((name @ ("birth_year" | "code" | "mobile_number"), _)) => format!("{name}=…"),
        _ => field.to_owned(),
    });
    shown.collect::<Vec<_>>().join("&")
}

/// Starts an order's payment: on a hosted page, or with the question for the payer's number.
async fn pay(Shared(shop): Shared<Arc<Inner>>, Path(invoice_no): Path<String>) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match order.price {
        Price::Mpgs(_) | Price::LocalBankCards(_) | Price::Tlync(_) => {
            hosted::pay(&shop, &order).await
        }
        Price::Sadad(_) | Price::Adfali(_) => pages::number(&order).into_response(),
    }
}
