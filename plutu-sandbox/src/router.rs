//! All sides of the sandbox under one address: the API, the checkout, control, and the dashboard.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::Request;
use axum::extract::State;
use axum::middleware;
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use serde_json::Value;
use serde_json::json;

use crate::account::Account;
use crate::address;
use crate::api;
use crate::checkout;
use crate::control;
use crate::dashboard;
use crate::guard;

/// Everything that the sandbox answers.
pub(crate) fn whole(account: &Arc<Account>) -> Router {
    let check_host = middleware::from_fn_with_state(Arc::clone(account), check_host);
    // As services: a plain nest would leave out each room's own `/`.
    Router::new()
        .nest_service(
            address::API,
            api::router(account).with_state(Arc::clone(account)),
        )
        .nest_service(
            address::CHECKOUT,
            checkout::router().with_state(Arc::clone(account)),
        )
        .nest_service(
            address::CONTROL,
            control::router().with_state(Arc::clone(account)),
        )
        .merge(dashboard::router(api::refuse_path).with_state(Arc::clone(account)))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(check_host)
        // Outside of the check, so that a probe needs no name that is allowed.
        .route("/health", get(health))
}

/// Lets a request in whose `Host` is the sandbox's.
async fn check_host(State(account): State<Arc<Account>>, request: Request, next: Next) -> Response {
    let host = guard::host(&request);
    let host = match &host {
        Ok(host) => Ok(host.host()),
        Err(reason) => Err(*reason),
    };
    if host.is_ok_and(|host| account.settings().hosts.admits(host)) {
        return next.run(request).await;
    }
    api::refuse_host(&account, request.uri().path(), host).await
}

/// Says that the sandbox answers, to whoever waits for it.
async fn health() -> Json<Value> {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// The longest body that is read, in bytes: far above any genuine form.
const BODY_LIMIT: usize = 64 * 1024;
