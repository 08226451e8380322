//! The server: the shop, and the routes that it is compared with.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::extract::FromRef;
use axum::extract::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::routing::post;
use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::gateways::mpgs;
use plutu_orders::Action;
use plutu_orders::Orders;
use plutu_web::Signed;
use shop::PlutuAccount;
use shop::Settings;
use tokio::net::TcpListener;

use crate::database::Database;

/// The argument that makes this program the server.
pub(crate) const ARGUMENT: &str = "serve";

/// The key that signs callbacks.
pub(crate) fn secret_key() -> SecretKey {
    SecretKey::new("sk_of_this_benchmark").unwrap()
}

/// Prints the URLs of the shop and of the other routes, and serves until it is killed.
pub(crate) async fn serve(database_url: &str) {
    let mut settings = Settings::default();
    settings.database_url = Some(database_url.to_owned());
    settings.plutu = Some(account());
    // Nothing is shipped during a round.
    settings.pause = Duration::from_secs(100_000);
    let shop = shop::open(settings).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = listener.local_addr().unwrap();
    println!("{}\nhttp://{url}", shop.url());
    let routes = routes(Database::open(database_url).await);
    axum::serve(listener, routes).await.unwrap();
}

/// An account that is never used, because nothing is sent to Plutu.
fn account() -> PlutuAccount {
    let api_key = ApiKey::new("key").unwrap();
    let access_token = AccessToken::new("token").unwrap();
    let credentials = Credentials::new(api_key, access_token);
    PlutuAccount::new(None, credentials, secret_key())
}

#[derive(Clone)]
struct App {
    orders: Orders,
    database: Database,
    verifier: Verifier,
    /// By the order's id.
    trusted: Arc<Mutex<HashMap<String, mpgs::Callback>>>,
}

impl FromRef<App> for Verifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

fn routes(database: Database) -> Router {
    let app = App {
        orders: database.orders(),
        database,
        verifier: Verifier::new(secret_key()),
        trusted: Arc::default(),
    };
    Router::new()
        .route("/route/{order}", get(settle_verified))
        .route("/trust/{order}", post(trust))
        .route("/not-verified/{order}", get(settle_trusted))
        .route("/statement/{order}", get(settle_bare))
        .with_state(app)
}

async fn settle_verified(
    State(app): State<App>,
    Path(order): Path<String>,
    callback: Signed<mpgs::Callback>,
) -> StatusCode {
    settle(&app, &order, &callback).await
}

/// Verifies a callback before the round.
async fn trust(State(app): State<App>, Path(order): Path<String>, query: String) {
    let callback = mpgs::Callback::verify(&query, &app.verifier).unwrap();
    app.trusted.lock().unwrap().insert(order, callback);
}

async fn settle_trusted(State(app): State<App>, Path(order): Path<String>) -> StatusCode {
    let callback = app.trusted.lock().unwrap().remove(&order);
    settle(&app, &order, &callback.unwrap()).await
}

async fn settle(app: &App, order: &str, callback: &mpgs::Callback) -> StatusCode {
    let order = order.parse().unwrap();
    let settled = app.orders.settle_for(&order, callback).await.unwrap();
    status(settled.action == Action::Ship)
}

async fn settle_bare(State(app): State<App>, Path(order): Path<String>) -> StatusCode {
    status(app.database.settle_bare(&order).await)
}

fn status(is_settled: bool) -> StatusCode {
    if is_settled {
        StatusCode::OK
    } else {
        StatusCode::CONFLICT
    }
}
