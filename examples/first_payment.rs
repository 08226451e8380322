//! The shop of the guide "Take your first payment": `cargo run --example first-payment`.

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use plutu_http::Client;
use plutu_http::core::Verifier;
use plutu_http::core::gateways::mpgs;
use plutu_orders::{MemoryStore, Order, OrderId, OrderState, Orders, OrdersError, Queue};
use plutu_sandbox::Sandbox;
use plutu_web::Signed;

/// What every handler needs.
#[derive(Clone)]
pub struct Shop {
    /// Where browsers reach the shop.
    pub url: String,
    /// Sends requests to Plutu.
    pub client: Client,
    /// Verifies callbacks.
    pub verifier: Verifier,
    /// Keeps orders and their attempts.
    pub orders: Orders,
}

/// `Signed` verifies callbacks with the verifier that it finds here.
impl FromRef<Shop> for Verifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let shop = Shop {
        url: "http://127.0.0.1:3000".to_owned(),
        client: Client::builder(sandbox.credentials())
            .base_url(sandbox.base_url())
            .build()?,
        verifier: Verifier::new(sandbox.secret_key()),
        orders: Orders::new(MemoryStore::new()),
    };
    let price: mpgs::Amount = "12.50".parse()?;
    shop.orders.create("1001".parse()?, price).await?;

    let background = shop.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = ship(&background).await {
                eprintln!("shipping: {error}");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });

    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("the sandbox is at {}", sandbox.base_url());
    println!("open {}/orders/1001", shop.url);
    axum::serve(listener, routes(shop)).await?;
    Ok(())
}

/// The shop's pages.
pub fn routes(shop: Shop) -> Router {
    Router::new()
        .route("/orders/{id}", get(order))
        .route("/orders/{id}/pay", post(pay))
        .route("/orders/{id}/return", get(returned))
        .with_state(shop)
}

/// The order's page, with a button to pay it.
async fn order(State(shop): State<Shop>, Path(id): Path<OrderId>) -> Response {
    match shop.orders.load(&id).await {
        Ok(order) => page(&order),
        Err(error) => failed(&error),
    }
}

/// The payer pressed the button.
async fn pay(State(shop): State<Shop>, Path(id): Path<OrderId>) -> Response {
    let order = match shop.orders.load(&id).await {
        Ok(order) => order,
        Err(error) => return failed(&error),
    };
    if !may_pay(&order) {
        return page(&order);
    }
    match payment_page(&shop, &order).await {
        Ok(url) => Redirect::to(&url).into_response(),
        Err(error) => {
            eprintln!("order {id}: {error}");
            (StatusCode::BAD_GATEWAY, "The payment could not be started.").into_response()
        }
    }
}

/// Asks Plutu for a payment page.
async fn payment_page(shop: &Shop, order: &Order) -> Result<String, Box<dyn Error + Send + Sync>> {
    let id = order.id();
    let attempt = order.attempts().len() + 1;
    let request = mpgs::Confirm::builder()
        .amount(order.amount()?)
        .invoice_no(format!("{id}-{attempt}").parse()?)
        .return_url(format!("{}/orders/{id}/return", shop.url).parse()?)
        .build();

    // Record the attempt first. After an error, send nothing: the order may be paid.
    let _ = shop.orders.start(id, &request).await?;
    match shop.client.send(&request).await {
        Ok(page) => Ok(page.url().to_owned()),
        Err(error) => {
            let _ = shop.orders.failed(&request, error.certainty()).await?;
            Err(error.into())
        }
    }
}

/// The payer's browser is back. A forged callback does not reach this function.
async fn returned(
    State(shop): State<Shop>,
    Path(id): Path<OrderId>,
    callback: Signed<mpgs::Callback>,
) -> Response {
    match shop.orders.settle_for(&id, &*callback).await {
        Ok(transition) => page(&transition.order),
        Err(error) => failed(&error),
    }
}

/// Ships what was paid. A task is handed out until it is acknowledged, also after a crash.
///
/// # Errors
///
/// The database is down.
pub async fn ship(shop: &Shop) -> Result<(), OrdersError> {
    for task in shop.orders.pending(Queue::Shipping, 100).await?.tasks {
        println!("{:?}: {:?}", task.job(), task.order());
        shop.orders.acknowledge(&task.key()).await?;
    }
    Ok(())
}

fn page(order: &Order) -> Response {
    let html = match order.state() {
        OrderState::Paid => "<p>Paid. Thank you!</p>".to_owned(),
        _ if may_pay(order) => format!(
            "<form method=post action=/orders/{}/pay><button>Pay 12.50 USD</button></form>",
            order.id()
        ),
        _ if order.is_being_checked() => {
            "<p>We are looking up your payment. Please do not pay again.</p>".to_owned()
        }
        _ => "<p>This order cannot be paid any more.</p>".to_owned(),
    };
    Html(html).into_response()
}

/// Whether the payer may pay now: not while a payment of this order is looked up.
fn may_pay(order: &Order) -> bool {
    order.check_payable().is_ok() && !order.is_being_checked()
}

/// Nothing is known about the payment. A callback that is answered with 503 can be repeated.
fn failed(error: &OrdersError) -> Response {
    eprintln!("{error}");
    if error.is_unavailable() {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
