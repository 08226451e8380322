//! Measures what the client costs compared with bare reqwest, as a ratio of processor time.
//!
//! `cargo bench -p plutu-http --bench overhead` sends the same form to the same server and decodes
//! the same JSON, once through the client and once with hand-written code over reqwest. The two
//! take turns for many rounds, so that a noisy machine disturbs both alike, and the result is the
//! median of the ratios. Only the processor time of the sending thread is counted. The server has
//! its own thread.
//!
//! It exits with an error if the ratio is above the bound.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark stops at what it does not expect"
)]

use std::net::SocketAddr;
use std::net::TcpListener;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use nix::time::ClockId;
use nix::time::clock_gettime;
use plutu_http::Client;
use plutu_http::core::AccessToken;
use plutu_http::core::ApiKey;
use plutu_http::core::Credentials;
use plutu_http::core::gateways::mpgs;
use serde::Deserialize;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;

const BOUND: f64 = 1.1;

// Every request opens a connection, and a system has only about 28,000 ports for them.
const ROUNDS: usize = 101;
const REQUESTS_PER_ROUND: u32 = 100;

const API_KEY: &str = "0123456789abcdef0123456789abcdef01234567";
const ACCESS_TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
const AMOUNT: &str = "12.50";
const INVOICE_NO: &str = "INV-1001";
const RETURN_URL: &str = "https://shop.example/paid";
const ANSWER: &str = r#"{"status":200,"result":{"code":"CHECKOUT_REDIRECT","redirect_url":"https://pay.example/checkout?token=0123456789abcdef"}}"#;

fn main() -> ExitCode {
    let runtime = runtime();
    let base_url = format!("http://{}/api/v1", serve());
    let mut bare = by_hand(&base_url);
    let mut client = through_the_client(&base_url);

    let (mut clients, mut bares) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        // The second one finds warm caches, so they take turns at going second.
        if number % 2 == 0 {
            clients.push(round(&runtime, &mut client));
            bares.push(round(&runtime, &mut bare));
        } else {
            bares.push(round(&runtime, &mut bare));
            clients.push(round(&runtime, &mut client));
        }
    }
    let mut ratios: Vec<_> = clients.iter().zip(&bares).map(Cost::ratio).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let ratio = ratios[ROUNDS / 2];
    println!("client: {}", Cost::median(clients));
    println!("bare:   {}", Cost::median(bares));
    println!("cpu/bare ratio: {ratio:.2} (at most {BOUND})");
    if ratio <= BOUND {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn through_the_client(base_url: &str) -> impl AsyncFnMut() {
    let credentials = Credentials::new(
        ApiKey::new(API_KEY).expect("a key"),
        AccessToken::new(ACCESS_TOKEN).expect("a token"),
    );
    let client = Client::builder(credentials)
        .base_url(base_url)
        .build()
        .expect("a client");
    let request = mpgs::Confirm::builder()
        .amount(AMOUNT.parse().expect("an amount"))
        .invoice_no(INVOICE_NO.parse().expect("an invoice number"))
        .return_url(RETURN_URL.parse().expect("a URL"))
        .build();
    async move || {
        let page = client.send(&request).await.expect("a page");
        assert!(page.url().ends_with("cdef"));
    }
}

/// The code that an application without the client would write, with the same time-outs, without
/// redirects, and with a new connection for each request.
fn by_hand(base_url: &str) -> impl AsyncFnMut() {
    #[derive(Deserialize)]
    struct Answer {
        result: Page,
    }

    #[derive(Deserialize)]
    struct Page {
        redirect_url: String,
    }

    let client = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .user_agent("plutu-http/0.1.0")
        .no_proxy()
        .build()
        .expect("a client");
    let url = format!("{base_url}/transaction/mpgs/confirm");
    async move || {
        let form = [
            ("amount", AMOUNT),
            ("invoice_no", INVOICE_NO),
            ("return_url", RETURN_URL),
        ];
        let request = client
            .post(&url)
            .bearer_auth(ACCESS_TOKEN)
            .header("x-api-key", API_KEY)
            .header("accept", "application/json")
            .header("connection", "close")
            .form(&form);
        let answer = request.send().await.expect("an answer");
        let answer: Answer = answer.json().await.expect("JSON");
        assert!(answer.result.redirect_url.ends_with("cdef"));
    }
}

/// The time that a round took.
struct Cost {
    processor: Duration,
    wall: Duration,
}

impl Cost {
    /// The ratio of the two processor times.
    fn ratio((client, bare): (&Self, &Self)) -> f64 {
        client.processor.as_secs_f64() / bare.processor.as_secs_f64()
    }

    /// The median of each time.
    fn median(costs: Vec<Self>) -> Self {
        let (processor, wall) = costs
            .into_iter()
            .map(|cost| (cost.processor, cost.wall))
            .unzip();
        Self {
            processor: median(processor),
            wall: median(wall),
        }
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.0} requests per second, {:?} of processor time for each",
            f64::from(REQUESTS_PER_ROUND) / self.wall.as_secs_f64(),
            self.processor / REQUESTS_PER_ROUND
        )
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn round(runtime: &Runtime, send: &mut impl AsyncFnMut()) -> Cost {
    runtime.block_on(async {
        let (processor, wall) = (processor_time(), Instant::now());
        for _ in 0..REQUESTS_PER_ROUND {
            send().await;
        }
        Cost {
            processor: processor_time().saturating_sub(processor),
            wall: wall.elapsed(),
        }
    })
}

/// The processor time that this thread has used until now.
fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)
        .expect("a clock for each thread")
        .into()
}

/// Starts a server that answers every request. One thread serves all connections, so that no
/// connection is faster because of the processor that its thread happens to run on.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        runtime().block_on(async {
            let listener = net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer_all(stream));
            }
        });
    });
    address
}

async fn answer_all(mut stream: TcpStream) {
    stream.set_nodelay(true).expect("a socket");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let mut request = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut request).await {
        // The form's last field is the return URL, and nothing comes after it.
        if request.ends_with(b"%2Fpaid") {
            request.clear();
            stream.write_all(answer.as_bytes()).await.expect("a reader");
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
