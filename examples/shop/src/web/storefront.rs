//! The shop's front page: its products.

use axum::http::HeaderMap;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Redirect;
use maud::Markup;
use plutu_core::Language;

use crate::address;
use crate::pages;
use crate::web::extract::At;

/// Sends the payer to the products in their language, which is Arabic unless the browser asks for
/// English first.
pub(super) async fn home(headers: HeaderMap) -> Redirect {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let language = match accepted {
        Some(languages) if languages.starts_with("en") => Language::En,
        _ => Language::Ar,
    };
    Redirect::to(&address::products(language))
}

pub(super) async fn products(At(language): At<Language>) -> Markup {
    pages::products::products(language)
}

pub(super) async fn style() -> impl IntoResponse {
    let style = include_str!("../pages/style.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], style)
}
