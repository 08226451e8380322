//! Requests that reach no endpoint: an incomplete base URL, a wrong name of a gateway, or a host
//! that is not the sandbox's. Each is refused with a hint, and kept among the calls, where a
//! developer finds it.

use std::sync::Arc;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::Method;
use axum::response::IntoResponse as _;
use axum::response::Response;

use crate::account::Account;
use crate::address::API;
use crate::api::envelope::Refusal;
use crate::api::record;
use crate::gateway::Endpoint;
use crate::gateway::Gateways;

/// Refuses an unknown path.
pub(crate) async fn refuse_path(State(account): State<Arc<Account>>, request: Request) -> Response {
    let path = request.uri().path();
    let hint = hint(account.gateways(), path);
    let refusal = Refusal::unknown_path(&hint).into_response();
    // Developers do not look for requests that a browser sends by itself, for example for icons.
    let is_browsers = request.method() == Method::GET && is_browsers_own(request.headers());
    if is_browsers && hint.is_empty() {
        return refusal;
    }
    record::keep_stray(&account, path, refusal).await
}

/// Refuses a request for another host, or without a valid host; then `host` is the reason.
pub(crate) async fn refuse_host(
    account: &Account,
    path: &str,
    host: Result<&str, &'static str>,
) -> Response {
    let refusal = Refusal::unknown_host(host).into_response();
    record::keep_stray(account, path, refusal).await
}

/// Whether a browser loads a page or a part of one. Scripts and Node's `fetch` send
/// `Sec-Fetch-Mode: cors`; they are clients like any other.
fn is_browsers_own(headers: &HeaderMap) -> bool {
    let has_destination = headers
        .get(SEC_FETCH_DEST)
        .is_some_and(|destination| destination != "empty");
    let has_mode = headers
        .get(SEC_FETCH_MODE)
        .is_some_and(|mode| mode == "navigate" || mode == "no-cors");
    has_destination || has_mode
}

/// The hint after "unknown path", if the path is similar to an endpoint's.
pub(super) fn hint(gateways: &Gateways, path: &str) -> String {
    if let Some(endpoint) = meant(gateways, path) {
        return format!("; did you mean {API}{}?", endpoint.path());
    }
    let is_like_the_apis = ["/api", "/v1", "/transaction"]
        .iter()
        .any(|begin| path.starts_with(begin));
    if is_like_the_apis {
        format!("; the endpoints are {API}/transaction/GATEWAY/ACTION")
    } else {
        String::new()
    }
}

/// The endpoint whose gateway and action end the path, by any spelling of the gateway.
fn meant(gateways: &Gateways, path: &str) -> Option<Endpoint> {
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty());
    let (action, gateway) = (segments.next()?, plain(segments.next()?)?);
    gateways.meant(&gateway, action)
}

/// A gateway's name in lower case, without separators.
fn plain(name: &str) -> Option<String> {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    (name.len() <= MAX_NAME).then(|| letters.map(|letter| letter.to_ascii_lowercase()).collect())
}

/// Longer than any gateway's name.
const MAX_NAME: usize = 64;

const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(path: &str) -> String {
        super::hint(&Gateways::built_in(), path)
    }

    #[test]
    fn the_endpoint_that_was_meant_is_named() {
        for (path, endpoint) in [
            ("/transaction/mpgs/confirm", "mpgs/confirm"),
            ("/v1/transaction/mpgs/confirm", "mpgs/confirm"),
            ("/api/transaction/edfali/verify", "edfali/verify"),
            ("/api/v1//transaction/mpgs/confirm", "mpgs/confirm"),
            ("/api/v1/api/v1/transaction/mpgs/confirm", "mpgs/confirm"),
            ("/transaction/mpgs/confirm/", "mpgs/confirm"),
            (
                "/transaction/local_bank_cards/confirm",
                "localbankcards/confirm",
            ),
            (
                "/transaction/LocalBankCards/Confirm",
                "localbankcards/confirm",
            ),
            ("/transaction/adfali/verify", "edfali/verify"),
            ("/transaction/sadad/confirm", "sadadapi/confirm"),
            ("/transaction/t-lync/confirm", "tlync/confirm"),
        ] {
            let expected = format!("; did you mean /api/v1/transaction/{endpoint}?");
            assert_eq!(hint(path), expected, "{path}");
        }
        for path in ["/api", "/transaction/mpgs/verify", "/transaction/refund"] {
            assert!(hint(path).starts_with("; the endpoints are"), "{path}");
        }
        for path in ["/", "/favicon.ico", "/mpgs", "//"] {
            assert_eq!(hint(path), "", "{path}");
        }
    }
}
