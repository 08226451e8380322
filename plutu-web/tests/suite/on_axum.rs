//! The shop on axum.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::any;
use axum::routing::get;
use axum::routing::post;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_web::Rejection;
use plutu_web::Signed;
use plutu_web::SignedJson;
use plutu_web::SignedPage;
use plutu_web::answer::Situation;

use crate::coast::coast_pay;
use crate::shop::CoastVerifier;
use crate::shop::Ledger;
use crate::shop::Verifiers;
use crate::shop::text;

/// The state of the application. Each handler takes a part of it.
#[derive(Clone)]
struct App {
    verifiers: Verifiers,
    ledger: Arc<Ledger>,
}

impl FromRef<App> for Verifier {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.verifiers.all)
    }
}

impl FromRef<App> for Arc<Verifier> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.verifiers.all)
    }
}

impl FromRef<App> for CoastVerifier {
    fn from_ref(app: &App) -> Self {
        app.verifiers.coast.clone()
    }
}

type Page = (StatusCode, &'static str);

pub(crate) fn open(verifiers: Verifiers, ledger: Arc<Ledger>) -> SocketAddr {
    let router = Router::new()
        .route("/mpgs", get(signed::<mpgs::Callback, Verifier>))
        .route("/any", any(signed::<mpgs::Callback, Verifier>))
        .route(
            "/cards",
            get(signed::<local_bank_cards::Callback, Arc<Verifier>>),
        )
        .route("/coast", get(signed::<coast_pay::Callback, CoastVerifier>))
        .route("/tlync", post(called_back))
        .route("/tlync/any", any(called_back))
        .route("/tlync/return", get(returned))
        .route("/explained", get(explained).post(explained_json))
        .with_state(App { verifiers, ledger });
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn signed<C: SignedCallback, V>(State(app): State<App>, callback: Signed<C, V>) -> Page {
    page(app.ledger.settle(&*callback))
}

async fn called_back(State(app): State<App>, callback: SignedJson<tlync::Callback>) -> Page {
    page(app.ledger.settle(&callback.into_inner()))
}

async fn returned(State(app): State<App>, page_: SignedPage<tlync::Return>) -> Page {
    assert_eq!(page_.invoice_no().as_str(), "INV-3");
    page(app.ledger.welcome())
}

async fn explained(callback: Result<Signed<mpgs::Callback>, Rejection>) -> String {
    callback.map_or_else(|rejection| shown(&rejection), |_| String::new())
}

async fn explained_json(callback: Result<SignedJson<tlync::Callback>, Rejection>) -> String {
    callback.map_or_else(|rejection| shown(&rejection), |_| String::new())
}

fn page(situation: Situation) -> Page {
    (situation.into(), text(situation))
}

/// Everything that a rejection and its sources show.
pub(crate) fn shown(rejection: &Rejection) -> String {
    let mut text = format!("{rejection} {rejection:?} {rejection:#?}");
    let mut cause = std::error::Error::source(rejection);
    while let Some(error) = cause {
        write!(text, " {error} {error:?}").unwrap();
        cause = error.source();
    }
    text
}
