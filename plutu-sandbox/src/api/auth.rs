//! Checks the two credential headers of every request.

use std::sync::Arc;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq;

use crate::account::Account;
use crate::api::envelope::Refusal;

/// Accepts a request if both headers have the account's credentials.
pub(super) async fn check(
    State(account): State<Arc<Account>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    check_headers(&account, request.headers())?;
    Ok(next.run(request).await)
}

/// The error names the wrong header, because only developers use the sandbox.
fn check_headers(account: &Account, headers: &HeaderMap) -> Result<(), Refusal> {
    let credentials = account.credentials();
    let token = only(headers, header::AUTHORIZATION.as_str()).and_then(bearer);
    if !is_same(token, credentials.access_token().expose()) {
        return Err(Refusal::unauthorized(
            "the access token in Authorization is missing or wrong",
        ));
    }
    if !is_same(only(headers, API_KEY), credentials.api_key().expose()) {
        return Err(Refusal::unauthorized(
            "the API key in X-API-KEY is missing or wrong",
        ));
    }
    Ok(())
}

/// The value of a header that occurs exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes())
}

/// The token of a bearer header. The scheme's case does not matter (RFC 9110, section 11.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(BEARER.len())?;
    scheme.eq_ignore_ascii_case(BEARER).then_some(token)
}

fn is_same(sent: Option<&[u8]>, expected: &str) -> bool {
    sent.is_some_and(|sent| sent.ct_eq(expected.as_bytes()).into())
}

const API_KEY: &str = "x-api-key";
const BEARER: &[u8] = b"Bearer ";
