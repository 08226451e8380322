//! The merchant's account at the sandbox: its credentials, its payments, and its clock.
//!
//! The API opens payments here, the checkout page and [`payer`](crate::payer) answer them, and
//! [`callback`](crate::callback) notifies the shop's server.

use std::sync::Arc;

use plutu_core::Credentials;
use plutu_core::SecretKey;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::sync::SemaphorePermit;

use crate::address;
use crate::clock::Clock;
use crate::event::Event;
use crate::event::Events;
use crate::fault::Faults;
use crate::gateway::Gateways;
use crate::guard::Hosts;
use crate::in_flight::InFlight;
use crate::journal::CallReport;
use crate::journal::Journal;
use crate::money::Money;
use crate::own::Answers;
use crate::payments::Payment;
use crate::payments::Payments;

/// One merchant's account.
pub(crate) struct Account {
    origin: String,
    credentials: Credentials,
    secret_key: SecretKey,
    payments: Payments,
    clock: Clock,
    faults: Faults,
    journal: Journal,
    in_flight: InFlight,
    events: Events,
    settings: Settings,
    /// The places for callbacks that are being sent, and for callbacks that a fault delays.
    sending: Semaphore,
    late: Arc<Semaphore>,
    /// The places for answers that a fault delays.
    slow: Semaphore,
}

/// The settings that the developer chose at the start.
pub(crate) struct Settings {
    /// The hosts, besides this machine, that callbacks are sent to.
    pub(crate) reachable: Vec<String>,
    /// The names that the sandbox answers to.
    pub(crate) hosts: Hosts,
    /// The merchant's name on the checkout page.
    pub(crate) merchant: Option<String>,
    /// Whether the limit of test mode applies.
    pub(crate) has_limit: bool,
    /// The gateways that are played.
    pub(crate) gateways: Gateways,
    /// The functions for requests whose replies are the author's own type.
    pub(crate) answers: Answers,
}

impl Settings {
    pub(crate) fn merchant(&self) -> Option<&str> {
        self.merchant.as_deref()
    }

    /// Whether it exceeds test mode's limit for one transaction.
    pub(crate) fn is_too_much(&self, money: &Money) -> bool {
        self.has_limit && money.exceeds(LIMIT)
    }
}

impl Account {
    /// Opens an account at the sandbox that answers at `origin`.
    pub(crate) fn open(
        origin: String,
        credentials: Credentials,
        secret_key: SecretKey,
        payments: Payments,
        clock: Clock,
        faults: Faults,
        settings: Settings,
    ) -> Self {
        Self {
            origin,
            credentials,
            secret_key,
            payments,
            clock,
            faults,
            journal: Journal::default(),
            in_flight: InFlight::default(),
            events: Events::default(),
            settings,
            sending: Semaphore::new(MAX_SENDING),
            late: Arc::new(Semaphore::new(MAX_LATE)),
            slow: Semaphore::new(MAX_LATE),
        }
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(crate) fn secret_key(&self) -> &SecretKey {
        &self.secret_key
    }

    pub(crate) fn payments(&self) -> &Payments {
        &self.payments
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn gateways(&self) -> &Gateways {
        &self.settings.gateways
    }

    /// The calls that are being answered.
    pub(crate) fn in_flight(&self) -> &InFlight {
        &self.in_flight
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    pub(crate) fn events(&self) -> &Events {
        &self.events
    }

    /// The sandbox's URL without a path.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The API's base URL.
    pub(crate) fn base_url(&self) -> String {
        format!("{}{}", self.origin, address::API)
    }

    /// Keeps a call of the API.
    pub(crate) fn keep(&self, call: CallReport) {
        let call = self.journal.keep(call);
        self.events.tell(|| Event::Call(call));
        self.payments.touch();
    }

    /// Deletes everything except the credentials. The clock never goes back.
    pub(crate) fn reset(&self) {
        self.faults.clear();
        self.journal.clear();
        self.payments.clear();
    }

    /// The URL of the payment's checkout page, with its token.
    pub(crate) fn checkout_url(&self, payment: &Payment) -> String {
        let path = address::of_checkout(payment.id, payment.token());
        format!("{}{path}", self.origin)
    }

    /// Takes a place for sending a callback, until it is dropped; `None` if all are taken.
    pub(crate) fn place_to_send(&self) -> Option<SemaphorePermit<'_>> {
        self.sending.try_acquire().ok()
    }

    /// Takes a place for a delayed callback, until it is dropped; `None` if all are taken.
    pub(crate) fn place_to_wait(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.late).try_acquire_owned().ok()
    }

    /// Takes a place for a delayed answer, until it is dropped; `None` if all are taken.
    pub(crate) fn place_to_answer_late(&self) -> Option<SemaphorePermit<'_>> {
        self.slow.try_acquire().ok()
    }
}

/// Test mode's limit for one transaction, in units of the currency (second hand).
const LIMIT: u32 = 500;

/// How many callbacks are sent at once. It is more than the number of connections, so only clients
/// that leave without waiting for the answer can reach it. Further callbacks fail.
const MAX_SENDING: usize = 2_048;

/// How many callbacks faults can delay at once, and how many answers. Further callbacks and answers
/// are sent without a delay. It is the number of connections, so only clients that leave without
/// waiting can reach it.
const MAX_LATE: usize = 1_024;

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use plutu_core::AccessToken;
    use plutu_core::ApiKey;

    use super::*;

    #[test]
    fn t37_callbacks_on_their_way_are_bounded() {
        let api_key = ApiKey::new("key").unwrap();
        let account = Account::open(
            "http://127.0.0.1".to_owned(),
            Credentials::new(api_key, AccessToken::new("token").unwrap()),
            SecretKey::new("sk_of_this_test").unwrap(),
            Payments::new(1),
            Clock::start(SystemTime::UNIX_EPOCH, false),
            Faults::new(true),
            Settings {
                reachable: Vec::new(),
                hosts: Hosts::default(),
                merchant: None,
                has_limit: true,
                gateways: Gateways::built_in(),
                answers: Answers::default(),
            },
        );
        let mut sent: Vec<_> = (0..MAX_SENDING).map(|_| account.place_to_send()).collect();
        assert!(sent.iter().all(Option::is_some));
        assert!(account.place_to_send().is_none());
        sent.pop();
        assert!(account.place_to_send().is_some());

        let late: Vec<_> = (0..MAX_LATE).map(|_| account.place_to_wait()).collect();
        assert!(late.iter().all(Option::is_some));
        assert!(account.place_to_wait().is_none());
        drop(late);
        assert!(account.place_to_wait().is_some());
    }
}
