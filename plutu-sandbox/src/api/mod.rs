//! The merchant's side: Plutu's HTTP API, one route for each endpoint.
//!
//! [`auth`] checks the credentials, [`body`] decodes the body, [`form`] reads the fields, [`call`]
//! carries out the request, [`envelope`] writes the answer, and [`strike`] applies faults to it.
//! [`record`] keeps the call in the journal. [`stray`] refuses requests that reach no endpoint.

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

/// The endpoints. All other paths are refused, after a check of the credentials.
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
