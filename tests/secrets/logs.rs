//! The logs of this library and of the HTTP clients below it while requests are sent, at the level
//! TRACE, through `log` and through `tracing`.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use plutu_contract::transport::Act;
use plutu_contract::transport::Read;
use plutu_contract::transport::Received;
use plutu_contract::transport::Server;
use plutu_contract::transport::Then;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::assert_clean;
use crate::canary;
use crate::canary::CHECKOUT;
use crate::canary::MOBILE_NUMBER;
use crate::canary::OTP;
use crate::clients::ACCESS_TOKEN;
use crate::clients::API_KEY;
use crate::clients::Adapter;
use crate::clients::AnyClient;
use crate::errors::shown;
use crate::requests::checkout;
use crate::requests::confirm;
use crate::requests::open;
use crate::requests::verify;

/// One test, because a process has one log.
#[tokio::test(flavor = "multi_thread")]
async fn t27_logs_show_no_secret() {
    let logs = Logs::start();
    for adapter in Adapter::ALL {
        for act in acts() {
            send(adapter, &Server::start([act.clone()]).unwrap()).await;
            send(adapter, &Server::start_tls([act]).unwrap()).await;
        }
    }
    let heard = logs.all();
    for who in ["plutu_request", "reqwest", "hyper_util", "rustls", "ureq"] {
        assert!(heard.contains(who), "{who} was not heard");
    }
    let lines: Vec<_> = heard
        .lines()
        .filter(|line| !is_ureqs_location(line))
        .collect();
    if !canary::found_in(&lines.join("\n")).is_empty() {
        // Repeats the check for each line, to report the line.
        for line in lines {
            assert_clean("a log", line);
        }
    }

    controls(&logs).await;
}

/// Whether ureq logs the target of a redirect. ureq does so at the level DEBUG, and this cannot be
/// disabled. The target is the server's own string, and Plutu does not answer with redirects.
fn is_ureqs_location(line: &str) -> bool {
    line.contains("DEBUG") && line.contains("ureq::run: Response { status: 307,")
}

/// Sends one request of each kind, and checks the results.
async fn send(adapter: Adapter, server: &Server) {
    let second = Duration::from_secs(1);
    let client = adapter.client(&server.base_url(), 60 * second, 600 * second);
    let errors = [
        client.send(verify()).await.err(),
        client.send(confirm()).await.err(),
        client.send(open()).await.err(),
    ];
    for error in errors.into_iter().flatten() {
        assert_clean(adapter.name(), &shown(&error));
    }
    // If a secret was never sent, its absence from the log proves nothing.
    let sent: String = server.requests().iter().map(Received::text).collect();
    for secret in [API_KEY, ACCESS_TOKEN, OTP, MOBILE_NUMBER] {
        assert!(
            sent.contains(secret) || server.requests().is_empty(),
            "{sent}"
        );
    }
    match client {
        AnyClient::Async(client) => assert_clean("a client", &format!("{client:?}")),
        AnyClient::Blocking(client) => assert_clean("a client", &format!("{client:?}")),
    }
}

/// Good answers, and answers that repeat the sent secrets in every part of an answer.
fn acts() -> Vec<Act> {
    let echo = format!("{OTP} {MOBILE_NUMBER} {API_KEY} {ACCESS_TOKEN} {CHECKOUT}");
    let refusal =
        format!(r#"{{"error":{{"code":"{echo}","message":"{echo}","fields":"{echo}"}}}}"#);
    let cut = format!("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{echo}");
    let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{echo}\r\n");
    vec![
        Act::answer("200 OK", &checkout()),
        Act::answer_with(
            "200 OK",
            &[
                &format!("x-echo: {echo}"),
                &format!("set-cookie: a={CHECKOUT}"),
            ],
            "{}",
        ),
        Act::answer("400 Bad Request", &refusal),
        Act::answer("502 Bad Gateway", &echo),
        Act::answer_with(
            "307 Temporary Redirect",
            &[&format!("location: http://{CHECKOUT}:99999/?{OTP}")],
            "",
        ),
        Act::answer(&format!("200 {echo}"), "{}"),
        Act::bytes(format!("{echo}\r\n\r\n")),
        Act::bytes(format!("HTTP/1.1 200 OK\r\n{echo}\r\n\r\n")),
        Act::bytes(format!("HTTP/1.1 200 OK\r\nx: {OTP}\u{0}\r\n\r\n")),
        Act::bytes(cut),
        Act::bytes(chunked),
        Act::close(),
        Act::close().then(Then::Reset),
        Act::close().read(Read::Byte),
        Act::bytes(echo).read(Read::Nothing),
    ]
}

/// Checks that the log is recorded and that secrets are found in it, with clients that nothing
/// keeps from logging secrets.
async fn controls(logs: &Logs) {
    let server = Server::start([Act::answer("200 OK", "{}")]).unwrap();
    let verbose = reqwest::Client::builder()
        .connection_verbose(true)
        .no_proxy()
        .build()
        .unwrap();
    verbose
        .post(server.base_url())
        .header("x-api-key", API_KEY)
        .send()
        .await
        .unwrap();
    let found = canary::found_in(&logs.all());
    assert!(
        found.iter().any(|found| found.starts_with("the API key")),
        "{found:?}"
    );

    logs.hear_ureqs_bytes();
    let url = server.base_url();
    let form = format!("code={OTP}");
    tokio::task::spawn_blocking(move || ureq::post(url).send(form))
        .await
        .unwrap()
        .unwrap();
    let found = canary::found_in(&logs.all());
    assert!(
        found
            .iter()
            .any(|found| found.starts_with("the one-time password")),
        "{found:?}"
    );
}

/// Everything that was logged.
struct Logs {
    text: Arc<Mutex<Vec<u8>>>,
    hears_ureqs_bytes: Arc<AtomicBool>,
}

impl Logs {
    /// Records every level from now on, except for the target where ureq logs every byte: the
    /// adapter for ureq refuses to send while that target is enabled.
    fn start() -> Self {
        let logs = Self {
            text: Arc::default(),
            hears_ureqs_bytes: Arc::default(),
        };
        let hears = Arc::clone(&logs.hears_ureqs_bytes);
        let filter = dynamic_filter_fn(move |metadata, _| {
            let is_bytes = metadata.target().starts_with("ureq_proto")
                && *metadata.level() == tracing::Level::TRACE;
            !is_bytes || hears.load(Ordering::SeqCst)
        });
        let text = Arc::clone(&logs.text);
        let layer = fmt::layer()
            .with_ansi(false)
            .with_span_events(FmtSpan::FULL)
            .with_writer(move || Kept(Arc::clone(&text)));
        tracing_subscriber::registry()
            .with(LevelFilter::TRACE)
            .with(filter)
            .with(layer)
            .init();
        logs
    }

    fn hear_ureqs_bytes(&self) {
        self.hears_ureqs_bytes.store(true, Ordering::SeqCst);
    }

    fn all(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }
}

struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
