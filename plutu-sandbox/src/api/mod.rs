//! The merchant's side: Plutu's HTTP API, one route for each endpoint.
//!
//! [`auth`] lets a request in, the endpoint's room reads its [`form`] and acts, [`envelope`] writes the
//! answer.

mod auth;
mod confirm;
mod envelope;
mod form;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::middleware;
use axum::routing::post;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::api::form::Form;
use crate::gateway::Gateway;

/// Where the API lies, as at `api.plutus.ly`.
pub(crate) const PATH: &str = "/api/v1";

/// The endpoints. Whatever else is asked for is refused as Plutu does it, credentials first.
pub(crate) fn router(account: &Arc<Account>) -> Router<Arc<Account>> {
    let mut router = Router::new();
    for gateway in Gateway::ALL {
        let path = format!("/transaction/{}/confirm", gateway.name());
        let confirm = async move |State(account): State<Arc<Account>>, form: Form| {
            confirm::confirm(gateway, &account, form)
        };
        router = router.route(&path, post(confirm));
    }
    let auth = middleware::from_fn_with_state(Arc::clone(account), auth::check);
    router
        .fallback(async || Refusal::unknown_endpoint())
        .method_not_allowed_fallback(async || Refusal::wrong_method())
        .layer(auth)
}
