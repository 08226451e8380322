//! The shop of the guide "One-time passwords":
//! `cargo run --example one-time-password -- --sandbox`.

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use plutu_http::Client;
use plutu_http::core::gateways::sadad;
use plutu_http::core::{Credentials, Language, Otp};
use plutu_orders::{
    Job, MemoryStore, Order, OrderId, OrderState, Orders, OrdersError, Question, Queue, Task,
    Verdict,
};
use plutu_sandbox::Sandbox;
use plutu_web::answer::{Refusal, Situation};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

/// How often a payer may enter a password before the shop sends a new one.
const TRIES: u8 = 3;

/// A charge without an outcome is lost after this time. It is longer than the client's time-out.
const LOST_AFTER: Duration = Duration::from_secs(600);

/// What every handler needs.
#[derive(Clone)]
pub struct Shop {
    /// Sends requests to Plutu.
    pub client: Client,
    /// Keeps orders and their attempts.
    pub orders: Orders,
    /// The payers who were sent a password. A real shop keeps this in its database.
    asked: Arc<Mutex<HashMap<OrderId, Asked>>>,
}

/// A payer was sent a password.
struct Asked {
    challenge: sadad::Challenge,
    tries: u8,
}

impl Shop {
    /// Creates a shop without orders.
    #[must_use]
    pub fn new(client: Client) -> Self {
        let orders = Orders::new(MemoryStore::new());
        let asked = Arc::default();
        Self {
            client,
            orders,
            asked,
        }
    }

    /// Returns the challenge that a password answers, and counts the try.
    async fn next_try(&self, id: &OrderId) -> Option<sadad::Challenge> {
        let mut asked = self.asked.lock().await;
        let asked = asked.get_mut(id).filter(|asked| asked.tries < TRIES)?;
        asked.tries += 1;
        Some(asked.challenge.clone())
    }

    /// Whether the payer may enter a password.
    async fn waits_for_password(&self, id: &OrderId) -> bool {
        self.asked
            .lock()
            .await
            .get(id)
            .is_some_and(|asked| asked.tries < TRIES)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--sandbox") {
        let sandbox = Sandbox::start().await?;
        let phone = sandbox.base_url().replace("/api/v1", "/");
        println!("the payer's phone is at {phone}");
        let client = Client::builder(sandbox.credentials()).base_url(sandbox.base_url());
        return run(client.build()?).await;
    }
    run(connect()?).await
}

/// Connects to Plutu with the keys in the environment.
///
/// # Errors
///
/// A variable is missing, or cannot be used.
pub fn connect() -> Result<Client, Box<dyn Error>> {
    let mut client = Client::builder(Credentials::from_env()?);
    // `plutu-sandbox check` sets it.
    if let Ok(url) = env::var("PLUTU_BASE_URL") {
        client = client.base_url(url);
    }
    Ok(client.build()?)
}

/// Runs the shop until it is stopped.
///
/// # Errors
///
/// A port is in use.
pub async fn run(client: Client) -> Result<(), Box<dyn Error>> {
    let shop = Shop::new(client);
    tokio::spawn(work(shop.clone()));

    // The desk is on a port of its own, which payers cannot reach.
    let desk = TcpListener::bind(("127.0.0.1", port("DESK_PORT", 3001)?)).await?;
    println!("the desk is at http://{}/", desk.local_addr()?);
    tokio::spawn(axum::serve(desk, desk_routes(shop.clone())).into_future());

    let listener = TcpListener::bind(("127.0.0.1", port("PORT", 3000)?)).await?;
    println!("open http://{}/", listener.local_addr()?);
    axum::serve(listener, routes(shop)).await?;
    Ok(())
}

fn port(variable: &str, usual: u16) -> Result<u16, Box<dyn Error>> {
    Ok(env::var(variable).map_or(Ok(usual), |port| port.parse())?)
}

/// The shop's pages.
pub fn routes(shop: Shop) -> Router {
    Router::new()
        .route(
            "/",
            get(Html(
                "<form method=post action=/orders><button>Buy tea</button></form>",
            )),
        )
        .route("/orders", post(place))
        .route("/orders/{id}", get(order))
        .route("/orders/{id}/password", post(ask))
        .route("/orders/{id}/pay", post(pay))
        .route("/orders/{id}/paid", get(is_paid))
        .with_state(shop)
}

/// The payer buys something. The price comes from the shop.
async fn place(State(shop): State<Shop>) -> Result<Redirect, Failure> {
    let price: sadad::Amount = "12.50".parse()?;
    let mut number = 1001;
    loop {
        // A real shop takes the number from its database.
        let id: OrderId = number.to_string().parse()?;
        match shop.orders.create(id.clone(), price).await {
            Ok(_) => return Ok(Redirect::to(&format!("/orders/{id}"))),
            Err(OrdersError::OrderExists(_)) => number += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// The order's page.
async fn order(State(shop): State<Shop>, Path(id): Path<OrderId>) -> Page {
    page(&shop, &id, "").await
}

/// What the payer enters first.
#[derive(Deserialize)]
struct Payer {
    mobile_number: String,
    birth_year: String,
}

impl Payer {
    fn verify(&self, amount: sadad::Amount) -> Option<sadad::Verify> {
        let mobile_number = self.mobile_number.parse().ok()?;
        let birth_year = self.birth_year.parse().ok()?;
        let request = sadad::Verify::builder().mobile_number(mobile_number);
        Some(request.birth_year(birth_year).amount(amount).build())
    }
}

/// Step 1: Plutu sends the payer a password. This moves no money.
async fn ask(State(shop): State<Shop>, Path(id): Path<OrderId>, Form(payer): Form<Payer>) -> Page {
    let order = shop.orders.load(&id).await?;
    if order.check_payable().is_err() {
        return page(&shop, &id, "").await;
    }
    let Some(request) = payer.verify(order.amount()?) else {
        let situation = Situation::Refused(Refusal::WrongNumberOrBirthYear);
        return page(&shop, &id, situation.sentence(Language::En)).await;
    };
    match shop.client.send(&request).await {
        Ok(challenge) => {
            let asked = Asked {
                challenge,
                tries: 0,
            };
            shop.asked.lock().await.insert(id.clone(), asked);
            page(&shop, &id, "We sent you a text message.").await
        }
        Err(error) => {
            eprintln!("order {id}: {error}");
            page(&shop, &id, Situation::from(&error).sentence(Language::En)).await
        }
    }
}

/// What the payer enters second.
#[derive(Deserialize)]
struct Password {
    code: String,
}

/// Step 2: the payer entered the password.
async fn pay(
    State(shop): State<Shop>,
    Path(id): Path<OrderId>,
    Form(password): Form<Password>,
) -> Page {
    let Ok(code) = password.code.parse() else {
        let situation = Situation::Refused(Refusal::WrongPassword);
        return page(&shop, &id, situation.sentence(Language::En)).await;
    };
    // If the payer leaves, the server drops this function. It does not drop the task.
    let charge = tokio::spawn(charge(shop.clone(), id.clone(), code));
    let sentence = match charge.await? {
        Ok(situation) => situation.sentence(Language::En),
        Err(error) => {
            eprintln!("order {id}: {error}");
            ""
        }
    };
    page(&shop, &id, sentence).await
}

/// Takes the money, once, and records what is known about it.
async fn charge(
    shop: Shop,
    id: OrderId,
    code: Otp<6>,
) -> Result<Situation, Box<dyn Error + Send + Sync>> {
    let order = shop.orders.load(&id).await?;
    order.check_payable()?;
    let Some(challenge) = shop.next_try(&id).await else {
        return Ok(Situation::Refused(Refusal::ExpiredPassword));
    };
    let attempt = order.attempts().len() + 1;
    let request = sadad::Confirm::answering(&challenge, order.amount()?)?
        .code(code)
        .invoice_no(format!("{id}-{attempt}").parse()?)
        .build();

    // Record the attempt first. After an error, send nothing: another charge may be under way.
    let _ = shop.orders.start(&id, &request).await?;
    match shop.client.send(&request).await {
        Ok(receipt) => {
            let order = shop.orders.receipt(&request, &receipt).await?.order;
            Ok(match order.state() {
                OrderState::Paid => Situation::Paid,
                _ => Situation::InDoubt,
            })
        }
        Err(error) => {
            eprintln!("order {id}: {error}");
            let _ = shop.orders.failed(&request, error.certainty()).await?;
            Ok(Situation::from(&error))
        }
    }
}

/// Answers 200 if the order is paid, and 404 if it is not: `plutu-sandbox check` asks.
async fn is_paid(State(shop): State<Shop>, Path(id): Path<OrderId>) -> Result<StatusCode, Failure> {
    let order = shop.orders.load(&id).await?;
    Ok(match order.state() {
        OrderState::Paid => StatusCode::OK,
        _ => StatusCode::NOT_FOUND,
    })
}

/// The background work: at the start, and then again and again.
async fn work(shop: Shop) {
    loop {
        if let Err(error) = sweep(&shop, LOST_AFTER).await {
            eprintln!("looking for lost charges: {error}");
        }
        if let Err(error) = ship(&shop).await {
            eprintln!("shipping: {error}");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Freezes the charges that have had no outcome for so long: the process stopped in between.
///
/// # Errors
///
/// The database is down.
pub async fn sweep(shop: &Shop, lost_after: Duration) -> Result<(), OrdersError> {
    for frozen in shop.orders.freeze_lost_charges(lost_after).await? {
        println!("order {} is frozen", frozen.order.id());
    }
    Ok(())
}

/// Ships what was paid.
///
/// # Errors
///
/// The database is down.
pub async fn ship(shop: &Shop) -> Result<(), OrdersError> {
    for task in shop.orders.pending(Queue::Shipping, 100).await?.tasks {
        println!("{:?}: {:?}", task.job(), task.order());
        shop.orders.acknowledge(&task.key()).await?;
    }
    Ok(())
}

/// The page of the person who decides. Put the login of your staff in front of it.
pub fn desk_routes(shop: Shop) -> Router {
    Router::new()
        .route("/", get(desk).post(decide))
        .with_state(shop)
}

/// Lists what Plutu's dashboard must answer.
async fn desk(State(shop): State<Shop>) -> Page {
    let mut html = "<h1>Look these up in Plutu's dashboard</h1>".to_owned();
    for task in shop.orders.pending(Queue::Person, 100).await?.tasks {
        let (key, attempt, job) = (task.key(), task.attempt(), task.job());
        write!(html, "<form method=post><p>{attempt}: {job:?}")?;
        write!(html, "<input type=hidden name=task value={key}>")?;
        write!(html, "<input name=person placeholder='your name' required>")?;
        for verdict in verdicts(job) {
            write!(
                html,
                "<button name=verdict value={verdict}>{verdict}</button>"
            )?;
        }
        html.push_str("</form>");
    }
    Ok(Html(html))
}

/// The possible answers. "seen" is only for a question that leaves the order as it is.
fn verdicts(job: Job) -> &'static [&'static str] {
    match job {
        Job::Refund => &["refunded"],
        Job::Ask(Question::OtherTransaction | Question::UnknownOrder) => &["seen"],
        _ => &["paid", "not-paid"],
    }
}

/// A person's decision, and their name for the order's history.
#[derive(Deserialize)]
struct Decision {
    task: String,
    person: String,
    verdict: String,
}

/// Records the decision, and then acknowledges the question.
async fn decide(
    State(shop): State<Shop>,
    Form(decision): Form<Decision>,
) -> Result<Redirect, Failure> {
    let tasks = shop.orders.pending(Queue::Person, 100).await?.tasks;
    let is_answered = |task: &Task| {
        let verdicts = verdicts(task.job());
        task.key().as_str() == decision.task && verdicts.contains(&decision.verdict.as_str())
    };
    if let Some(task) = tasks.into_iter().find(is_answered) {
        if let Some(verdict) = verdict(&decision.verdict) {
            let person = decision.person.parse()?;
            let _ = shop.orders.decide(task.attempt(), verdict, &person).await?;
        }
        shop.orders.acknowledge(&task.key()).await?;
    }
    Ok(Redirect::to("/"))
}

fn verdict(name: &str) -> Option<Verdict> {
    match name {
        "paid" => Some(Verdict::Paid),
        "not-paid" => Some(Verdict::NotPaid),
        "refunded" => Some(Verdict::Refunded),
        _ => None,
    }
}

type Page = Result<Html<String>, Failure>;

/// The order's page: what the payer can do now, after a sentence about what happened.
async fn page(shop: &Shop, id: &OrderId, sentence: &str) -> Page {
    let order = shop.orders.load(id).await?;
    let form = match order.state() {
        OrderState::Paid => "<p>Paid. Thank you!</p>".to_owned(),
        _ if order.is_being_checked() => {
            "<p>We are looking up your payment. Please do not pay again.</p>".to_owned()
        }
        _ if order.check_payable().is_err() => {
            "<p>This order cannot be paid any more.</p>".to_owned()
        }
        _ if shop.waits_for_password(id).await => password_form(&order) + &number_form(&order),
        _ => number_form(&order),
    };
    Ok(Html(format!("<p>{sentence}</p>{form}")))
}

fn number_form(order: &Order) -> String {
    format!(
        "<form method=post action=/orders/{}/password>
        <input name=mobile_number placeholder='mobile number'> <input name=birth_year placeholder='birth year'>
        <button>Pay {}: send me a password</button></form>",
        order.id(),
        order.price()
    )
}

fn password_form(order: &Order) -> String {
    format!(
        "<form method=post action=/orders/{}/pay>
        <input name=code placeholder=password autocomplete=one-time-code> <button>Pay {}</button></form>",
        order.id(),
        order.price()
    )
}

/// Something failed, and nothing new is known about the payment.
struct Failure(Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        let status = match self.0.downcast_ref() {
            Some(OrdersError::UnknownOrder(_)) => StatusCode::NOT_FOUND,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        (
            status,
            "If you have paid, please do not pay again. Reload this page later.",
        )
            .into_response()
    }
}
