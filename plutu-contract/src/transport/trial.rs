//! One trial of a transport: a scene, and the request that is sent to it.

use std::io;

use bytes::Bytes;
use http::HeaderValue;
use http::Request;
use http::header;

use super::answers;
use super::fault::Fault;
use super::scene::Scene;
use super::timeouts::TIMEOUTS;

/// A trial, with or without a fault.
pub(super) struct Trial {
    pub(super) fault: Option<Fault>,
    pub(super) scene: Scene,
    pub(super) request: Request<Bytes>,
}

impl Trial {
    /// The trials that end at once. Each is created when its turn comes.
    pub(super) fn quick() -> impl Iterator<Item = io::Result<Self>> {
        let good = [answers::success(), answers::longest()];
        let good = good.map(|act| Self::new(None, Scene::playing([act])?));
        // Resolving a name would send a request to another machine.
        let is_quick = |fault: &Fault| !fault.is_stall() && *fault != Fault::UnresolvedName;
        let bad = Fault::ALL.iter().copied().filter(is_quick);
        good.into_iter().chain(bad.map(Self::of))
    }

    /// The trials that only a time-out ends.
    pub(super) fn stalls() -> io::Result<Vec<Self>> {
        let stalls = Fault::ALL.iter().copied().filter(|fault| fault.is_stall());
        stalls.map(Self::of).collect()
    }

    fn of(fault: Fault) -> io::Result<Self> {
        Self::new(Some(fault), Scene::of(fault)?)
    }

    fn new(fault: Option<Fault>, scene: Scene) -> io::Result<Self> {
        let request = request(scene.base_url()).map_err(io::Error::other)?;
        Ok(Self {
            fault,
            scene,
            request,
        })
    }

    /// The number of requests before the one that is judged.
    pub(super) fn first_posts(&self) -> usize {
        self.scene.first_posts()
    }

    pub(super) fn request(&self) -> Request<Bytes> {
        self.request.clone()
    }
}

/// A request like those of the client.
fn request(base_url: &str) -> Result<Request<Bytes>, http::Error> {
    let mut secret = HeaderValue::from_static("contract");
    secret.set_sensitive(true);
    Request::post(format!("{base_url}/transaction/contract/confirm"))
        .header(header::AUTHORIZATION, secret.clone())
        .header("x-api-key", secret)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::USER_AGENT, "plutu-contract")
        .header(header::CONNECTION, "close")
        .extension(TIMEOUTS)
        .body(Bytes::from_static(FORM.as_bytes()))
}

/// A form with values that a client might encode in another way.
const FORM: &str = "amount=12.50&invoice_no=INV%2f1+%D8%B9%20&lang=&code=0042&email=a%40b.example";
