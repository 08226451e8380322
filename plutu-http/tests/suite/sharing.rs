//! Clients that run at the same time: several merchants in one process, several threads with one
//! client, and every kind of runtime.

use std::thread;

use plutu_http::blocking;
use plutu_http::core::AccessToken;
use plutu_http::core::ApiKey;
use plutu_http::core::Credentials;
use tokio::runtime::Builder;

use crate::clients::ADAPTERS;
use crate::clients::LONG;
use crate::requests::Charge;
use crate::requests::SUCCESS;
use crate::requests::credentials;
use crate::requests::invoice;
use crate::server::Act;
use crate::server::Server;

const MERCHANTS: usize = 4;
const PAYMENTS: usize = 8;

fn merchant(number: usize) -> Credentials {
    Credentials::new(
        ApiKey::new(format!("key-{number}.")).unwrap(),
        AccessToken::new(format!("token-{number}.")).unwrap(),
    )
}

fn server() -> Server {
    Server::start([Act::answer("200 OK", SUCCESS)])
}

/// The invoice numbers of the requests that carry both credentials of a merchant, sorted.
fn invoices_of(number: usize, server: &Server) -> Vec<String> {
    let (key, token) = (format!("key-{number}."), format!("token-{number}."));
    let requests = server.requests();
    let theirs = requests
        .iter()
        .filter(|request| request.contains(&key) && request.contains(&token));
    let mut invoices: Vec<_> = theirs
        .map(|request| request.rsplit('=').next().unwrap().to_owned())
        .collect();
    invoices.sort_unstable();
    invoices
}

fn expected_invoices(number: usize) -> Vec<String> {
    (0..PAYMENTS)
        .map(|payment| format!("INV-{number}-{payment}"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn several_merchants_share_a_process() {
    for (name, make) in ADAPTERS {
        let server = server();
        let mut tasks = Vec::new();
        for number in 0..MERCHANTS {
            let client = make(merchant(number), &server.base_url(), LONG / 2, LONG);
            for payment in 0..PAYMENTS {
                let client = client.clone();
                let request = Charge(invoice(&format!("INV-{number}-{payment}")));
                tasks.push(tokio::spawn(
                    async move { client.send(request).await.map(drop) },
                ));
            }
        }
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(server.requests().len(), MERCHANTS * PAYMENTS, "{name}");
        for number in 0..MERCHANTS {
            assert_eq!(
                invoices_of(number, &server),
                expected_invoices(number),
                "{name}"
            );
        }
    }
}

#[test]
fn a_client_works_in_every_kind_of_runtime() {
    let runtimes = [
        || Builder::new_current_thread().enable_all().build().unwrap(),
        || Builder::new_multi_thread().enable_all().build().unwrap(),
    ];
    for (name, make) in ADAPTERS {
        for runtime in runtimes {
            runtime().block_on(async {
                let server = server();
                let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
                let _redirect = client.send(Charge(invoice("INV-1"))).await.unwrap();
                assert_eq!(server.requests().len(), 1, "{name}");
            });
        }
    }
}

/// A client is often kept in a `static`, and used from whichever runtime is running.
#[cfg(feature = "reqwest")]
#[test]
fn a_client_works_after_its_first_runtime_has_ended() {
    let new_runtime = || Builder::new_current_thread().enable_all().build().unwrap();
    let server = server();
    let client = server.client();
    for number in 0..3 {
        let request = Charge(invoice(&format!("INV-{number}")));
        let _redirect = new_runtime().block_on(client.send(&request)).unwrap();
    }
    assert_eq!(server.requests().len(), 3);
}

#[cfg(feature = "ureq")]
#[test]
fn threads_share_a_blocking_client_without_a_runtime() {
    let server = server();
    let client = blocking::Client::builder(merchant(0))
        .base_url(server.base_url())
        .timeout(LONG)
        .build()
        .unwrap();
    thread::scope(|scope| {
        for payment in 0..PAYMENTS {
            let client = &client;
            scope.spawn(move || {
                let request = Charge(invoice(&format!("INV-0-{payment}")));
                client.send(&request).map(drop).unwrap();
            });
        }
    });
    assert_eq!(invoices_of(0, &server), expected_invoices(0));
}

#[test]
fn blocking_clients_can_move_to_other_threads() {
    fn anywhere<T: Clone + Send + Sync + 'static>() {}
    anywhere::<blocking::Client>();
}
