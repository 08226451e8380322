//! The shop on actix-web.

use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::HttpServer;
use actix_web::http::StatusCode;
use actix_web::web;
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
use crate::on_axum::shown;
use crate::shop::CoastVerifier;
use crate::shop::Ledger;
use crate::shop::Verifiers;
use crate::shop::text;

pub(crate) fn open(verifiers: Verifiers, ledger: Arc<Ledger>) -> SocketAddr {
    serve(move |config| {
        config
            .app_data(web::Data::from(Arc::clone(&verifiers.all)))
            .app_data(web::Data::new(Arc::clone(&verifiers.all)))
            // A verifier without `Data` is found too.
            .app_data(verifiers.coast.clone())
            .app_data(web::Data::from(Arc::clone(&ledger)));
        routes(config);
    })
}

/// Opens a shop without a verifier.
pub(crate) fn open_without_verifier(ledger: Arc<Ledger>) -> SocketAddr {
    serve(move |config| {
        config.app_data(web::Data::from(Arc::clone(&ledger)));
        routes(config);
    })
}

/// Opens an application with two scopes, `/one/paid` and `/two/paid`, each with a verifier of its
/// own.
pub(crate) fn open_with_scopes(one: Verifier, two: Verifier, ledger: Arc<Ledger>) -> SocketAddr {
    serve(move |config| {
        let scope = |path: &str, verifier: &Verifier| {
            web::scope(path)
                .app_data(web::Data::new(verifier.clone()))
                .route("/paid", web::get().to(signed::<mpgs::Callback, Verifier>))
        };
        config
            .app_data(web::Data::from(Arc::clone(&ledger)))
            .service(scope("/one", &one))
            .service(scope("/two", &two));
    })
}

fn serve(configure: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // actix-web needs threads of its own. They end with the test program.
    std::thread::spawn(move || {
        let server = HttpServer::new(move || App::new().configure(configure.clone()))
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap();
        actix_web::rt::System::new().block_on(server.run())
    });
    address
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/mpgs", web::get().to(signed::<mpgs::Callback, Verifier>))
        .route("/any", web::to(signed::<mpgs::Callback, Verifier>))
        .route(
            "/cards",
            web::get().to(signed::<local_bank_cards::Callback, Arc<Verifier>>),
        )
        .route(
            "/coast",
            web::get().to(signed::<coast_pay::Callback, CoastVerifier>),
        )
        .route("/tlync", web::post().to(called_back))
        .route("/tlync/any", web::to(called_back))
        .route("/tlync/return", web::get().to(returned))
        .route("/explained", web::get().to(explained))
        .route("/explained", web::post().to(explained_json));
}

async fn signed<C: SignedCallback, V>(
    ledger: web::Data<Ledger>,
    callback: Signed<C, V>,
) -> HttpResponse {
    page(ledger.settle(&*callback))
}

async fn called_back(
    ledger: web::Data<Ledger>,
    callback: SignedJson<tlync::Callback>,
) -> HttpResponse {
    page(ledger.settle(&callback.into_inner()))
}

async fn returned(ledger: web::Data<Ledger>, page_: SignedPage<tlync::Return>) -> HttpResponse {
    assert_eq!(page_.invoice_no().as_str(), "INV-3");
    page(ledger.welcome())
}

async fn explained(callback: Result<Signed<mpgs::Callback>, Rejection>) -> String {
    callback.map_or_else(|rejection| shown(&rejection), |_| String::new())
}

async fn explained_json(callback: Result<SignedJson<tlync::Callback>, Rejection>) -> String {
    callback.map_or_else(|rejection| shown(&rejection), |_| String::new())
}

fn page(situation: Situation) -> HttpResponse {
    HttpResponse::build(StatusCode::from(situation)).body(text(situation))
}
