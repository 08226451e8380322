//! The extractors for each framework. All of them call the same functions of `extract`.

#[cfg(feature = "actix-web")]
mod actix_web;
#[cfg(feature = "axum")]
mod axum;
