//! Measures how many payments per second the sandbox handles, compared with a bare handler, and how
//! much memory they take. `cargo bench -p plutu-sandbox --bench load`
//!
//! Each payment uses T-Lync: the shop opens it, the payer approves it on its page, and the sandbox
//! posts the callback to the shop's server, which verifies it. Everything runs over TCP, with 64
//! persistent connections. The bare handler receives the same two requests for each payment over as
//! many connections, and posts no callback. It shows the cost of the client and of HTTP without a
//! sandbox.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "small numbers, and a benchmark stops at what it does not expect"
)]

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use axum::Router;
use axum::body;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Request;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::response::Response;
use axum::routing::post;
use hyper::client::conn::http1;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use plutu_core::Verifier;
use plutu_core::gateways::tlync;
use plutu_sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const CONNECTIONS: usize = 64;
const PAYMENTS: usize = 10_000;
const REMEMBERED: usize = 100_000;
const ROUNDS: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    println!("{PAYMENTS} payments by {CONNECTIONS} connections, {ROUNDS} rounds:");
    let mut best = Duration::MAX;
    let mut best_bare = Duration::MAX;
    for _ in 0..ROUNDS {
        best = best.min(sandbox().await?);
        best_bare = best_bare.min(bare().await?);
    }
    let (rate, bare_rate) = (per_second(best), per_second(best_bare));
    println!("sandbox       {rate:>8.0} payments per second, none lost, no error");
    println!("bare handler  {bare_rate:>8.0} pairs of requests per second");
    println!("ratio         {:>8.2}", rate / bare_rate);
    memory().await
}

fn per_second(time: Duration) -> f64 {
    let payments = u32::try_from(PAYMENTS).unwrap_or(u32::MAX);
    f64::from(payments) / time.as_secs_f64()
}

/// Sends all payments through the sandbox, and checks that none is lost.
async fn sandbox() -> Result<Duration> {
    let sandbox = Sandbox::start().await?;
    let shop = Shop::open(&sandbox).await?;
    let payer = Payer::of(&sandbox, "tlync", Some(&shop.url))?;
    let begin = Instant::now();
    payer.pay_all(PAYMENTS).await?;
    let time = begin.elapsed();

    let called_back = shop.called_back();
    assert_eq!(called_back.len(), PAYMENTS, "callbacks that verify");
    let payments = sandbox.payments();
    assert_eq!(payments.len(), PAYMENTS);
    for payment in payments {
        assert!(sandbox.is_paid(payment.invoice_no()));
        assert!(called_back.contains(payment.invoice_no().as_str()));
    }
    Ok(time)
}

/// Sends the same requests to a handler with prepared answers.
async fn bare() -> Result<Duration> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let answer = format!(
        r#"{{"status":200,"result":{{"code":"CHECKOUT_REDIRECT","redirect_url":"{origin}/checkout/1?token={}"}}}}"#,
        "0".repeat(32)
    );
    let confirm = async move |_: Bytes| ([(header::CONTENT_TYPE, "application/json")], answer);
    let approve = async |_: Bytes| {
        let location = (header::LOCATION, "https://shop.example/thanks");
        (StatusCode::SEE_OTHER, [location]).into_response()
    };
    let router = Router::new()
        .route("/api/v1/transaction/tlync/confirm", post(confirm))
        .route("/checkout/1", post(approve));
    // On its own thread, like the sandbox.
    let listener = listener.into_std()?;
    let serve = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let serve = async { axum::serve(TcpListener::from_std(listener)?, router).await };
        runtime.and_then(|runtime| runtime.block_on(serve))
    };
    std::thread::spawn(serve);
    let payer = Arc::new(Payer {
        origin,
        headers: String::new(),
        api_key: String::new(),
        gateway: "tlync",
        fields: "&callback_url=http%3A%2F%2F127.0.0.1%3A9%2F&mobile_number=0913632323".to_owned(),
    });
    let begin = Instant::now();
    payer.pay_all(PAYMENTS).await?;
    Ok(begin.elapsed())
}

/// Measures the memory of many payments.
async fn memory() -> Result {
    let sandbox = Sandbox::start().await?;
    let payer = Payer::of(&sandbox, "mpgs", None)?;
    payer.pay_all(100).await?;
    sandbox.reset();
    let before = resident()?;
    payer.pay_all(REMEMBERED).await?;
    let after = resident()?;
    let each = after.saturating_sub(before) / REMEMBERED;
    let mebibytes = after / 1024 / 1024;
    println!("after {REMEMBERED} approved payments: {mebibytes} MiB in all, {each} bytes for each");
    Ok(())
}

/// The resident memory of this process, in bytes.
fn resident() -> Result<usize> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kibibytes.ok_or("no VmRSS")?.parse::<usize>()? * 1024)
}

/// The shop's server. It keeps the invoice numbers of callbacks that verify.
struct Shop {
    url: String,
    paid: Arc<Paid>,
}

struct Paid {
    verifier: Verifier,
    invoices: Mutex<HashSet<String>>,
}

impl Shop {
    async fn open(sandbox: &Sandbox) -> Result<Self> {
        let paid = Arc::new(Paid {
            verifier: Verifier::new(sandbox.secret_key()),
            invoices: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/callback", listener.local_addr()?);
        let router = Router::new()
            .route("/callback", post(take))
            .with_state(Arc::clone(&paid));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, paid })
    }

    fn called_back(&self) -> HashSet<String> {
        let invoices = self.paid.invoices.lock();
        invoices
            .map(|invoices| invoices.clone())
            .unwrap_or_default()
    }
}

async fn take(State(paid): State<Arc<Paid>>, body: Bytes) -> StatusCode {
    let Ok(callback) = tlync::Callback::verify_json(&body, &paid.verifier) else {
        return StatusCode::BAD_REQUEST;
    };
    if let Ok(mut invoices) = paid.invoices.lock() {
        invoices.insert(callback.invoice_no().to_string());
    }
    StatusCode::OK
}

/// The shop and the payer: opens payments and approves them.
struct Payer {
    origin: String,
    headers: String,
    api_key: String,
    gateway: &'static str,
    fields: String,
}

impl Payer {
    fn of(
        sandbox: &Sandbox,
        gateway: &'static str,
        callback_url: Option<&str>,
    ) -> Result<Arc<Self>> {
        let credentials = sandbox.credentials();
        let callback_url =
            callback_url.map(|url| [("callback_url", url), ("mobile_number", "0913632323")]);
        let fields = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(callback_url.into_iter().flatten())
            .finish();
        let origin = sandbox.base_url().strip_suffix("/api/v1");
        Ok(Arc::new(Self {
            origin: origin.ok_or("no /api/v1")?.to_owned(),
            headers: format!("Bearer {}", credentials.access_token().expose()),
            api_key: credentials.api_key().expose().to_owned(),
            gateway,
            fields: format!("&{fields}"),
        }))
    }

    async fn pay_all(self: &Arc<Self>, payments: usize) -> Result {
        let each = payments.div_ceil(CONNECTIONS);
        let mut connections = JoinSet::new();
        for index in 0..CONNECTIONS {
            let numbers = index * each..((index + 1) * each).min(payments);
            let payer = Arc::clone(self);
            connections.spawn(async move { payer.pay_some(numbers).await });
        }
        while let Some(paid) = connections.join_next().await {
            paid??;
        }
        Ok(())
    }

    async fn pay_some(&self, numbers: std::ops::Range<usize>) -> Result {
        let mut connection = self.connect().await?;
        for number in numbers {
            let order = format!(
                "amount=12.50&invoice_no=INV-{number}&return_url=https%3A%2F%2Fshop.example%2Fthanks{}",
                self.fields
            );
            let path = format!("/api/v1/transaction/{}/confirm", self.gateway);
            let (status, body) = self.post(&mut connection, &path, order).await?;
            let body = std::str::from_utf8(&body)?;
            assert_eq!(status, StatusCode::OK, "{body}");
            let (_, page) = body.split_once(&self.origin).ok_or("no page")?;
            let (page, _) = page.split_once('"').ok_or("no end")?;
            let approve = "answer=approve".to_owned();
            let (status, _) = self.post(&mut connection, page, approve).await?;
            assert_eq!(status, StatusCode::SEE_OTHER);
        }
        Ok(())
    }

    async fn connect(&self) -> Result<SendRequest<String>> {
        let address = self.origin.trim_start_matches("http://");
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    async fn post(
        &self,
        connection: &mut SendRequest<String>,
        path: &str,
        form: String,
    ) -> Result<(StatusCode, Bytes)> {
        let request = Request::post(path)
            .header(header::HOST, self.origin.trim_start_matches("http://"))
            .header(header::AUTHORIZATION, &self.headers)
            .header("X-API-KEY", &self.api_key)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)?;
        connection.ready().await?;
        let response: Response<_> = connection.send_request(request).await?;
        let status = response.status();
        let body = body::to_bytes(Body::new(response.into_body()), 1024 * 1024).await?;
        Ok((status, body))
    }
}
