//! A small shop that takes MPGS, T-Lync and Sadad. It makes no mistake unless `SHOP_MISTAKE` names
//! one. Payments use the gateway in `SHOP_GATEWAY` unless `/start` names another.

use std::collections::HashMap;
use std::env;
use std::fmt;
use std::net::Ipv4Addr;
use std::process;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::RawQuery;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::any;
use axum::routing::get;
use axum::routing::post;
use plutu_core::SecretKey;
use plutu_core::callback::sign;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::sleep;

/// Not a test: the shop's process.
#[tokio::test]
#[ignore = "the shop that the other tests start"]
async fn serve() {
    let Ok(port) = env::var("PORT") else {
        return;
    };
    let address = (Ipv4Addr::LOCALHOST, port.parse().unwrap());
    let listener = TcpListener::bind(address).await.unwrap();
    axum::serve(listener, router(port)).await.unwrap();
}

fn router(port: String) -> Router {
    let shop = Arc::new(Shop {
        port,
        gateway: variable("SHOP_GATEWAY"),
        mistake: variable("SHOP_MISTAKE"),
        has_sessions: env::var("SHOP_SESSIONS").is_ok(),
        orders: Mutex::default(),
        client: reqwest::Client::builder()
            .no_proxy()
            .timeout(time_out())
            .build()
            .unwrap(),
    });
    Router::new()
        .route("/start", get(start))
        .route("/return/{invoice_no}", any(come_back))
        .route("/callback", post(called_back))
        .route("/code", get(enter_code))
        .route("/paid", get(paid))
        .route("/failed", get(failed))
        .layer(middleware::from_fn_with_state(Arc::clone(&shop), let_in))
        .with_state(shop)
}

/// A shop that is not public yet: what the payer and Plutu visit is open, and the rest is not.
async fn let_in(State(shop): State<Arc<Shop>>, request: Request, next: Next) -> Response {
    let is_closed = ["/start", "/paid"].contains(&request.uri().path());
    let is_known = request.headers().contains_key("x-known");
    if shop.makes("closed") && is_closed && !is_known {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    next.run(request).await
}

struct Shop {
    port: String,
    gateway: String,
    mistake: String,
    /// Whether payers need a cookie.
    has_sessions: bool,
    orders: Mutex<HashMap<String, Order>>,
    client: reqwest::Client,
}

#[derive(Clone, Default)]
struct Order {
    gateway: String,
    amount: String,
    process_id: String,
    paid: u64,
    /// Whether the shop ignores callbacks from now on.
    is_over: bool,
    /// Whether the outcome of a charge is unknown.
    is_in_doubt: bool,
}

impl Order {
    fn currency(&self) -> Option<&'static str> {
        (self.gateway == "mpgs").then_some("USD")
    }
}

type Pairs = Vec<(String, String)>;

impl Shop {
    fn makes(&self, mistake: &str) -> bool {
        self.mistake == mistake
    }

    fn orders(&self) -> MutexGuard<'_, HashMap<String, Order>> {
        self.orders.lock().unwrap()
    }

    fn change(&self, invoice_no: &str, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.orders().get_mut(invoice_no) {
            change(order);
        }
    }

    /// The number that Plutu gets. A shop may number its attempts.
    fn number_of(&self, order_no: String) -> String {
        if self.makes("attempts") {
            return format!("{order_no}-1");
        }
        order_no
    }

    fn find(&self, invoice_no: &str) -> Option<Order> {
        self.orders().get(invoice_no).cloned()
    }
}

#[derive(Deserialize)]
struct Wanted {
    amount: String,
    invoice_no: String,
    gateway: Option<String>,
}

async fn start(State(shop): State<Arc<Shop>>, Query(wanted): Query<Wanted>) -> Response {
    let Wanted {
        amount,
        invoice_no,
        gateway,
    } = wanted;
    let invoice_no = shop.number_of(invoice_no);
    if shop.makes("fails") {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if shop.makes("elsewhere") {
        return Redirect::to("https://pay.example/checkout/1").into_response();
    }
    let order = Order {
        gateway: gateway.unwrap_or_else(|| shop.gateway.clone()),
        amount: amount.clone(),
        ..Order::default()
    };
    if order.gateway == "sadadapi" {
        return challenge(&shop, &invoice_no, order).await.into_response();
    }
    let mut answer = open(&shop, &invoice_no, order).await;
    if shop.has_sessions {
        let strict = if shop.makes("strict-session") {
            "; SameSite=Strict"
        } else {
            ""
        };
        let cookie = format!("session={invoice_no}; Path=/; HttpOnly{strict}");
        let cookie = HeaderValue::try_from(cookie).unwrap();
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// Opens a payment with a payment page.
async fn open(shop: &Shop, invoice_no: &str, order: Order) -> Response {
    let key = invoice_no.to_owned();
    if !shop.makes("early-callback") {
        shop.orders().insert(key.clone(), order.clone());
    }
    let mut answer = ask(shop, &order, invoice_no).await;
    if shop.makes("sends-again") && matches!(answer, Err(Some(_))) {
        answer = ask(shop, &order, invoice_no).await;
    }
    if shop.makes("early-callback") {
        shop.orders().insert(key, order);
    }
    match answer {
        Ok(url) if shop.makes("prints-json") => {
            let escaped = url.replace('/', r"\/");
            format!("{{\"url\":\"{escaped}\"}}").into_response()
        }
        Ok(url) => Redirect::to(&url).into_response(),
        Err(error) => {
            let is_time_out = error.as_ref().is_some_and(reqwest::Error::is_timeout);
            let mistake = if is_time_out {
                "answer-late"
            } else {
                "answer-lost"
            };
            if error.is_some() && shop.makes(mistake) {
                shop.change(invoice_no, |order| order.is_over = true);
            }
            if error.is_none() {
                return not_plutu(shop, invoice_no);
            }
            (StatusCode::SERVICE_UNAVAILABLE, SORRY).into_response()
        }
    }
}

/// What the payer sees when another server than Plutu has answered.
fn not_plutu(shop: &Shop, invoice_no: &str) -> Response {
    match shop.mistake.as_str() {
        "html-instead-of-json" => (StatusCode::INTERNAL_SERVER_ERROR, SORRY).into_response(),
        "html-and-nothing" => StatusCode::BAD_GATEWAY.into_response(),
        "html-and-trace" => "Fatal error: Uncaught TypeError in /srv/shop.php:7".into_response(),
        "html-and-nowhere" => Redirect::to("/undefined").into_response(),
        "html-and-crash" => panic!("a mistake of this shop"),
        "html-and-paid" => {
            shop.change(invoice_no, |order| order.paid = 1);
            SORRY.into_response()
        }
        _ => (StatusCode::BAD_GATEWAY, SORRY).into_response(),
    }
}

/// Asks for a payment page. The error is `None` if the answer was none of Plutu's.
async fn ask(
    shop: &Shop,
    order: &Order,
    invoice_no: &str,
) -> Result<String, Option<reqwest::Error>> {
    let answer = call(shop, order, "confirm", form(shop, order, invoice_no)).await?;
    // What is no JSON is none of Plutu's answers.
    let json: Value = serde_json::from_str(&answer).map_err(|_| None)?;
    let url = json["result"]["redirect_url"].as_str();
    url.map(str::to_owned).ok_or(None)
}

async fn call(
    shop: &Shop,
    order: &Order,
    action: &str,
    form: String,
) -> Result<String, reqwest::Error> {
    let base_url = variable("PLUTU_BASE_URL");
    let request = shop
        .client
        .post(format!("{base_url}/transaction/{}/{action}", order.gateway))
        .bearer_auth(variable("PLUTU_ACCESS_TOKEN"))
        .header("X-API-KEY", variable("PLUTU_API_KEY"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    request.send().await?.text().await
}

/// Lets Plutu send a one-time password.
async fn challenge(shop: &Shop, invoice_no: &str, order: Order) -> Response {
    let earlier = shop.find(invoice_no).unwrap_or_default();
    if earlier.paid > 0 || (earlier.is_in_doubt && !shop.makes("second-start")) {
        return StatusCode::CONFLICT.into_response();
    }
    let form = format!(
        "mobile_number=0913632323&birth_year=1990&amount={}",
        order.amount
    );
    let answer = call(shop, &order, "verify", form).await.unwrap_or_default();
    let Ok(json) = serde_json::from_str::<Value>(&answer) else {
        return not_plutu(shop, invoice_no);
    };
    let process_id = json["result"]["process_id"].to_string();
    let order = Order {
        process_id,
        ..order
    };
    shop.orders().insert(invoice_no.to_owned(), order);
    StatusCode::OK.into_response()
}

#[derive(Deserialize)]
struct Entered {
    invoice_no: String,
    code: String,
}

/// The payer waits for the charge, unless the shop does it in the background.
async fn enter_code(State(shop): State<Arc<Shop>>, Query(entered): Query<Entered>) -> StatusCode {
    if env::var("SHOP_BACKGROUND").is_ok() {
        tokio::spawn(async move { enter(&shop, entered).await });
        return StatusCode::ACCEPTED;
    }
    // This is dropped when the payer's connection closes.
    if shop.makes("payer-leaves") {
        return enter(&shop, entered).await;
    }
    let entering = tokio::spawn(async move { enter(&shop, entered).await });
    entering.await.unwrap()
}

/// Takes the money, with the password that the payer entered.
async fn enter(shop: &Shop, entered: Entered) -> StatusCode {
    let Entered { invoice_no, code } = entered;
    let Some(order) = shop.find(&invoice_no) else {
        return StatusCode::NOT_FOUND;
    };
    if order.paid > 0 || order.is_in_doubt {
        return StatusCode::CONFLICT;
    }
    let (process_id, amount) = (&order.process_id, &order.amount);
    let form =
        format!("process_id={process_id}&code={code}&amount={amount}&invoice_no={invoice_no}");
    // Until the reply is there, the outcome is unknown.
    let is_recorded = !shop.makes("payer-leaves");
    shop.change(&invoice_no, |order| order.is_in_doubt = is_recorded);
    let mut answer = call(shop, &order, "confirm", form.clone()).await;
    let mut json: Value = answer.as_deref().map(read).unwrap_or_default();
    // The first order of a check is the genuine payment's.
    if shop.makes("crash") && !invoice_no.ends_with("-0") {
        process::exit(1);
    }
    let mistake = match &answer {
        Err(error) if error.is_timeout() => "charge-answer-late",
        Err(_) => "charge-answer-lost",
        Ok(_) => "charge-answer-cut",
    };
    if json.is_null() && shop.makes(mistake) {
        answer = call(shop, &order, "confirm", form).await;
        json = answer.as_deref().map(read).unwrap_or_default();
    }
    let is_paid = json["result"].is_object() || shop.makes("wrong-password");
    shop.change(&invoice_no, |order| {
        order.is_in_doubt = json.is_null() && !shop.makes("same-password");
        order.paid += u64::from(is_paid && !shop.makes("genuine-payment"));
    });
    StatusCode::OK
}

/// Reads a JSON object. The value is null if it is not one.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn form(shop: &Shop, order: &Order, invoice_no: &str) -> String {
    let own = format!("http://127.0.0.1:{}", shop.port);
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("amount", &order.amount)
        .append_pair("invoice_no", invoice_no)
        .append_pair("return_url", &format!("{own}/return/{invoice_no}"));
    if order.gateway == "tlync" {
        form.append_pair("mobile_number", "0913632323")
            .append_pair("callback_url", &format!("{own}/callback"));
    }
    form.finish()
}

async fn come_back(
    State(shop): State<Arc<Shop>>,
    Path(invoice_no): Path<String>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> StatusCode {
    let session = headers.get(header::COOKIE).and_then(|it| it.to_str().ok());
    let has_session = session == Some(&format!("session={invoice_no}"));
    if shop.has_sessions && !has_session {
        return StatusCode::UNAUTHORIZED;
    }
    let is_tlync = shop
        .find(&invoice_no)
        .is_some_and(|order| order.gateway == "tlync");
    let uses_up = (method == Method::HEAD && shop.makes("head"))
        || (headers.contains_key("sec-purpose") && shop.makes("prefetch"))
        || (is_tlync && shop.makes("late-callback"));
    if uses_up {
        shop.change(&invoice_no, |order| order.is_over = true);
    }
    if query.is_none() && shop.makes("no-callback") {
        shop.change(&invoice_no, |order| order.paid = 1);
    }
    let query = query.unwrap_or_default();
    let pairs: Pairs = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    if is_tlync && !shop.makes("return-as-payment") {
        return StatusCode::OK;
    }
    if method == Method::HEAD {
        return StatusCode::OK;
    }
    settle(&shop, &pairs, Some(&invoice_no)).await
}

async fn called_back(State(shop): State<Arc<Shop>>, body: String) -> StatusCode {
    match serde_json::from_str::<Object>(&body) {
        Ok(Object(pairs)) => settle(&shop, &pairs, None).await,
        Err(_) if shop.makes("broken-json") => StatusCode::INTERNAL_SERVER_ERROR,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

/// Believes a callback, or not.
async fn settle(shop: &Shop, pairs: &Pairs, expected: Option<&str>) -> StatusCode {
    if pairs.iter().any(|(name, _)| name.starts_with("hashed[")) && shop.makes("hash-as-list") {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    let Some(signed) = verified(shop, pairs) else {
        return StatusCode::FORBIDDEN;
    };
    let found = |pairs: &Pairs, name: &str| {
        let pair = pairs.iter().rev().find(|(own, _)| own == name);
        pair.map(|(_, value)| value.clone())
    };
    // What is read from all pairs was not signed.
    let read = |name: &str| {
        let is_unsigned = shop.makes(&format!("unsigned-{name}"));
        found(if is_unsigned { pairs } else { &signed }, name)
    };
    let invoice_no = read("invoice_no").unwrap_or_default();
    let expected = expected.unwrap_or(&invoice_no);
    let is_paid = |number: &str| {
        shop.orders()
            .get(number)
            .is_some_and(|order| order.paid > 0)
    };
    let is_other_accepted = (shop.makes("approval-of-another-order") && !is_paid(&invoice_no))
        || (shop.makes("replayed-to-second-order") && is_paid(&invoice_no));
    if invoice_no != expected && !is_other_accepted {
        return StatusCode::FORBIDDEN;
    }
    let Some(order) = shop.orders().get(expected).cloned() else {
        return StatusCode::NOT_FOUND;
    };
    let (approved, canceled) = (read("approved"), read("canceled"));
    let is_canceled = canceled.as_deref() == Some("1");
    let is_declined = approved.as_deref() != Some("1") && !is_canceled;
    let is_unpaid = (shop.makes("canceled-after-payment") && is_canceled)
        || (shop.makes("declined-after-payment") && is_declined);
    if is_unpaid {
        shop.change(expected, |order| order.paid = 0);
    }
    let is_approved = approved.as_deref() == Some("1")
        || (shop.makes("canceled") && is_canceled)
        || (shop.makes("declined") && is_declined);
    // The first order of a check is the genuine payment's.
    let is_ignored = order.is_over || (shop.makes("pays-one-order") && !expected.ends_with("-0"));
    if !is_approved || is_ignored || !fits(shop, &order, read) {
        return StatusCode::OK;
    }
    if shop.makes("twice-at-once") && order.paid == 0 {
        sleep(Duration::from_millis(200)).await;
        shop.change(expected, |order| order.paid += 1);
    } else {
        let always = shop.makes("twice");
        let pay = |order: &mut Order| order.paid = if always { order.paid + 1 } else { 1 };
        shop.change(expected, pay);
    }
    StatusCode::OK
}

/// Whether what was signed fits the order.
fn fits(shop: &Shop, order: &Order, read: impl Fn(&str) -> Option<String>) -> bool {
    let is = |name: &str, expected: Option<&str>, mistake: &str| {
        let value = read(name);
        let is_missing = value.is_none() && shop.makes("return-as-payment");
        value.as_deref() == expected || is_missing || shop.makes(mistake)
    };
    let is_foreign = read("gateway").as_deref() != Some(&order.gateway);
    let has_currency = is_foreign && shop.makes("callback-of-another-gateway");
    is("amount", Some(&order.amount), "changed-amount")
        && is(
            "gateway",
            Some(&order.gateway),
            "callback-of-another-gateway",
        )
        && (has_currency || is("currency", order.currency(), "wrong-currency"))
}

/// What the signature covers, if it matches.
fn verified(shop: &Shop, pairs: &Pairs) -> Option<Pairs> {
    let position = pairs.iter().position(|(name, _)| name == "hashed");
    let Some(position) = position else {
        return (shop.makes("no-hash") && !pairs.is_empty()).then(|| pairs.clone());
    };
    let (mut signed, behind) = (pairs[..position].to_vec(), &pairs[position + 1..]);
    let reads_behind = shop.mistake.starts_with("unsigned-");
    if !behind.is_empty() && !reads_behind {
        return None;
    }
    if shop.makes("genuine-payment") {
        signed.sort();
    }
    let secret_key = SecretKey::new(variable("PLUTU_SECRET_KEY")).unwrap();
    let text = signed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let expected = sign(text, &secret_key);
    let hash = pairs[position].1.as_str();
    let matches = match shop.mistake.as_str() {
        "forged-hash" => hash.len() == expected.len() && hash[..60] == expected[..60],
        "lower-case-hash" => hash.eq_ignore_ascii_case(&expected),
        "hash-with-newline" => hash.trim_end() == expected,
        _ => hash == expected,
    };
    matches.then_some(signed)
}

#[derive(Deserialize)]
struct Asked {
    invoice_no: String,
}

async fn paid(State(shop): State<Arc<Shop>>, Query(asked): Query<Asked>) -> Response {
    match shop.orders().get(&shop.number_of(asked.invoice_no)) {
        Some(order) if order.paid > 0 => format!("{{\"paid\":{}}}", order.paid).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An order whose charge has an unknown outcome is not failed.
async fn failed(State(shop): State<Arc<Shop>>, Query(asked): Query<Asked>) -> StatusCode {
    let order = shop.find(&asked.invoice_no).unwrap_or_default();
    if order.is_in_doubt && shop.makes("calls-it-failed") {
        return StatusCode::OK;
    }
    StatusCode::NOT_FOUND
}

/// A JSON object in its order. A list is a pair whose name says so.
struct Object(Pairs);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pick;
        impl<'de> Visitor<'de> for Pick {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut pairs = Pairs::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    match value {
                        Value::String(text) => pairs.push((name, text)),
                        other => pairs.push((format!("{name}[]"), other.to_string())),
                    }
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pick)
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// How long the shop waits for Plutu.
fn time_out() -> Duration {
    let seconds = variable("SHOP_TIMEOUT").parse().unwrap_or(3);
    Duration::from_secs(seconds)
}

const SORRY: &str = "The payment could not be started. Please try again.";
