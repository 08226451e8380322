//! Proxies, which would see a request in the clear if it went over plain http to a sandbox.

use std::env;
use std::process::Command;

use crate::clients::ADAPTERS;
use crate::clients::LONG;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::credentials;
use crate::server::Act;
use crate::server::Server;

#[tokio::test]
async fn a_callers_proxy_does_not_see_what_stays_on_this_machine() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let proxy = Server::start([Act::answer("200 OK", SUCCESS)]);
    let theirs = reqwest::Proxy::all(format!("http://{}", proxy.address())).unwrap();
    let client = server
        .builder()
        .reqwest(reqwest::Client::builder().proxy(theirs))
        .build()
        .unwrap();
    client.send(&charge()).await.unwrap();
    assert_eq!((server.requests().len(), proxy.connections()), (1, 0));
}

/// A process's environment cannot be changed safely, so this test runs the one below in a process of its
/// own.
#[tokio::test(flavor = "multi_thread")]
async fn the_environments_proxy_does_not_see_what_stays_on_this_machine() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let proxy = Server::start([Act::answer("200 OK", "seen by the proxy")]);
    let address = format!("http://{}", proxy.address());
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "proxies::sends_with_the_environments_proxy"]);
    child.env(BASE_URL, server.base_url());
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        child.env(name, &address).env(name.to_uppercase(), &address);
    }
    for name in ["no_proxy", "NO_PROXY", "REQUEST_METHOD"] {
        child.env_remove(name);
    }
    let output = tokio::task::spawn_blocking(move || child.output())
        .await
        .unwrap()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert_eq!(server.requests().len(), ADAPTERS.len());
    assert_eq!(proxy.requests().len(), 1);
    assert!(proxy.requests()[0].starts_with("GET "));
}

#[tokio::test]
async fn sends_with_the_environments_proxy() {
    let Ok(base_url) = env::var(BASE_URL) else {
        return;
    };
    // That the environment's proxy is heard at all, without us.
    let seen = reqwest::Client::new()
        .get(&base_url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(seen, "seen by the proxy");
    for (name, make) in ADAPTERS {
        let client = make(credentials(), &base_url, LONG / 2, LONG);
        client
            .send(charge())
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
    }
}

const BASE_URL: &str = "PLUTU_HTTP_TEST_BASE_URL";
