//! A small shop: it asks Plutu for a payment page, sends the payer there, and settles the order from the
//! callback that his browser brings back.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use axum::Router;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use plutu_core::CallbackError;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::Request;
use plutu_core::ReturnUrl;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
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

/// A price, whose currency decides the gateway.
#[derive(Clone, Copy)]
pub enum Price {
    Dollars(mpgs::Amount),
    Dinars(local_bank_cards::Amount),
}

/// What the shop knows of an order's payment.
#[derive(Clone, PartialEq, Eq)]
pub enum State {
    Open,
    Paid { transaction_id: String },
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
    /// A real shop has a database here, with a unique key on gateway and transaction id.
    orders: Mutex<BTreeMap<String, Order>>,
}

impl Shop {
    /// Opens a shop that pays through this sandbox. For real payments only the base URL and the
    /// credentials are others.
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
        });
        let router = Router::new()
            .route("/", get(list))
            .route("/orders/{invoice_no}/pay", get(pay))
            .route("/orders/{invoice_no}/return", get(settle))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { inner })
    }

    pub fn url(&self) -> &str {
        &self.inner.url
    }

    pub fn pay_url(&self, invoice_no: &str) -> String {
        format!("{}/orders/{invoice_no}/pay", self.inner.url)
    }

    pub fn return_url(&self, invoice_no: &str) -> String {
        self.inner.return_url(invoice_no)
    }

    pub fn state(&self, invoice_no: &str) -> Option<State> {
        self.inner.order(invoice_no).map(|order| order.state)
    }
}

impl Inner {
    fn return_url(&self, invoice_no: &str) -> String {
        format!("{}/orders/{invoice_no}/return", self.url)
    }

    fn order(&self, invoice_no: &str) -> Option<Order> {
        self.orders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(invoice_no)
            .cloned()
    }

    fn mark_paid(&self, invoice_no: &InvoiceNo, transaction_id: String) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(order) = orders.get_mut(invoice_no.as_str()) {
            order.state = State::Paid { transaction_id };
        }
    }
}

/// Asks Plutu for the payment page and sends the payer there.
async fn pay(Shared(shop): Shared<Arc<Inner>>, Path(invoice_no): Path<String>) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match checkout(&shop, &order).await {
        Ok(page) => {
            println!(
                "  plutu → shop   a payment page (its URL carries a token, so it is not printed)"
            );
            Redirect::to(page.url()).into_response()
        }
        Err(error) => {
            println!("  shop           no page: {error}");
            (StatusCode::BAD_GATEWAY, "The payment could not be started.").into_response()
        }
    }
}

async fn checkout(shop: &Inner, order: &Order) -> Result<plutu_core::Redirect> {
    let return_url: ReturnUrl = shop.return_url(order.invoice_no.as_str()).parse()?;
    let page = match order.price {
        Price::Dollars(amount) => {
            let request = mpgs::Confirm::builder()
                .amount(amount)
                .invoice_no(order.invoice_no.clone())
                .return_url(return_url)
                .build();
            send(shop, &request).await?
        }
        Price::Dinars(amount) => {
            let request = local_bank_cards::Confirm::builder()
                .amount(amount)
                .invoice_no(order.invoice_no.clone())
                .return_url(return_url)
                .build();
            send(shop, &request).await?
        }
    };
    Ok(page)
}

async fn send<R: Request>(shop: &Inner, request: &R) -> std::result::Result<R::Reply, SendError> {
    let wire = request.wire();
    println!("  shop → plutu   POST {}", wire.path);
    println!("                 {}", wire.form);
    shop.client.send(request).await
}

/// Settles the order from what the payer's browser brought: the raw query, as it came.
async fn settle(
    Shared(shop): Shared<Arc<Inner>>,
    Path(invoice_no): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let query = query.unwrap_or_default();
    println!("  payer → shop   GET /orders/{invoice_no}/return");
    println!("                 {query}");
    let (status, decision) = match verify(&shop, &order, &query) {
        Ok(Settlement::Paid(paid)) => {
            let transaction_id = paid
                .transaction_id()
                .map(ToString::to_string)
                .unwrap_or_default();
            shop.mark_paid(paid.invoice_no(), transaction_id.clone());
            (
                StatusCode::OK,
                format!("PAID: order {invoice_no}, transaction {transaction_id}"),
            )
        }
        Ok(Settlement::Canceled) => (
            StatusCode::OK,
            format!("CANCELLED: order {invoice_no} is not paid"),
        ),
        Ok(Settlement::Undecided) => (
            StatusCode::OK,
            format!("UNDECIDED: order {invoice_no} must be looked up"),
        ),
        // A callback that is not believed says nothing about the order, so the order stays as it is.
        Err(error) => (StatusCode::BAD_REQUEST, format!("REFUSED: {error}")),
    };
    println!("  shop           {decision}");
    (
        status,
        Html(format!(
            "<!doctype html><title>Shop</title><p>{}<p><a href=/>All orders</a>",
            escape(&decision)
        )),
    )
        .into_response()
}

/// The order says which gateway's callback is expected, never the callback.
fn verify(
    shop: &Inner,
    order: &Order,
    query: &str,
) -> std::result::Result<Settlement, NotBelieved> {
    Ok(match order.price {
        Price::Dollars(amount) => {
            mpgs::Callback::verify(query, &shop.verifier)?.settle(&order.invoice_no, amount)?
        }
        Price::Dinars(amount) => local_bank_cards::Callback::verify(query, &shop.verifier)?
            .settle(&order.invoice_no, amount)?,
    })
}

/// Either of the two ways in which a callback is not this order's payment.
struct NotBelieved(String);

impl From<CallbackError> for NotBelieved {
    fn from(error: CallbackError) -> Self {
        Self(error.to_string())
    }
}

impl From<Mismatch> for NotBelieved {
    fn from(error: Mismatch) -> Self {
        Self(error.to_string())
    }
}

impl std::fmt::Display for NotBelieved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The orders, each with the link to pay it.
async fn list(Shared(shop): Shared<Arc<Inner>>) -> Html<String> {
    let mut page = "<!doctype html><title>Shop</title><h1>Orders</h1><ul>".to_owned();
    for order in shop
        .orders
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .values()
    {
        let Order {
            invoice_no,
            price,
            state,
        } = order;
        let price = match price {
            Price::Dollars(amount) => format!("{amount} USD"),
            Price::Dinars(amount) => format!("{amount} LYD"),
        };
        let _ = match state {
            State::Open => write!(
                page,
                "<li>{invoice_no}: {price} <a href=/orders/{invoice_no}/pay>pay</a>"
            ),
            State::Paid { transaction_id } => {
                write!(
                    page,
                    "<li>{invoice_no}: {price} paid, transaction {}",
                    escape(transaction_id)
                )
            }
        };
    }
    Html(page)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
