//! The state machine: an order, and how each event changes it.
//!
//! [`Order::apply`] is the only transition function. It uses no database, clock or network, so
//! `tests/exploration` can visit every state that two processes reach.
//!
//! An order stores what is known about each attempt. Its [state](OrderState) is computed from that,
//! so the two cannot contradict each other.

use plutu_core::Amount;
use plutu_core::Certainty;
use plutu_core::Currency;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::Paid;
use plutu_core::Settlement;
use serde::Deserialize;
use serde::Serialize;

use crate::action::Action;
use crate::action::Question;
use crate::attempt::Attempt;
use crate::attempt::AttemptState;
use crate::attempt::NewAttempt;
use crate::error::EventError;
use crate::event::Event;
use crate::event::Verdict;
use crate::evidence::Evidence;
use crate::history::Entry;
use crate::history::What;
use crate::key::AttemptKey;
use crate::order_id::OrderId;
use crate::person::Person;
use crate::price::CurrencyError;
use crate::price::Price;
use crate::timestamp::Timestamp;

/// An order, its attempts to pay, and its history.
///
/// ```
/// use plutu_core::Certainty;
/// use plutu_core::Amount;
/// use plutu_core::currency::USD;
/// use plutu_core::gateways::mpgs;
/// use plutu_orders::{Action, Event, NewAttempt, Order, OrderState, Timestamp};
///
/// let price: Amount<USD> = "12.50".parse()?;
/// let mut order = Order::new("1001".parse()?, price);
/// assert_eq!(order.state(), OrderState::Open);
///
/// let request = mpgs::Confirm::builder()
///     .amount(order.price().amount()?)
///     .invoice_no("1001-1".parse()?)
///     .return_url("https://shop.example/paid".parse()?)
///     .build();
/// let attempt = NewAttempt::of(&request)?;
/// let key = attempt.key().clone();
/// let now = Timestamp::from_unix(1_700_000_000);
/// assert_eq!(order.apply(&Event::Start(attempt), now)?, Action::Send);
/// assert_eq!(order.state(), OrderState::Awaiting);
///
/// // The answer was lost. The request moves no money, so the payer may try again.
/// let action = order.apply(&Event::Failed(key, Certainty::Unknown), now)?;
/// assert_eq!(action, Action::OfferAgain);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Stored form
///
/// An order implements serde's traits, so it can be stored in a column. It is checked when it is
/// read back. For example, an order is rejected if the attempt that paid it is not paid. The stored
/// form is not signed: anyone who can write to the shop's database can mark an order as paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "UncheckedOrder")]
pub struct Order {
    id: OrderId,
    price: Price,
    attempts: Vec<Attempt>,
    paid_by: Option<AttemptKey>,
    history: Vec<Entry>,
}

impl Order {
    /// The maximum number of attempts of an order. Each attempt makes the stored order longer.
    pub const MAX_ATTEMPTS: usize = 100;

    /// Creates an order. Its amount and its currency never change.
    #[must_use]
    pub fn new<C: Currency>(id: OrderId, amount: Amount<C>) -> Self {
        Self {
            id,
            price: amount.into(),
            attempts: Vec::new(),
            paid_by: None,
            history: Vec::new(),
        }
    }

    /// The order's id, which the shop chose.
    #[must_use]
    pub fn id(&self) -> &OrderId {
        &self.id
    }

    /// The price of the order, with its currency as data.
    #[must_use]
    pub fn price(&self) -> &Price {
        &self.price
    }

    /// The price of the order as an amount in the currency `C`, for a request.
    ///
    /// # Errors
    ///
    /// [`CurrencyError`] if the order is in another currency.
    pub fn amount<C: Currency>(&self) -> Result<Amount<C>, CurrencyError> {
        self.price.amount()
    }

    /// The attempts to pay the order, from the first to the last.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The attempt with that key.
    #[must_use]
    pub fn attempt(&self, key: &AttemptKey) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.key() == key)
    }

    /// The attempt that paid the order first. It stays the same, even if its money is refunded and
    /// the money of another attempt is kept.
    #[must_use]
    pub fn paid_by(&self) -> Option<&Attempt> {
        self.paid_by.as_ref().and_then(|key| self.attempt(key))
    }

    /// Whether the order was paid, and the money of each attempt that paid it was refunded. Such an
    /// order must not be shipped. Its [state](Self::state) stays [`OrderState::Paid`].
    #[must_use]
    pub fn is_refunded(&self) -> bool {
        let mut attempts = self.attempts.iter();
        self.paid_by.is_some() && attempts.all(|attempt| attempt.state() != AttemptState::Paid)
    }

    /// The history, from the oldest to the newest line.
    #[must_use]
    pub fn history(&self) -> &[Entry] {
        &self.history
    }

    /// The state of the order. Choose the page that the payer sees by this state, and not by the
    /// last [`Action`]. After a reload there is nothing new to do, but the page stays the same.
    #[must_use]
    pub fn state(&self) -> OrderState {
        let any = |states: &[AttemptState]| {
            let mut attempts = self.attempts.iter();
            attempts.any(|attempt| states.contains(&attempt.state()))
        };
        if self.paid_by.is_some() {
            OrderState::Paid
        } else if any(&[AttemptState::Frozen]) {
            OrderState::Frozen
        } else if any(&[
            AttemptState::Started,
            AttemptState::Unknown,
            AttemptState::Undecided,
        ]) {
            OrderState::Awaiting
        } else {
            OrderState::Open
        }
    }

    /// Checks whether an attempt may start.
    ///
    /// This looks at charges only. Offer to pay if the order is not
    /// [being checked](Self::is_being_checked), either.
    ///
    /// # Errors
    ///
    /// [`EventError::AlreadyPaid`], [`EventError::ChargeInDoubt`] or
    /// [`EventError::TooManyAttempts`].
    pub fn check_payable(&self) -> Result<(), EventError> {
        if self.paid_by.is_some() {
            return Err(EventError::AlreadyPaid);
        }
        let mut attempts = self.attempts.iter();
        if let Some(charge) = attempts.find(|attempt| attempt.is_charge_in_doubt()) {
            return Err(EventError::ChargeInDoubt(charge.key().clone()));
        }
        if self.attempts.len() >= Self::MAX_ATTEMPTS {
            return Err(EventError::TooManyAttempts);
        }
        Ok(())
    }

    /// Whether a payment of this order has to be looked up before the payer pays again: the outcome
    /// of a charge is not known, or the callback of a payment page was undecided
    /// ([`What::Undecided`]) or over another amount ([`What::OtherAmount`]). Money may have moved.
    /// It ends when the attempt turns out to be paid, or when a person decides. A later report of
    /// yet another amount needs another decision.
    #[must_use]
    pub fn is_being_checked(&self) -> bool {
        let mut attempts = self.attempts.iter();
        attempts.any(|attempt| self.is_in_doubt(attempt))
    }

    fn is_in_doubt(&self, attempt: &Attempt) -> bool {
        let undecided = attempt.state() == AttemptState::Undecided;
        undecided || attempt.is_charge_in_doubt() || self.has_open_amount(attempt)
    }

    /// Whether another amount was reported for an unpaid attempt, and no person has decided since.
    fn has_open_amount(&self, attempt: &Attempt) -> bool {
        let mut lines = self.history.iter().rev();
        let last = lines.find(|entry| {
            let about = matches!(entry.what, What::OtherAmount(_) | What::FoundNotPaid { .. });
            about && entry.attempt == *attempt.key()
        });
        let is_open = last.is_some_and(|entry| matches!(entry.what, What::OtherAmount(_)));
        is_open && !attempt.is_paid()
    }

    /// Compares a genuine answer about an invoice number with this order. The closure `answer`
    /// receives the number and the order's own amount. If the order has no attempt with that
    /// number, the answer belongs to another order.
    ///
    /// ```
    /// # use plutu_core::{Amount, SecretKey, Verifier};
    /// # use plutu_core::callback::signed_query;
    /// # use plutu_core::currency::USD;
    /// # use plutu_core::gateways::mpgs;
    /// # use plutu_orders::{Event, Order};
    /// # let secret_key = SecretKey::new("sk_of_this_example")?;
    /// # let query = signed_query([("gateway", "mpgs"), ("approved", "1"), ("amount", "12.50"), ("currency", "USD"),
    /// #     ("invoice_no", "1001-1"), ("transaction_id", "1")], &secret_key);
    /// # let callback = mpgs::Callback::verify(&query, &Verifier::new(secret_key))?;
    /// # let price: Amount<USD> = "99.00".parse()?;
    /// # let order = Order::new("1001".parse()?, price);
    /// let event = order.compare::<mpgs::Gateway>(callback.invoice_no(), |invoice_no, amount| {
    ///     callback.settle(invoice_no, amount)
    /// });
    /// assert!(matches!(event, Event::OtherOrder(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn compare<G: Gateway>(
        &self,
        invoice_no: &InvoiceNo,
        answer: impl FnOnce(&InvoiceNo, Amount<G::Currency>) -> Result<Settlement, Mismatch>,
    ) -> Event {
        let key = AttemptKey::new::<G>(invoice_no.clone());
        if self.attempt(&key).is_none() {
            return Event::OtherOrder(key);
        }
        match self.amount() {
            Ok(amount) => Event::answered(key, answer(invoice_no, amount)),
            Err(_) => Event::OtherAmount(key, Evidence::default()),
        }
    }

    /// Applies an event, adds a line to the history, and returns what to do.
    ///
    /// | event | the attempt becomes | what to do |
    /// |---|---|---|
    /// | [`Start`](Event::Start) | `Started` | `Send`, or an error and no attempt |
    /// | [`Failed`](Event::Failed), `NotSent` or `Refused` | `Refused` | `OfferAgain` |
    /// | [`Failed`](Event::Failed), `Unknown`, no charge | `Unknown` | `OfferAgain` |
    /// | [`Failed`](Event::Failed), `Unknown`, a charge | `Frozen` | `AskPerson` |
    /// | [`Paid`](Event::Paid), the order is not paid | `Paid` | `Ship` |
    /// | [`Paid`](Event::Paid), another attempt paid the order | `Paid` | `Refund` |
    /// | [`Paid`](Event::Paid), this attempt is paid | – | `Nothing`; `AskPerson` if the transaction id is another |
    /// | [`Canceled`](Event::Canceled) | `Canceled`, unless it is a charge | `OfferAgain` |
    /// | [`Undecided`](Event::Undecided) | `Undecided`; a charge `Frozen` | `AskPerson` |
    /// | [`OtherAmount`](Event::OtherAmount) | –; a charge under way `Frozen` | `AskPerson` |
    /// | [`OtherOrder`](Event::OtherOrder) | – | `Nothing` |
    /// | [`Decision`](Event::Decision), `Paid` | `Paid` | as after `Paid` |
    /// | [`Decision`](Event::Decision), `NotPaid` | `NotPaid` | `OfferAgain`, or an error if it is paid or under way |
    /// | [`Decision`](Event::Decision), `Refunded` | `Refunded` | `Nothing`, or an error if it is not paid |
    ///
    /// If a refund leaves the shop no payment for the order, the order [is
    /// refunded](Self::is_refunded), and its task to ship is acknowledged. If it leaves one
    /// payment, a task to refund that one is acknowledged.
    ///
    /// An attempt never moves up the list of [`AttemptState`]. If the payer must not pay again, the
    /// action is `Nothing` instead of `OfferAgain`: the order is paid, it has too many attempts, or
    /// one of its payments [is being checked](Self::is_being_checked).
    ///
    /// # Errors
    ///
    /// [`EventError`] if the event does not fit the order. The order is then unchanged, and nothing
    /// may be sent.
    pub fn apply(&mut self, event: &Event, at: Timestamp) -> Result<Action, EventError> {
        match event {
            Event::Start(attempt) => self.start(attempt, at),
            Event::Failed(key, certainty) => self.fail(key, *certainty, at),
            Event::Paid(paid) => self.pay(paid, at),
            Event::Canceled(key) => self.cancel(key, at),
            Event::Undecided(key) => self.leave_undecided(key, at),
            Event::OtherAmount(key, evidence) => self.doubt_amount(key, evidence, at),
            Event::OtherOrder(key) => {
                self.record(at, key, What::OtherOrder, false);
                Ok(Action::Nothing)
            }
            Event::Decision(key, verdict, by) => self.decide(key, *verdict, by, at),
        }
    }

    fn start(&mut self, new: &NewAttempt, at: Timestamp) -> Result<Action, EventError> {
        self.check_payable()?;
        if new.price() != &self.price {
            return Err(EventError::OtherAmount {
                expected: self.price.clone(),
                found: new.price().clone(),
            });
        }
        // The number must be new for every gateway, because a person looks payments up by the
        // number alone.
        let mut attempts = self.attempts.iter();
        let used = |attempt: &&Attempt| attempt.key().invoice_no() == new.key().invoice_no();
        if let Some(used) = attempts.find(used) {
            return Err(EventError::InvoiceNoUsed(used.key().clone()));
        }
        self.attempts.push(Attempt::new(new));
        self.record(at, new.key(), What::Started, true);
        Ok(Action::Send)
    }

    fn fail(
        &mut self,
        key: &AttemptKey,
        certainty: Certainty,
        at: Timestamp,
    ) -> Result<Action, EventError> {
        let report = self.find(key)?.state_after(certainty);
        let what = match certainty {
            Certainty::NotSent => What::NotSent,
            Certainty::Refused => What::Refused,
            Certainty::Unknown => What::Unknown,
        };
        let changed = self.raise(key, report, what, at)?;
        Ok(match (report, changed) {
            (AttemptState::Frozen, true) => Action::AskPerson(key.clone(), Question::Frozen),
            _ => self.offer_again(),
        })
    }

    fn pay(&mut self, paid: &Paid, at: Timestamp) -> Result<Action, EventError> {
        let key = AttemptKey::from(paid.key());
        let transaction_id = paid.transaction_id().cloned();
        let attempt = self.find(&key)?;
        let before = attempt.clone();
        let contradicts = attempt.record_transaction(transaction_id.as_ref());
        attempt.raise(AttemptState::Paid);
        let changed = *attempt != before;
        self.record(at, &key, What::Paid { transaction_id }, changed);
        if contradicts {
            return Ok(Action::AskPerson(key, Question::OtherTransaction));
        }
        Ok(self.settle(&key, before.is_paid()))
    }

    /// Returns what to do after an attempt became paid.
    fn settle(&mut self, key: &AttemptKey, was_paid: bool) -> Action {
        if was_paid {
            return Action::Nothing;
        }
        if self.paid_by.is_some() {
            return Action::Refund(key.clone());
        }
        self.paid_by = Some(key.clone());
        Action::Ship
    }

    fn cancel(&mut self, key: &AttemptKey, at: Timestamp) -> Result<Action, EventError> {
        let attempt = self.find(key)?;
        let report = if attempt.moves_money() {
            // None of Plutu's charges has a callback. If a declared charge has one, a cancellation
            // does not decide: only the outcome of its request does.
            attempt.state()
        } else {
            AttemptState::Canceled
        };
        self.raise(key, report, What::Canceled, at)?;
        Ok(self.offer_again())
    }

    fn leave_undecided(&mut self, key: &AttemptKey, at: Timestamp) -> Result<Action, EventError> {
        let report = self.find(key)?.in_doubt(AttemptState::Undecided);
        if !self.raise(key, report, What::Undecided, at)? {
            return Ok(Action::Nothing);
        }
        let question = match report {
            AttemptState::Frozen => Question::Frozen,
            _ => Question::Undecided,
        };
        Ok(Action::AskPerson(key.clone(), question))
    }

    fn doubt_amount(
        &mut self,
        key: &AttemptKey,
        evidence: &Evidence,
        at: Timestamp,
    ) -> Result<Action, EventError> {
        // Some money may have moved. If it was a charge, no other charge may be sent until a person
        // has looked it up.
        let attempt = self.find(key)?;
        let report = if attempt.is_charge_in_doubt() {
            AttemptState::Frozen
        } else {
            attempt.state()
        };
        self.raise(key, report, What::OtherAmount(evidence.clone()), at)?;
        Ok(Action::AskPerson(key.clone(), Question::OtherAmount))
    }

    fn decide(
        &mut self,
        key: &AttemptKey,
        verdict: Verdict,
        by: &Person,
        at: Timestamp,
    ) -> Result<Action, EventError> {
        let by = by.clone();
        let attempt = self.find(key)?;
        let was_paid = attempt.is_paid();
        match verdict {
            Verdict::Paid => {
                self.raise(key, AttemptState::Paid, What::FoundPaid { by }, at)?;
                Ok(self.settle(key, was_paid))
            }
            Verdict::NotPaid if was_paid => Err(EventError::AttemptPaid(key.clone())),
            Verdict::NotPaid
                if attempt.moves_money() && attempt.state() == AttemptState::Started =>
            {
                Err(EventError::ChargeUnderWay(key.clone()))
            }
            Verdict::NotPaid => self.end_doubt(key, by, at),
            Verdict::Refunded if was_paid => {
                self.raise(key, AttemptState::Refunded, What::Refunded { by }, at)?;
                Ok(Action::Nothing)
            }
            Verdict::Refunded => Err(EventError::NothingToRefund(key.clone())),
        }
    }

    fn end_doubt(
        &mut self,
        key: &AttemptKey,
        by: Person,
        at: Timestamp,
    ) -> Result<Action, EventError> {
        let attempt = self.find(key)?;
        let before = attempt.clone();
        attempt.raise(AttemptState::NotPaid);
        // A decision that ends a doubt is a new line, even if the same person decided before.
        let changed = self.is_in_doubt(&before) || before.state() < AttemptState::NotPaid;
        self.record(at, key, What::FoundNotPaid { by }, changed);
        Ok(self.offer_again())
    }

    fn find(&mut self, key: &AttemptKey) -> Result<&mut Attempt, EventError> {
        let mut attempts = self.attempts.iter_mut();
        attempts
            .find(|attempt| attempt.key() == key)
            .ok_or_else(|| EventError::NoSuchAttempt(key.clone()))
    }

    /// Raises an attempt's state, and returns whether it changed.
    fn raise(
        &mut self,
        key: &AttemptKey,
        report: AttemptState,
        what: What,
        at: Timestamp,
    ) -> Result<bool, EventError> {
        let attempt = self.find(key)?;
        let before = attempt.state();
        attempt.raise(report);
        let changed = attempt.state() != before;
        self.record(at, key, what, changed);
        Ok(changed)
    }

    fn record(&mut self, at: Timestamp, attempt: &AttemptKey, what: What, changed: bool) {
        let attempt = attempt.clone();
        let entry = Entry {
            at,
            attempt,
            what,
            changed,
        };
        if !self.history.iter().any(|known| known.says(&entry)) {
            self.history.push(entry);
        }
    }

    fn offer_again(&self) -> Action {
        if self.check_payable().is_ok() && !self.is_being_checked() {
            Action::OfferAgain
        } else {
            Action::Nothing
        }
    }
}

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderState {
    /// No payment is under way: no attempt was started, or every attempt ended without a payment.
    Open,
    /// An answer may still arrive. Offer to pay again only if [`Order::check_payable`] is `Ok` and
    /// the order is not [being checked](Order::is_being_checked).
    Awaiting,
    /// A charge has an unknown outcome. A person has to decide.
    Frozen,
    /// The order is paid. It stays paid, whatever happens afterwards.
    Paid,
}

/// An order as it is read back, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedOrder {
    id: OrderId,
    price: Price,
    attempts: Vec<Attempt>,
    paid_by: Option<AttemptKey>,
    history: Vec<Entry>,
}

impl TryFrom<UncheckedOrder> for Order {
    type Error = &'static str;

    fn try_from(stored: UncheckedOrder) -> Result<Self, &'static str> {
        let UncheckedOrder {
            id,
            price,
            attempts,
            paid_by,
            history,
        } = stored;
        let order = Self {
            id,
            price,
            attempts,
            paid_by,
            history,
        };
        order.check_stored()?;
        Ok(order)
    }
}

/// The checks of a stored order. Every order that [`Order::apply`] made passes them.
impl Order {
    fn check_stored(&self) -> Result<(), &'static str> {
        if self.attempts.len() > Self::MAX_ATTEMPTS {
            return Err("the order has too many attempts");
        }
        self.attempts
            .iter()
            .try_for_each(|attempt| self.check_attempt(attempt))?;
        let paid = self.attempts.iter().any(Attempt::is_paid);
        if paid != self.paid_by().is_some_and(Attempt::is_paid) || paid != self.paid_by.is_some() {
            return Err("the payment of the order does not match its attempts");
        }
        self.check_history()
    }

    fn check_attempt(&self, attempt: &Attempt) -> Result<(), &'static str> {
        let number = attempt.key().invoice_no();
        let same = |other: &&Attempt| other.key().invoice_no() == number;
        if self.attempts.iter().filter(same).count() != 1 {
            return Err("two attempts of the order have the same invoice number");
        }
        let possible = match attempt.state() {
            AttemptState::Unknown | AttemptState::Canceled | AttemptState::Undecided => {
                !attempt.moves_money()
            }
            AttemptState::Frozen => attempt.moves_money(),
            _ => true,
        };
        if !possible {
            return Err("an attempt of the order cannot be in its state");
        }
        if attempt.transaction_id().is_some() && !attempt.is_paid() {
            return Err("an attempt of the order has a transaction id but is not paid");
        }
        Ok(())
    }

    fn check_history(&self) -> Result<(), &'static str> {
        let started = |entry: &&Entry| entry.what == What::Started;
        let started = self.history.iter().filter(started);
        let attempts = self.attempts.iter().map(Attempt::key);
        if !started.map(|entry| &entry.attempt).eq(attempts) {
            return Err("the history of the order does not match its attempts");
        }
        Ok(())
    }
}
