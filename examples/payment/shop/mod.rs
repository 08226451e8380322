//! A small shop. Its orders are paid through Plutu's five gateways: on a hosted page (`hosted`) or
//! with a one-time password (`otp`). plutu-orders keeps the state of each order.

mod hosted;
mod otp;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Priced;
use plutu_core::Request;
use plutu_core::Verifier;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_orders::Action;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_orders::Task;
use plutu_orders::Transition;
use plutu_sandbox::Sandbox;
use tokio::net::TcpListener;

use crate::Result;

/// The gateway and the price of an order. An amount in another gateway's currency does not compile.
#[derive(Clone, Copy)]
pub enum Price {
    Mpgs(mpgs::Amount),
    LocalBankCards(local_bank_cards::Amount),
    Tlync(tlync::Amount),
    Sadad(sadad::Amount),
    Adfali(adfali::Amount),
}

/// The running shop.
pub struct Shop {
    inner: Arc<Inner>,
}

struct Inner {
    url: String,
    client: Client,
    verifier: Verifier,
    orders: Orders,
    prices: BTreeMap<OrderId, Price>,
    /// The challenges between the two pages. A real shop keeps them in its database too.
    challenges: Mutex<BTreeMap<OrderId, String>>,
}

impl Shop {
    /// Opens a shop that pays through this sandbox. For real payments, only the base URL and the
    /// credentials differ.
    ///
    /// The example's `orders` have a store in memory. A real shop uses a `SqliteStore` or a
    /// `PostgresStore`, and the same handlers.
    pub async fn open(
        sandbox: &Sandbox,
        orders: Orders,
        prices: impl IntoIterator<Item = (&str, Price)>,
    ) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let mut inner = Inner {
            url: format!("http://{}", listener.local_addr()?),
            client: Client::builder(sandbox.credentials())
                .base_url(sandbox.base_url())
                .build()?,
            verifier: Verifier::new(sandbox.secret_key()),
            orders,
            prices: BTreeMap::new(),
            challenges: Mutex::default(),
        };
        for (id, price) in prices {
            inner.place(id.parse()?, price).await?;
        }
        let inner = Arc::new(inner);
        let router = Router::new()
            .route("/", get(pages::orders))
            .route("/orders/{id}/pay", post(pay))
            .route("/orders/{id}/return", get(hosted::returned))
            .route("/orders/{id}/number", post(otp::number))
            .route("/orders/{id}/code", post(otp::code))
            .route("/callback", post(hosted::called_back))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let shop = Arc::clone(&inner);
        tokio::spawn(async move { shop.freeze_lost_charges().await });
        Ok(Self { inner })
    }

    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// A page of an order: `pay`, `return`, `number`, `code`.
    pub fn page(&self, id: &str, page: &str) -> String {
        self.inner.page(id, page)
    }

    /// The state of an order.
    pub async fn order(&self, id: &str) -> Result<Order> {
        Ok(self.inner.orders.load(&id.parse()?).await?)
    }

    /// The shipments that are not acknowledged yet.
    pub async fn to_ship(&self) -> Result<Vec<Task>> {
        Ok(self.inner.orders.pending(Queue::Shipping, 100).await?.tasks)
    }
}

impl Inner {
    fn page(&self, id: impl std::fmt::Display, page: &str) -> String {
        format!("{}/orders/{id}/{page}", self.url)
    }

    async fn place(&mut self, id: OrderId, price: Price) -> Result {
        let created = match price {
            Price::Mpgs(amount) => self.orders.create(id, amount).await?,
            Price::LocalBankCards(amount)
            | Price::Tlync(amount)
            | Price::Sadad(amount)
            | Price::Adfali(amount) => self.orders.create(id, amount).await?,
        };
        self.prices.insert(created.id().clone(), price);
        Ok(())
    }

    fn find(&self, id: &str) -> Option<(OrderId, Price)> {
        let id = id.parse().ok()?;
        let price = self.prices.get(&id)?;
        Some((id, *price))
    }

    /// An order has one id, and a new invoice number for every attempt to pay it.
    async fn new_invoice_no(&self, id: &OrderId) -> Result<InvoiceNo> {
        let order = self.orders.load(id).await?;
        let attempt = order.attempts().len().saturating_add(1);
        Ok(format!("{id}-{attempt}").parse()?)
    }

    /// Records an attempt, then sends its request. Records a failure too.
    async fn attempt<R>(&self, id: &OrderId, request: &R) -> Result<R::Reply>
    where
        R: Request + Priced<<R::Gateway as Gateway>::Currency>,
    {
        // An error means: send nothing. The order is paid, or a charge is in doubt.
        let _ = self.orders.start(id, request).await?;
        match self.send(request).await {
            Ok(reply) => Ok(reply),
            Err(error) => {
                let failed = self.orders.failed(request, error.certainty()).await?;
                println!("  shop           {}", what_to_do(&failed));
                Err(error.into())
            }
        }
    }

    /// Freezes the charges whose outcome was not recorded, so that a person is asked. A process
    /// that stopped leaves such charges behind.
    async fn freeze_lost_charges(&self) {
        loop {
            match self.orders.freeze_lost_charges(LOST_AFTER).await {
                Ok(frozen) => frozen
                    .iter()
                    .for_each(|frozen| println!("  shop           {}", what_to_do(frozen))),
                Err(error) => println!("  shop           no charge was frozen: {error}"),
            }
            tokio::time::sleep(BETWEEN_SWEEPS).await;
        }
    }

    /// Sends a request, and prints it.
    async fn send<R: Request>(&self, request: &R) -> std::result::Result<R::Reply, SendError> {
        let wire = request.wire();
        println!("  shop → plutu   POST {}", wire.path);
        println!("                 {}", without_secrets(&wire.form));
        self.client.send(request).await
    }
}

/// The shop's next action after an event. Shipping, refunding and asking a person must not be lost,
/// so they are also in the outbox.
fn what_to_do(transition: &Transition) -> String {
    let order = &transition.order;
    let id = order.id();
    match &transition.action {
        Action::Ship => {
            let paid_by = order.paid_by().and_then(|attempt| attempt.transaction_id());
            let transaction = paid_by.map(ToString::to_string).unwrap_or_default();
            format!("PAID: ship order {id}, transaction {transaction}")
        }
        Action::Refund(attempt) => format!("PAID TWICE: refund {attempt}"),
        Action::AskPerson(attempt, _) => format!("IN DOUBT: a person looks {attempt} up"),
        Action::OfferAgain => format!("NOT PAID: order {id} may be paid again"),
        _ => format!("NOTHING NEW: order {id} is {:?}", order.state()),
    }
}

/// A form without its personal and secret values.
fn without_secrets(form: &str) -> String {
    let shown = form.split('&').map(|field| match field.split_once('=') {
        Some((name @ ("birth_year" | "code" | "mobile_number"), _)) => format!("{name}=…"),
        _ => field.to_owned(),
    });
    shown.collect::<Vec<_>>().join("&")
}

/// Starts the payment of an order: with a hosted page, or by asking for the payer's number.
async fn pay(Shared(shop): Shared<Arc<Inner>>, Path(id): Path<String>) -> Response {
    let Some((id, price)) = shop.find(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    println!("  payer → shop   POST /orders/{id}/pay");
    match price {
        Price::Mpgs(_) | Price::LocalBankCards(_) | Price::Tlync(_) => {
            hosted::pay(&shop, &id, price).await
        }
        Price::Sadad(_) | Price::Adfali(_) => pages::number(&id, price).into_response(),
    }
}

/// When a charge without an outcome is lost. It is longer than the client waits for an answer.
const LOST_AFTER: Duration = Duration::from_secs(600);

const BETWEEN_SWEEPS: Duration = Duration::from_secs(60);
