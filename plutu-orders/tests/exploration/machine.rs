//! The transition function as the search calls it, and its mutants: the same function with one
//! mistake.

use std::collections::HashMap;

use plutu_core::Amount;
use plutu_core::Certainty;
use plutu_core::currency::LYD;
use plutu_orders::Action;
use plutu_orders::Attempt;
use plutu_orders::AttemptState;
use plutu_orders::Event;
use plutu_orders::EventError;
use plutu_orders::Order;
use plutu_orders::OrderState;
use plutu_orders::Question;
use plutu_orders::Timestamp;
use plutu_orders::Verdict;
use serde_json::Value;
use serde_json::json;

use crate::happening::ATTEMPTS;
use crate::happening::Events;
use crate::happening::Happening;
use crate::happening::Kind;
use crate::happening::Number;
use crate::happening::PRICE;
use crate::happening::What;
use crate::laws::Law;

/// A mistake in the state machine or in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Mutant {
    LeavesPaidOnCancellation,
    OffersToPayAgainOnCancellation,
    IgnoresApprovalAfterCancellation,
    IgnoresApprovalAfterUnknown,
    CallsAnUnknownChargeRefused,
    AsksToPayAgainWhenFrozen,
    StartsWhileAChargeIsInDoubt,
    ThawsOnARefusal,
    ThawsWithoutAPerson,
    ReusesNumbers,
    TakesAnyAmount,
    ForgetsALine,
    ShipsAgain,
    NeverShips,
    KeepsASecondPayment,
    RefundsAReplay,
    ShipsOnCancellation,
    CannotBeReadBack,
    /// The store does not check the version.
    LosesAnUpdate,
    /// The store forgets the task.
    LosesTheTask,
}

impl Mutant {
    /// Every mutant with a law that it breaks.
    pub(crate) const ALL: &[(Self, Law)] = &[
        (Self::LeavesPaidOnCancellation, Law::PaidForever),
        (
            Self::OffersToPayAgainOnCancellation,
            Law::LateCancellationChangesNothing,
        ),
        (Self::IgnoresApprovalAfterCancellation, Law::ApprovalSettles),
        (Self::IgnoresApprovalAfterUnknown, Law::ApprovalSettles),
        (Self::CallsAnUnknownChargeRefused, Law::UnknownChargeFreezes),
        (Self::CallsAnUnknownChargeRefused, Law::OneChargeMovesMoney),
        (Self::AsksToPayAgainWhenFrozen, Law::OffersOnlyWhatMayStart),
        (
            Self::StartsWhileAChargeIsInDoubt,
            Law::NothingStartsDuringADoubtfulCharge,
        ),
        (Self::StartsWhileAChargeIsInDoubt, Law::OneChargeMovesMoney),
        (Self::ThawsOnARefusal, Law::OnlyKnowledgeThaws),
        (Self::ThawsWithoutAPerson, Law::FrozenOrderAsksAPerson),
        (Self::ReusesNumbers, Law::NewAttemptHasNewNumber),
        (Self::TakesAnyAmount, Law::AmountIsTheOrders),
        (Self::ForgetsALine, Law::HistoryGrows),
        (Self::ShipsAgain, Law::ShipsOnce),
        (Self::NeverShips, Law::PaidMeansShipped),
        (Self::KeepsASecondPayment, Law::SecondPaymentIsRefunded),
        (Self::RefundsAReplay, Law::ReplayChangesNothing),
        (Self::ShipsOnCancellation, Law::PaidMeansApproved),
        (Self::CannotBeReadBack, Law::ReadsBackAsStored),
        (Self::LosesAnUpdate, Law::PaidForever),
        (Self::LosesTheTask, Law::PaidMeansShipped),
    ];
}

/// The result of a transition.
#[derive(Clone)]
pub(crate) struct Next {
    pub(crate) order: u32,
    pub(crate) action: Action,
}

/// The transition function, with a cache of its results.
pub(crate) struct Machine {
    pub(crate) mutant: Option<Mutant>,
    events: Events,
    /// One order of each [`Shape`]: the first one that was reached.
    orders: Vec<Order>,
    /// The kinds of each order's attempts.
    kinds: Vec<[Option<Kind>; ATTEMPTS as usize]>,
    numbers: HashMap<Shape, u32>,
    known: HashMap<(u32, Happening), Option<Next>>,
}

/// The part of an order by which the search tells orders apart. It leaves out the history, which no
/// transition reads.
type Shape = (Vec<(Number, Kind, AttemptState)>, Option<Number>);

impl Machine {
    pub(crate) fn new(mutant: Option<Mutant>) -> Self {
        let amount: Amount<LYD> = PRICE.parse().unwrap();
        let order = Order::new("1001".parse().unwrap(), amount);
        let mut machine = Self {
            mutant,
            events: Events::new(),
            orders: Vec::new(),
            kinds: Vec::new(),
            numbers: HashMap::new(),
            known: HashMap::new(),
        };
        machine.number(order);
        machine
    }

    pub(crate) fn order(&self, number: u32) -> &Order {
        &self.orders[number as usize]
    }

    pub(crate) fn orders(&self) -> usize {
        self.orders.len()
    }

    /// The kind of an attempt of an order.
    pub(crate) fn kind_of(&self, order: u32, number: Number) -> Option<Kind> {
        self.kinds[order as usize][usize::from(number)]
    }

    pub(crate) fn event(&self, order: u32, happening: Happening) -> &Event {
        let kind = self.kind_of(order, happening.number);
        let kind = kind.unwrap_or(Kind::Redirect);
        self.events.get(happening, kind)
    }

    /// Returns the order after an event. `check` receives the whole transition the first time that
    /// it is computed.
    pub(crate) fn next(
        &mut self,
        order: u32,
        happening: Happening,
        check: impl FnOnce(&Transition<'_>),
    ) -> Option<Next> {
        if let Some(next) = self.known.get(&(order, happening)) {
            return next.clone();
        }
        let before = self.order(order).clone();
        let event = self.event(order, happening).clone();
        let mut after = before.clone();
        let result = apply(self.mutant, &mut after, &event);
        check(&Transition {
            before: &before,
            happening,
            event: &event,
            after: &after,
            read_back: read_back(self.mutant, &after),
            result: &result,
        });
        let next = result.ok().map(|action| Next {
            order: self.number(after),
            action,
        });
        self.known.insert((order, happening), next.clone());
        next
    }

    fn number(&mut self, order: Order) -> u32 {
        let attempts = order.attempts().iter();
        let attempts = attempts.map(|attempt| {
            let number = number_of(attempt.key().invoice_no().as_str());
            (number, kind(attempt.moves_money()), attempt.state())
        });
        let paid_by = order.paid_by();
        let paid_by = paid_by.map(|attempt| number_of(attempt.key().invoice_no().as_str()));
        let (orders, kinds) = (&mut self.orders, &mut self.kinds);
        let shape = (attempts.collect(), paid_by);
        *self.numbers.entry(shape).or_insert_with(|| {
            kinds.push([0, 1, 2].map(|number| kind_of(&order, number)));
            orders.push(order);
            u32::try_from(orders.len() - 1).unwrap()
        })
    }
}

/// A transition, as the laws receive it.
pub(crate) struct Transition<'a> {
    pub(crate) before: &'a Order,
    pub(crate) happening: Happening,
    pub(crate) event: &'a Event,
    pub(crate) after: &'a Order,
    /// The order after it was stored and read back.
    pub(crate) read_back: Option<Order>,
    pub(crate) result: &'a Result<Action, EventError>,
}

/// The state of an attempt of an order.
pub(crate) fn state_of(order: &Order, number: Number) -> Option<AttemptState> {
    let mut attempts = order.attempts().iter();
    let found = attempts.find(|attempt| number_of(attempt.key().invoice_no().as_str()) == number);
    found.map(Attempt::state)
}

/// The kind of an attempt of an order.
pub(crate) fn kind_of(order: &Order, number: Number) -> Option<Kind> {
    let mut attempts = order.attempts().iter();
    let found = attempts.find(|attempt| number_of(attempt.key().invoice_no().as_str()) == number);
    found.map(|attempt| kind(attempt.moves_money()))
}

pub(crate) fn number_of(invoice_no: &str) -> Number {
    invoice_no.parse().unwrap()
}

fn kind(moves_money: bool) -> Kind {
    if moves_money {
        Kind::Charge
    } else {
        Kind::Redirect
    }
}

const AT: Timestamp = Timestamp::from_unix(1_700_000_000);

/// Calls the real transition function, with the mistake of a mutant around it.
fn apply(mutant: Option<Mutant>, order: &mut Order, event: &Event) -> Result<Action, EventError> {
    let Some(mutant) = mutant else {
        return order.apply(event, AT);
    };
    let before = order.clone();
    let was_paid = order.state() == OrderState::Paid;
    match (mutant, event) {
        (Mutant::LeavesPaidOnCancellation, Event::Canceled(key)) if was_paid => {
            let paid = order.paid_by().unwrap().key().clone();
            let action = order.apply(event, AT)?;
            if paid == *key && order.attempts().iter().filter(|one| one.is_paid()).count() == 1 {
                *order = edited(order, |value| {
                    value["paid_by"] = Value::Null;
                    set_state(value, |state| state == "paid", "canceled");
                });
            }
            Ok(action)
        }
        (Mutant::OffersToPayAgainOnCancellation, Event::Canceled(_)) => {
            order.apply(event, AT).map(|_| Action::OfferAgain)
        }
        (Mutant::IgnoresApprovalAfterCancellation, Event::Paid(paid))
            if before.attempt(&paid.key().into()).map(Attempt::state)
                == Some(AttemptState::Canceled) =>
        {
            Ok(Action::Nothing)
        }
        (Mutant::IgnoresApprovalAfterUnknown, Event::Paid(paid))
            if before.attempt(&paid.key().into()).map(Attempt::state)
                == Some(AttemptState::Frozen) =>
        {
            Ok(Action::Nothing)
        }
        (Mutant::CallsAnUnknownChargeRefused, Event::Failed(key, Certainty::Unknown)) => {
            order.apply(&Event::Failed(key.clone(), Certainty::Refused), AT)
        }
        (Mutant::StartsWhileAChargeIsInDoubt, Event::Start(_)) => {
            let Err(EventError::ChargeInDoubt(key)) = order.check_payable() else {
                return order.apply(event, AT);
            };
            // The charge is treated as if it had been refused.
            let was = before.attempt(&key).unwrap().state();
            let doubtful = json!(key);
            let restore = |value: &mut Value, state: Value| {
                for attempt in value["attempts"].as_array_mut().unwrap() {
                    if attempt["key"] == doubtful {
                        attempt["state"] = state.clone();
                    }
                }
            };
            *order = edited(order, |value| restore(value, json!("refused")));
            let result = order.apply(event, AT);
            *order = edited(order, |value| restore(value, json!(was)));
            result
        }
        (Mutant::ThawsOnARefusal, Event::Failed(_, Certainty::Refused)) => {
            let action = order.apply(event, AT)?;
            *order = edited(order, |value| {
                set_state(value, |state| state == "frozen", "refused");
            });
            Ok(action)
        }
        (Mutant::ReusesNumbers, Event::Start(_)) => match order.apply(event, AT) {
            Err(EventError::InvoiceNoUsed(_)) => Ok(Action::Send),
            result => result,
        },
        (Mutant::TakesAnyAmount, Event::Start(_)) => match order.apply(event, AT) {
            Err(EventError::OtherAmount { .. }) => Ok(Action::Send),
            result => result,
        },
        (Mutant::ForgetsALine, Event::Canceled(_)) => {
            let action = order.apply(event, AT)?;
            *order = edited(order, |value| {
                let history = value["history"].as_array_mut().unwrap();
                history.retain(|line| line["what"] == "started");
            });
            Ok(action)
        }
        (Mutant::ShipsAgain, Event::Paid(_)) => order.apply(event, AT).map(|_| Action::Ship),
        (Mutant::RefundsAReplay, Event::Paid(paid)) => match order.apply(event, AT)? {
            Action::Nothing => Ok(Action::Refund(paid.key().into())),
            action => Ok(action),
        },
        (Mutant::ShipsOnCancellation, Event::Canceled(key)) => {
            let person = "nobody".parse().unwrap();
            order.apply(&Event::Decision(key.clone(), Verdict::Paid, person), AT)
        }
        _ => {
            let action = order.apply(event, AT)?;
            Ok(match (mutant, action) {
                (Mutant::AsksToPayAgainWhenFrozen, Action::AskPerson(_, Question::Frozen)) => {
                    Action::OfferAgain
                }
                (Mutant::ThawsWithoutAPerson, Action::AskPerson(_, Question::Frozen))
                | (Mutant::NeverShips, Action::Ship)
                | (Mutant::KeepsASecondPayment, Action::Refund(_)) => Action::Nothing,
                (_, action) => action,
            })
        }
    }
}

/// Returns an order whose stored form was edited.
fn edited(order: &Order, edit: impl FnOnce(&mut Value)) -> Order {
    let mut value = serde_json::to_value(order).unwrap();
    edit(&mut value);
    serde_json::from_value(value).unwrap()
}

fn set_state(value: &mut Value, which: impl Fn(&Value) -> bool, state: &str) {
    for attempt in value["attempts"].as_array_mut().unwrap() {
        if which(&attempt["state"]) {
            attempt["state"] = json!(state);
            attempt["transaction_id"] = Value::Null;
        }
    }
}

/// Returns the order after it was stored and read back by the same mutant.
fn read_back(mutant: Option<Mutant>, order: &Order) -> Option<Order> {
    let mut stored = serde_json::to_value(order).unwrap();
    if mutant == Some(Mutant::CannotBeReadBack) {
        stored["paid_by"] = Value::Null;
    }
    serde_json::from_value(stored).ok()
}

/// Whether a happening starts a new attempt.
pub(crate) fn is_start(what: What) -> bool {
    matches!(what, What::Start(_) | What::StartOverOtherAmount)
}
