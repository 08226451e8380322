//! Proxies: a configured proxy is used or is an error, and no proxy sees requests that stay on this
//! machine.
//!
//! A process cannot change its environment safely, so tests of the environment run another test of
//! this file in a new process.

use std::env;
use std::error::Error;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::process::Command;

use plutu_http::BuildError;
use plutu_http::Client;
use plutu_http::ProxyError;
use plutu_http::blocking;
use plutu_http::core::Certainty;

use crate::clients::ADAPTERS;
use crate::clients::LONG;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::credentials;
use crate::server::Act;
use crate::server::Read;
use crate::server::Server;
use crate::server::Then;

const BASE_URL: &str = "PLUTU_HTTP_TEST_BASE_URL";
const ADAPTER: &str = "PLUTU_HTTP_TEST_ADAPTER";
const DIRECT: &str = "PLUTU_HTTP_TEST_DIRECT";

/// A host that is not this machine. The tests never reach it.
const PLUTU: &str = "https://plutu.invalid";

/// Runs a test of this file in a new process with this environment and without other proxies, and
/// returns its output.
fn run(test: &str, environment: &[(&str, &OsStr)]) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", &format!("proxies::{test}"), "--nocapture"]);
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        child.env_remove(name).env_remove(name.to_uppercase());
    }
    child.env_remove("REQUEST_METHOD");
    child.envs(environment.iter().copied());
    let output = child.output().unwrap();
    let shown = [output.stdout, output.stderr].concat();
    let shown = String::from_utf8_lossy(&shown).into_owned();
    assert!(output.status.success(), "{shown}");
    shown
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_configured_proxy_does_not_see_requests_to_this_machine() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let proxy = Server::start([Act::answer("200 OK", SUCCESS)]);
    let theirs = reqwest::Proxy::all(format!("http://{}", proxy.address())).unwrap();
    let client = server
        .builder()
        .reqwest(reqwest::Client::builder().proxy(theirs))
        .build()
        .unwrap();
    let _redirect = client.send(&charge()).await.unwrap();
    assert_eq!((server.requests().len(), proxy.connections()), (1, 0));
}

#[cfg(feature = "reqwest")]
#[test]
fn a_proxy_in_the_environment_does_not_see_requests_to_this_machine() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let proxy = Server::start([Act::answer("200 OK", "seen by the proxy")]);
    let base_url = OsString::from(server.base_url());
    let address = OsString::from(format!("http://{}", proxy.address()));
    let mut environment = vec![(BASE_URL, &*base_url)];
    environment.extend(VARIABLES.map(|name| (name, &*address)));
    run("sends_to_this_machine", &environment);
    assert_eq!(server.requests().len(), ADAPTERS.len());
    assert_eq!(proxy.requests().len(), 1);
    assert!(proxy.requests()[0].starts_with("GET "));

    // For this machine, an unreadable variable does not matter either.
    let unreadable = OsString::from("::");
    let mut environment = vec![(BASE_URL, &*base_url), (DIRECT, OsStr::new("1"))];
    environment.extend(VARIABLES.map(|name| (name, &*unreadable)));
    run("sends_to_this_machine", &environment);
    assert_eq!(server.requests().len(), 2 * ADAPTERS.len());
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn sends_to_this_machine() {
    let Ok(base_url) = env::var(BASE_URL) else {
        return;
    };
    // The control: reqwest without this crate uses the proxy in the environment.
    if env::var_os(DIRECT).is_none() {
        let answer = reqwest::Client::new().get(&base_url).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), "seen by the proxy");
    }
    for (name, make) in ADAPTERS {
        let client = make(credentials(), &base_url, LONG / 2, LONG);
        let _redirect = client
            .send(charge())
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
    }
}

/// The result of building a client in an environment, for one adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Built,
    /// The variable that the error names.
    Unreadable(&'static str),
    Cgi(&'static str),
}

use Expected::Built;
use Expected::Cgi;
use Expected::Unreadable;

const SECRET: &str = "CANARY";
const BROKEN: &str = "http://CANARY:CANARY@proxy.example:port";
const STRANGE: &str = "gopher://CANARY@proxy.example";
const GOOD: &str = "http://CANARY:CANARY@proxy.example:3128";
const BARE: &str = "proxy.example:3128";

/// An environment, and the results with reqwest and with ureq.
type Row = (&'static [(&'static str, &'static str)], Expected, Expected);

const TABLE: &[Row] = &[
    (&[], Built, Built),
    (&[("HTTPS_PROXY", GOOD)], Built, Built),
    (&[("https_proxy", BARE)], Built, Built),
    (&[("ALL_PROXY", GOOD)], Built, Built),
    (&[("HTTPS_PROXY", "")], Built, Built),
    (
        &[("HTTPS_PROXY", BROKEN)],
        Unreadable("HTTPS_PROXY"),
        Unreadable("HTTPS_PROXY"),
    ),
    (
        &[("https_proxy", BROKEN)],
        Unreadable("https_proxy"),
        Unreadable("https_proxy"),
    ),
    (
        &[("ALL_PROXY", STRANGE)],
        Unreadable("ALL_PROXY"),
        Unreadable("ALL_PROXY"),
    ),
    (
        &[("all_proxy", "::")],
        Unreadable("all_proxy"),
        Unreadable("all_proxy"),
    ),
    // Each client checks the variable that it reads first.
    (
        &[("HTTPS_PROXY", BROKEN), ("ALL_PROXY", GOOD)],
        Unreadable("HTTPS_PROXY"),
        Built,
    ),
    (
        &[("ALL_PROXY", BROKEN), ("HTTPS_PROXY", GOOD)],
        Built,
        Unreadable("ALL_PROXY"),
    ),
    // ureq also uses the variable for http.
    (&[("HTTP_PROXY", BROKEN)], Built, Unreadable("HTTP_PROXY")),
    (
        &[("HTTPS_PROXY", BROKEN), ("NO_PROXY", "plutu.invalid")],
        Built,
        Built,
    ),
    (&[("HTTPS_PROXY", BROKEN), ("no_proxy", "*")], Built, Built),
    (
        &[("HTTPS_PROXY", BROKEN), ("NO_PROXY", "plutu.example")],
        Unreadable("HTTPS_PROXY"),
        Unreadable("HTTPS_PROXY"),
    ),
    (
        &[("HTTPS_PROXY", GOOD), ("REQUEST_METHOD", "POST")],
        Cgi("HTTPS_PROXY"),
        Built,
    ),
];

#[test]
fn an_unreadable_proxy_in_the_environment_is_an_error() {
    for (environment, reqwest, ureq) in TABLE {
        let variables = environment
            .iter()
            .map(|(name, value)| (*name, OsStr::new(value)));
        for (adapter, expected) in [("reqwest", reqwest), ("ureq", ureq)] {
            let mut variables: Vec<_> = variables.clone().collect();
            variables.push((ADAPTER, OsStr::new(adapter)));
            let shown = run("builds_a_client", &variables);
            let expected = format!("<{expected:?}>");
            let is_compiled = shown.contains("<not compiled>");
            assert!(
                is_compiled || shown.contains(&expected),
                "{adapter} with {environment:?} does not print {expected}: {shown}"
            );
            assert!(!shown.contains(SECRET), "{shown}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_proxy_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStrExt;

    for adapter in ["reqwest", "ureq"] {
        let environment = [
            ("HTTPS_PROXY", OsStr::from_bytes(b"http://\xFF.example")),
            (ADAPTER, OsStr::new(adapter)),
        ];
        let shown = run("builds_a_client", &environment);
        assert!(
            shown.contains("<not compiled>") || shown.contains("<Unreadable(\"HTTPS_PROXY\")>"),
            "{adapter}: {shown}"
        );
    }
}

#[test]
fn builds_a_client() {
    let Ok(adapter) = env::var(ADAPTER) else {
        return;
    };
    match build(&adapter) {
        None => println!("<not compiled>"),
        Some(Ok(())) => println!("<{Built:?}>"),
        Some(Err(error)) => {
            println!("{error} {error:?} {}", error.source().unwrap());
            println!("<{:?}>", expected(&error));
        }
    }
}

/// Builds a client over this adapter, if the adapter is compiled in and there is TLS.
fn build(adapter: &str) -> Option<Result<(), BuildError>> {
    if cfg!(not(any(feature = "rustls", feature = "native-tls"))) {
        return None;
    }
    match adapter {
        "reqwest" if cfg!(feature = "reqwest") => Some(
            Client::builder(credentials())
                .base_url(PLUTU)
                .build()
                .map(drop),
        ),
        "ureq" if cfg!(feature = "ureq") => {
            let builder = blocking::Client::builder(credentials());
            Some(builder.base_url(PLUTU).build().map(drop))
        }
        _ => None,
    }
}

fn expected(error: &BuildError) -> Expected {
    let BuildError::Proxy(error) = error else {
        panic!("{error}")
    };
    assert!(error.to_string().contains("_PROXY`") || error.to_string().contains("_proxy`"));
    match error {
        ProxyError::Unreadable { variable, .. } => Unreadable(variable),
        ProxyError::Cgi { variable } => Cgi(variable),
        error => panic!("{error}"),
    }
}

const VARIABLES: [&str; 6] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// A working proxy receives a request for a tunnel, and no credential. With `NO_PROXY` it receives
/// nothing.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn a_proxy_in_the_environment_is_used() {
    let proxy = Server::start([Act::answer("502 Bad Gateway", "").then(Then::Close)]);
    let address = OsString::from(format!("http://{}", proxy.address()));
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let before = proxy.requests().len();
        run(
            "sends_to_plutu",
            &[(DIRECT, OsStr::new("0")), (variable, &address)],
        );
        let requests = proxy.requests().split_off(before);
        assert_eq!(requests.len(), proxied(), "{variable}");
        for request in requests {
            assert!(request.starts_with("CONNECT plutu.invalid:"), "{request}");
            assert!(!request.contains(SECRET), "{request}");
        }
    }
    let before = proxy.connections();
    let none = OsStr::new("plutu.invalid");
    let environment = [
        (DIRECT, OsStr::new("0")),
        ("HTTPS_PROXY", &address),
        ("NO_PROXY", none),
    ];
    run("sends_to_plutu", &environment);
    assert_eq!(proxy.connections(), before);
}

/// Depending on the features of reqwest and ureq, a SOCKS proxy is used, or the client is not
/// built, or nothing is sent. The request never bypasses the proxy.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn a_socks_proxy_in_the_environment_is_used_or_an_error() {
    for scheme in ["socks4", "socks4a", "socks5", "socks5h"] {
        for adapter in ["reqwest", "ureq"] {
            for variable in ["HTTPS_PROXY", "ALL_PROXY"] {
                let proxy = Server::start([Act::close().read(Read::Byte)]);
                let address = OsString::from(format!("{scheme}://{}", proxy.address()));
                let environment = [
                    (DIRECT, OsStr::new("0")),
                    (ADAPTER, OsStr::new(adapter)),
                    (variable, &address),
                ];
                let shown = run("sends_to_plutu", &environment);
                assert!(!shown.contains("<direct>"), "{shown}");
                // A direct connection of ureq would not be visible here, because ureq would resolve
                // the name itself.
                let is_resolved_there = ["socks4a", "socks5h"].contains(&scheme);
                if is_resolved_there && shown.contains("<sent by ureq>") {
                    assert_ne!(proxy.connections(), 0, "{shown}");
                }
            }
        }
    }
}

/// The number of compiled adapters that read the environment.
fn proxied() -> usize {
    usize::from(cfg!(feature = "reqwest")) + usize::from(cfg!(feature = "ureq"))
}

/// Sends to a host that stands for Plutu. reqwest resolves its name to a server in this process, so
/// that a direct connection is visible.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn sends_to_plutu() {
    if env::var_os(DIRECT).is_none() {
        return;
    }
    let is_other = |name| env::var(ADAPTER).is_ok_and(|adapter| adapter != name);
    #[cfg(feature = "reqwest")]
    if !is_other("reqwest") {
        let direct = Server::start([Act::close()]);
        let resolving = reqwest::Client::builder().resolve("plutu.invalid", direct.address());
        let builder = Client::builder(credentials()).reqwest(resolving);
        let base_url = format!("{PLUTU}:{}", direct.address().port());
        let client = builder.base_url(base_url).build().unwrap();
        let error = client.send(&charge()).await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");
        let is_direct = direct.connections() > 0;
        println!("{}", if is_direct { "<direct>" } else { "<proxied>" });
        assert_eq!(is_direct, env::var_os("NO_PROXY").is_some());
    }
    #[cfg(feature = "ureq")]
    if !is_other("ureq") {
        let builder = blocking::Client::builder(credentials()).base_url(PLUTU);
        let built = tokio::task::spawn_blocking(move || match builder.build() {
            Ok(client) => {
                let error = client.send(&charge()).unwrap_err();
                assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");
                println!("<sent by ureq>");
            }
            Err(BuildError::Proxy(ProxyError::Socks { variable })) => {
                println!("{variable} names a SOCKS proxy");
            }
            Err(error) => panic!("{error:?}"),
        });
        built.await.unwrap();
    }
}

/// Without this crate's check, ureq would panic.
#[cfg(all(feature = "ureq", any(feature = "rustls", feature = "native-tls")))]
#[test]
fn a_configured_socks_proxy_is_used_or_an_error() {
    let proxy = Server::start([Act::close().read(Read::Byte)]);
    let theirs = ureq::Proxy::new(&format!("socks5h://{}", proxy.address())).unwrap();
    let config = ureq::Agent::config_builder().proxy(Some(theirs));
    let builder = blocking::Client::builder(credentials()).ureq(config);
    match builder.base_url(PLUTU).build() {
        Ok(client) => {
            let error = client.send(&charge()).unwrap_err();
            assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");
            assert_eq!(proxy.connections(), 1);
        }
        Err(error) => {
            assert!(matches!(
                error,
                BuildError::Proxy(ProxyError::ConfiguredSocks)
            ));
            assert!(
                error
                    .source()
                    .unwrap()
                    .to_string()
                    .contains("`socks-proxy` of ureq")
            );
        }
    }
}
