//! The extractors as each framework wants them. All of them end in the same functions of `extract`.

#[cfg(feature = "actix-web")]
mod actix_web;
#[cfg(feature = "axum")]
mod axum;
