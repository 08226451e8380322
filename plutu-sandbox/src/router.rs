//! All parts of the sandbox at one address: the API, the checkout, the control API, and the
//! dashboard.

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

/// The routes of the whole sandbox.
pub(crate) fn whole(account: &Arc<Account>) -> Router {
    let check_host = middleware::from_fn_with_state(Arc::clone(account), check_host);
    // Nested as services, because a plain `nest` does not route the `/` of each part.
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
        // Outside of the host check, so that a health check works with any name.
        .route("/health", get(health))
}

/// Accepts a request whose `Host` is the sandbox's.
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

/// Answers as soon as the sandbox is ready.
async fn health() -> Json<Value> {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// The longest body that is read, in bytes. A genuine form is far shorter.
const BODY_LIMIT: usize = 64 * 1024;
