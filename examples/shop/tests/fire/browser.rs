//! The payers' browsers. A request may have no answer, since its process may be killed.

use std::time::Duration;

use reqwest::Client;
use reqwest::Method;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use tokio::sync::watch;

pub(crate) struct Browser {
    client: Client,
    counts: watch::Sender<Counts>,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) requests: usize,
    pub(crate) answers: usize,
}

/// An answer.
pub(crate) struct Page {
    pub(crate) status: u16,
    /// The URL that the browser is redirected to.
    pub(crate) location: String,
    pub(crate) body: String,
}

impl Browser {
    pub(crate) fn new() -> Self {
        // Each request has its own connection, so that any process may answer it.
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0);
        Self {
            client: client.build().unwrap(),
            counts: watch::Sender::default(),
        }
    }

    pub(crate) async fn get(&self, url: &str) -> Option<Page> {
        self.send(Method::GET, url, None).await
    }

    pub(crate) async fn post(&self, url: &str, form: &str) -> Option<Page> {
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, url, Some((kind, form))).await
    }

    pub(crate) async fn post_json(&self, url: &str, body: &str) -> Option<Page> {
        let kind = "application/json";
        self.send(Method::POST, url, Some((kind, body))).await
    }

    /// Reloads until there is an answer that does not say that the database is busy.
    pub(crate) async fn insist(&self, url: &str) -> Page {
        for _ in 0..PATIENCE {
            match self.get(url).await {
                Some(page) if page.status < 500 => return page,
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
        panic!("the shop never answers");
    }

    pub(crate) fn counts(&self) -> Counts {
        *self.counts.borrow()
    }

    /// Waits for so many more answers.
    pub(crate) async fn wait_for(&self, answers: usize) {
        let awaited = self.counts().answers + answers;
        let mut counts = self.counts.subscribe();
        let arrived = counts.wait_for(|counts| counts.answers >= awaited);
        drop(arrived.await.unwrap());
    }

    async fn send(&self, method: Method, url: &str, body: Option<(&str, &str)>) -> Option<Page> {
        self.counts.send_modify(|counts| counts.requests += 1);
        let mut request = self.client.request(method, url);
        if let Some((kind, body)) = body {
            request = request.header(CONTENT_TYPE, kind).body(body.to_owned());
        }
        let page = match request.send().await {
            Ok(response) => read(response).await,
            Err(_) => None,
        };
        if page.is_some() {
            self.counts.send_modify(|counts| counts.answers += 1);
        }
        page
    }
}

async fn read(response: Response) -> Option<Page> {
    let location = response.headers().get(LOCATION);
    let location = location.map(|url| url.to_str().unwrap().to_owned());
    Some(Page {
        status: response.status().as_u16(),
        location: location.unwrap_or_default(),
        body: response.text().await.ok()?,
    })
}

/// How long a payer waits before they reload.
const PAUSE: Duration = Duration::from_millis(50);

/// How often a payer reloads.
const PATIENCE: usize = 2_000;
