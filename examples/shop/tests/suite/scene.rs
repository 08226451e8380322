//! A running shop, its sandbox, and a payer: a browser without a screen.

use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::callback::signed_query;
use plutu_sandbox::Sandbox;
use reqwest::Client;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::HeaderMap;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use shop::OpenShop;
use shop::PlutuAccount;
use shop::Settings;

use crate::file::TemporaryFile;

/// Sadad's form, filled in by a payer.
pub(crate) const SADAD: &str = "way=sadadapi&mobile_number=0913632323&birth_year=1990";
/// Adfali's form.
pub(crate) const ADFALI: &str = "way=edfali&mobile_number=0923632323";
/// T-Lync's form.
pub(crate) const TLYNC: &str = "way=tlync&mobile_number=0913632323";
pub(crate) const MPGS: &str = "way=mpgs";
pub(crate) const LOCAL_BANK_CARDS: &str = "way=localbankcards";

pub(crate) struct Scene {
    pub(crate) shop: OpenShop,
    pub(crate) sandbox: Sandbox,
    pub(crate) payer: Payer,
    pub(crate) database_url: String,
    _file: Option<TemporaryFile>,
}

impl Scene {
    /// A shop on SQLite.
    pub(crate) async fn open() -> Self {
        let file = TemporaryFile::new();
        Self::open_with(&file.url(), Some(file)).await
    }

    pub(crate) async fn open_on(database_url: &str) -> Self {
        Self::open_with(database_url, None).await
    }

    async fn open_with(database_url: &str, file: Option<TemporaryFile>) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        Self {
            shop: open_machine(database_url, &sandbox).await,
            sandbox,
            payer: Payer::new(),
            database_url: database_url.to_owned(),
            _file: file,
        }
    }

    /// Places an order.
    pub(crate) async fn order(&self, product: &str, currency: &str) -> Order {
        self.order_in("en", product, currency).await
    }

    pub(crate) async fn order_in(&self, language: &str, product: &str, currency: &str) -> Order {
        let shop = format!("{}/{language}", self.shop.url());
        self.payer.order(&shop, product, currency).await
    }

    /// Presses one of the buttons to pay.
    pub(crate) async fn pay(&self, order: &Order, form: &str) -> Answer {
        self.payer.post(&order.page("pay"), form).await
    }

    /// Opens a payment page, and approves there. Returns the URL that the browser is sent to.
    pub(crate) async fn approve(&self, order: &Order, form: &str) -> String {
        let invoice_no = self.open_page(order, form).await;
        self.sandbox.approve(&invoice_no).await.unwrap()
    }

    /// Opens a payment page.
    pub(crate) async fn open_page(&self, order: &Order, form: &str) -> InvoiceNo {
        let sent_on = self.pay(order, form).await;
        assert_eq!(sent_on.status, 303, "{}", sent_on.body);
        assert!(sent_on.location().contains("/checkout/"));
        let payment = self.sandbox.next_payment().await.unwrap();
        payment.invoice_no().clone()
    }

    /// The page of an order, with its history.
    pub(crate) async fn look(&self, order: &Order) -> String {
        self.payer.get(&order.url).await.body
    }

    /// Waits for the worker, which ships in the background.
    pub(crate) async fn wait_for(&self, order: &Order, words: &str) -> String {
        self.payer.wait_for(&order.url, words).await
    }

    pub(crate) async fn desk(&self) -> String {
        self.payer.get(self.shop.desk_url()).await.body
    }

    /// Decides the only task at the desk.
    pub(crate) async fn decide(&self, verdict: &str) -> Answer {
        let desk = self.desk().await;
        assert_eq!(desk.matches("<section>").count(), 1, "{desk}");
        let task = attribute(&desk, "name=\"task\"", "value");
        let form = format!("task={task}&person=Aisha&verdict={verdict}");
        self.payer.post(self.shop.desk_url(), &form).await
    }

    /// A URL of the shop with parameters signed like Plutu's.
    pub(crate) fn signed(&self, url: &str, pairs: &[(&str, &str)]) -> String {
        let query = signed_query(pairs.iter().copied(), &self.sandbox.secret_key());
        format!("{url}?{query}")
    }
}

/// A second instance of the shop, which stands for another process.
pub(crate) async fn open_machine(database_url: &str, sandbox: &Sandbox) -> OpenShop {
    let mut settings = Settings::default();
    settings.database_url = Some(database_url.to_owned());
    settings.plutu = Some(PlutuAccount::new(
        Some(sandbox.base_url().to_owned()),
        sandbox.credentials(),
        sandbox.secret_key(),
    ));
    settings.pause = Duration::from_millis(20);
    shop::open(settings).await.unwrap()
}

/// An order's URL and id.
pub(crate) struct Order {
    pub(crate) url: String,
    pub(crate) id: String,
}

impl Order {
    /// One of its pages.
    pub(crate) fn page(&self, name: &str) -> String {
        format!("{}/{name}", self.url)
    }

    /// The invoice number of its first, second, … attempt.
    pub(crate) fn invoice_no(&self, attempt: usize) -> InvoiceNo {
        format!("{}-{attempt}", self.id).parse().unwrap()
    }
}

/// The signed pairs of a callback of MPGS.
pub(crate) fn approved<'a>(
    invoice_no: &'a str,
    amount: &'a str,
    currency: &'a str,
) -> [(&'a str, &'a str); 6] {
    [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", amount),
        ("currency", currency),
        ("invoice_no", invoice_no),
        ("transaction_id", "100900"),
    ]
}

/// A browser. It does not follow redirects, so that the tests can see them.
#[derive(Clone)]
pub(crate) struct Payer(Client);

impl Payer {
    pub(crate) fn new() -> Self {
        let client = Client::builder().redirect(Policy::none()).no_proxy();
        Self(client.build().unwrap())
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        self.send(Method::GET, url, None).await
    }

    pub(crate) async fn head(&self, url: &str) -> Answer {
        self.send(Method::HEAD, url, None).await
    }

    pub(crate) async fn post(&self, url: &str, form: &str) -> Answer {
        let form = ("application/x-www-form-urlencoded", form);
        self.send(Method::POST, url, Some(form)).await
    }

    pub(crate) async fn post_json(&self, url: &str, body: &str) -> Answer {
        let body = ("application/json", body);
        self.send(Method::POST, url, Some(body)).await
    }

    /// Places an order on a page of a shop: `http://…/en`.
    pub(crate) async fn order(&self, shop: &str, product: &str, currency: &str) -> Order {
        let form = format!("product={product}&currency={currency}");
        let placed = self.post(&format!("{shop}/orders"), &form).await;
        assert_eq!(placed.status, 303, "{}", placed.body);
        let (host, _) = shop.rsplit_once('/').unwrap();
        let url = format!("{host}{}", placed.location());
        let page = self.get(&url).await;
        let (_, rest) = page.body.split_once("<h1>").unwrap();
        let (title, _) = rest.split_once("</h1>").unwrap();
        let (_, id) = title.rsplit_once(' ').unwrap();
        Order {
            url,
            id: id.to_owned(),
        }
    }

    /// Reloads a page until it has these words.
    pub(crate) async fn wait_for(&self, url: &str, words: &str) -> String {
        for _ in 0..600 {
            let page = self.get(url).await;
            if page.body.contains(words) {
                return page.body;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{words:?} never came: {}", self.get(url).await.body);
    }

    async fn send(&self, method: Method, url: &str, body: Option<(&str, &str)>) -> Answer {
        let mut request = self.0.request(method, url);
        if let Some((kind, body)) = body {
            request = request.header(CONTENT_TYPE, kind).body(body.to_owned());
        }
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The URL that the browser is redirected to.
    pub(crate) fn location(&self) -> &str {
        let location = self.headers.get(LOCATION).expect("a redirect");
        location.to_str().unwrap()
    }
}

/// The value of an attribute of the element that contains `place`.
pub(crate) fn attribute(html: &str, place: &str, name: &str) -> String {
    let (_, rest) = html.split_once(place).expect("the element is there");
    let (_, rest) = rest.split_once(&format!("{name}=\"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}
