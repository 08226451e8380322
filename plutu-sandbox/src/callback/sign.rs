//! Signs a callback, which makes it a message that can be sent.
//!
//! The signature code is plutu-core's, so the encoding rule exists only once.

use plutu_core::SecretKey;
use plutu_core::callback;
use serde::Serialize;
use serde::Serializer;

use crate::callback::compose::Callback;
use crate::payments::Carrier;
use crate::payments::Message;
use crate::payments::Outcome;
use crate::payments::Payment;

/// The message that the payer's browser carries. If the server posts the callback, this is a return
/// page that proves nothing, or a URL without a message.
pub(crate) fn for_browser(payment: &Payment, outcome: Outcome, secret_key: &SecretKey) -> Message {
    let return_url = &payment.order.return_url;
    match Callback::to_return(payment, outcome) {
        Some(callback) => callback.carried_to(return_url, secret_key),
        None => Message {
            carrier: Carrier::Browser,
            url: return_url.clone(),
            body: None,
            canonical: String::new(),
        },
    }
}

/// The message that is posted to the shop's server, if the gateway has one and it is due.
pub(crate) fn for_server(payment: &Payment, secret_key: &SecretKey) -> Option<Message> {
    let url = payment.order.callback_url.as_ref()?;
    let callback = Callback::to_server(payment)?;
    Some(callback.posted_to(url.as_str(), secret_key))
}

/// Who carries the callback that settles the payment.
pub(crate) fn proof_carrier(payment: &Payment) -> Carrier {
    let callback_url = payment.order.callback_url.as_ref();
    match callback_url.and_then(|_| Callback::to_server(payment)) {
        Some(_) => Carrier::Server,
        None => Carrier::Browser,
    }
}

impl Callback {
    /// The message that a browser carries to the shop's return URL.
    pub(crate) fn carried_to(&self, return_url: &str, secret_key: &SecretKey) -> Message {
        Message {
            carrier: Carrier::Browser,
            url: with_query(return_url, &self.query(secret_key)),
            body: None,
            canonical: callback::canonical(self.pairs()),
        }
    }

    /// The message that is posted to the shop's callback URL.
    pub(crate) fn posted_to(&self, callback_url: &str, secret_key: &SecretKey) -> Message {
        Message {
            carrier: Carrier::Server,
            url: callback_url.to_owned(),
            body: Some(self.json(secret_key)),
            canonical: callback::canonical(self.pairs()),
        }
    }

    /// The signed query.
    pub(crate) fn query(&self, secret_key: &SecretKey) -> String {
        callback::signed_query(self.pairs(), secret_key)
    }

    /// The signed JSON.
    fn json(&self, secret_key: &SecretKey) -> String {
        let hashed = callback::sign(self.pairs(), secret_key);
        let signed = Signed {
            callback: self,
            hashed,
        };
        // Strings can always be serialized.
        serde_json::to_string(&signed).unwrap_or_default()
    }
}

struct Signed<'a> {
    callback: &'a Callback,
    hashed: String,
}

impl Serialize for Signed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let hashed = ("hashed", self.hashed.as_str());
        serializer.collect_map(self.callback.pairs().chain([hashed]))
    }
}

/// The same message with a wrong last digit of its signature. A message without a signature stays
/// unchanged.
pub(crate) fn forged(message: Message) -> Message {
    if message.canonical.is_empty() {
        return message;
    }
    Message {
        body: message.body.map(|body| tampered(&body)),
        url: match message.carrier {
            Carrier::Browser => tampered(&message.url),
            Carrier::Server => message.url,
        },
        ..message
    }
}

/// The shop's return URL with the signed callback appended to its query.
fn with_query(return_url: &str, query: &str) -> String {
    let separator = match return_url.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{return_url}{separator}{query}")
}

/// A query or a body with a wrong last digit of its signature, which is at the end of both.
fn tampered(signed: &str) -> String {
    let digit = |char: char| char.is_ascii_hexdigit();
    let Some(position) = signed.rfind(digit) else {
        return signed.to_owned();
    };
    let (begin, end) = signed.split_at(position);
    let other = if end.starts_with('0') { "1" } else { "0" };
    let rest = end.get(1..).unwrap_or_default();
    format!("{begin}{other}{rest}")
}
