//! The merchant's side: Plutu's HTTP API, one route for each endpoint.
//!
//! [`auth`] lets a request in, [`body`] decodes it, [`form`] reads it, [`call`] has it done,
//! [`envelope`] writes the answer, and [`strike`] spoils it where a fault was asked for. [`record`]
//! keeps what came of it. [`stray`] refuses what reaches no endpoint.

mod auth;
mod body;
mod call;
mod envelope;
mod form;
mod otp;
mod own;
mod record;
mod redirect;
mod stray;
mod strike;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::middleware;
use axum::routing::post;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::api::form::Form;

pub(crate) use self::stray::refuse_host;
pub(crate) use self::stray::refuse_path;

/// The endpoints. Whatever else is asked for is refused, credentials first.
pub(crate) fn router(account: &Arc<Account>) -> Router<Arc<Account>> {
    let mut router = Router::new();
    for endpoint in account.gateways().endpoints() {
        let serve = async move |State(account): State<Arc<Account>>, form: Form| {
            call::serve(endpoint, &account, form).await
        };
        router = router.route(endpoint.path(), post(serve));
    }
    let auth = middleware::from_fn_with_state(Arc::clone(account), auth::check);
    let record = middleware::from_fn_with_state(Arc::clone(account), record::keep);
    router
        .fallback(async |State(account): State<Arc<Account>>, uri: Uri| {
            Refusal::unknown_endpoint(&stray::hint(account.gateways(), uri.path()))
        })
        .method_not_allowed_fallback(async || Refusal::wrong_method())
        .layer(auth)
        .layer(record)
}
