//! The handlers: one file for each page, and the routes to them.
//!
//! Only a POST starts a payment, to an address with a token that nobody can guess. So links,
//! previews and forms on other sites start nothing.

mod callback;
mod checkout;
mod desk;
mod extract;
mod order_page;
mod password_page;
mod return_page;
mod storefront;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::FromRef;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use plutu_core::Verifier;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;

use crate::address;
use crate::failure::Failure;
use crate::shop::Shop;
use crate::way::Way;

pub(crate) fn router(shop: Shop) -> Router {
    let returned = |way: Way| format!("{}/{}", address::RETURN, way.name());
    Router::new()
        .route(address::HOME, get(storefront::home))
        .route(address::STYLE, get(storefront::style))
        .route(address::PRODUCTS, get(storefront::products))
        .route(address::ORDERS, post(checkout::place))
        .route(address::ORDER, get(order_page::show))
        .route(address::STATUS, get(order_page::status))
        .route(address::PAY, post(checkout::pay))
        .route(
            address::PASSWORD,
            get(password_page::show).post(password_page::pay),
        )
        .route(
            &returned(Way::Mpgs),
            get(return_page::settle::<mpgs::Callback>),
        )
        .route(
            &returned(Way::LocalBankCards),
            get(return_page::settle::<local_bank_cards::Callback>),
        )
        .route(&returned(Way::Tlync), get(return_page::show))
        .route(address::TLYNC_CALLBACK, post(callback::settle))
        .route(address::DESK, get(desk::show).post(desk::decide))
        .fallback(async || Failure::NotFound)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::map_response_with_state(
            policy(&shop),
            add_headers,
        ))
        .with_state(shop)
}

/// The extractors of plutu-web take the verifier from the shop. Without this, a route with a
/// callback does not compile.
impl FromRef<Shop> for Verifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

async fn add_headers(State(policy): State<HeaderValue>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The addresses of orders are secret: no other site may learn them, and no cache may keep the
/// pages.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// No scripts, no frames, no external resources.
///
/// Browsers also apply `form-action` to the redirect from a form to the payment page, and Plutu
/// does not document the hosts of these pages. A sandbox's page is reached over plain HTTP.
fn policy(shop: &Shop) -> HeaderValue {
    HeaderValue::from_static(if shop.plutu_is_local {
        "default-src 'none'; style-src 'self'; form-action 'self' http: https:; base-uri 'none'; \
         frame-ancestors 'none'"
    } else {
        "default-src 'none'; style-src 'self'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'"
    })
}

/// The longest body that is read, in bytes. A genuine form is far shorter.
const BODY_LIMIT: usize = 16 * 1024;
