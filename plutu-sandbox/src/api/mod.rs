//! The merchant's side: Plutu's HTTP API, one route for each endpoint.
//!
//! [`auth`] lets a request in, [`body`] decodes it, the endpoint's room reads its [`form`] and acts,
//! [`envelope`] writes the answer.

mod auth;
mod body;
mod envelope;
mod form;
mod otp;
mod redirect;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::middleware;
use axum::routing::post;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::api::form::Form;
use crate::gateway::OtpGateway;
use crate::gateway::RedirectGateway;

/// Where the API lies, as at `api.plutus.ly`.
pub(crate) const PATH: &str = "/api/v1";

/// The endpoints. Whatever else is asked for is refused as Plutu does it, credentials first.
pub(crate) fn router(account: &Arc<Account>) -> Router<Arc<Account>> {
    let mut router = Router::new();
    for gateway in OtpGateway::ALL {
        let verify = async move |State(account): State<Arc<Account>>, form: Form| {
            otp::verify(gateway, &account, form)
        };
        let confirm = async move |State(account): State<Arc<Account>>, form: Form| {
            otp::confirm(gateway, &account, form)
        };
        router = router
            .route(&path(gateway.name(), "verify"), post(verify))
            .route(&path(gateway.name(), "confirm"), post(confirm));
    }
    for gateway in RedirectGateway::ALL {
        let confirm = async move |State(account): State<Arc<Account>>, form: Form| {
            redirect::confirm(gateway, &account, form)
        };
        router = router.route(&path(gateway.name(), "confirm"), post(confirm));
    }
    let auth = middleware::from_fn_with_state(Arc::clone(account), auth::check);
    router
        .fallback(async || Refusal::unknown_endpoint())
        .method_not_allowed_fallback(async || Refusal::wrong_method())
        .layer(auth)
}

fn path(gateway: &str, action: &str) -> String {
    format!("/transaction/{gateway}/{action}")
}
