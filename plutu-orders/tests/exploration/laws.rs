//! The laws that must hold for each transition and in each state of the world.

use plutu_orders::Action;
use plutu_orders::Attempt;
use plutu_orders::AttemptKey;
use plutu_orders::AttemptState;
use plutu_orders::Order;
use plutu_orders::OrderState;

use crate::happening::ATTEMPTS;
use crate::happening::Kind;
use crate::happening::What;
use crate::machine::Machine;
use crate::machine::Transition;
use crate::machine::is_start;
use crate::machine::kind_of;
use crate::machine::number_of;
use crate::machine::state_of;
use crate::world::Fact;
use crate::world::Outbox;
use crate::world::World;

/// A law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Law {
    /// An order never leaves `Paid`.
    PaidForever,
    /// A cancellation after payment changes nothing.
    LateCancellationChangesNothing,
    /// An approval settles, also after a cancellation or an unknown outcome.
    ApprovalSettles,
    /// A charge with an unknown outcome is frozen.
    UnknownChargeFreezes,
    /// A frozen charge stays frozen until Plutu reports its payment or a person decides.
    OnlyKnowledgeThaws,
    /// While a charge is under way or frozen, no other attempt is started.
    NothingStartsDuringADoubtfulCharge,
    /// The payer is offered to pay again only if an attempt may be started and no payment is being
    /// checked.
    OffersOnlyWhatMayStart,
    /// A new attempt has a new invoice number.
    NewAttemptHasNewNumber,
    /// Amount and currency are the order's.
    AmountIsTheOrders,
    /// A payment that was recorded before changes nothing.
    ReplayChangesNothing,
    /// Each change adds one line to the history, each event is in it, and no line is removed.
    HistoryGrows,
    /// An order is read back as it was stored.
    ReadsBackAsStored,
    /// At most one charge of an order takes the money.
    OneChargeMovesMoney,
    /// An order is `Paid` only if the attempt that paid it took the money.
    PaidMeansApproved,
    /// An order is paid if and only if its task to ship is in the outbox.
    PaidMeansShipped,
    /// An order is shipped once.
    ShipsOnce,
    /// A second payment has a task to refund it.
    SecondPaymentIsRefunded,
    /// A frozen charge has a question to a person.
    FrozenOrderAsksAPerson,
}

impl Law {
    pub(crate) const ALL: &[Self] = &[
        Self::PaidForever,
        Self::LateCancellationChangesNothing,
        Self::ApprovalSettles,
        Self::UnknownChargeFreezes,
        Self::OnlyKnowledgeThaws,
        Self::NothingStartsDuringADoubtfulCharge,
        Self::OffersOnlyWhatMayStart,
        Self::NewAttemptHasNewNumber,
        Self::AmountIsTheOrders,
        Self::ReplayChangesNothing,
        Self::HistoryGrows,
        Self::ReadsBackAsStored,
        Self::OneChargeMovesMoney,
        Self::PaidMeansApproved,
        Self::PaidMeansShipped,
        Self::ShipsOnce,
        Self::SecondPaymentIsRefunded,
        Self::FrozenOrderAsksAPerson,
    ];

    /// Whether a transition of the machine keeps the law.
    pub(crate) fn holds_of(self, transition: &Transition<'_>) -> bool {
        let Transition {
            before,
            happening,
            after,
            result,
            ..
        } = transition;
        let (what, number) = (happening.what, happening.number);
        let (was_paid, is_paid) = (is_paid(before.state()), is_paid(after.state()));
        let (old, new) = (state_of(before, number), state_of(after, number));
        let action = result.as_ref().ok();
        let started = is_start(what) && action == Some(&Action::Send);
        match self {
            Self::PaidForever => {
                let same = key(before) == key(after);
                !was_paid || is_paid && same
            }
            Self::LateCancellationChangesNothing => {
                let unchanged = before.paid_by() == after.paid_by();
                !(was_paid && what == What::Canceled)
                    || unchanged && action == Some(&Action::Nothing)
            }
            Self::ApprovalSettles => {
                let ships = is_paid && action == Some(&Action::Ship);
                was_paid || what != What::Paid || ships
            }
            Self::UnknownChargeFreezes => {
                let charge = kind_of(before, number) == Some(Kind::Charge);
                let known = old >= Some(AttemptState::Frozen);
                !(charge && what == What::Unknown) || known || new == Some(AttemptState::Frozen)
            }
            Self::OnlyKnowledgeThaws => (0..ATTEMPTS).all(|other| {
                let frozen = |order| state_of(order, other) == Some(AttemptState::Frozen);
                let knows = matches!(what, What::Paid | What::FoundPaid | What::FoundNotPaid);
                !frozen(before) || frozen(after) || other == number && knows
            }),
            Self::NothingStartsDuringADoubtfulCharge => {
                !started || !before.attempts().iter().any(Attempt::is_charge_in_doubt)
            }
            Self::OffersOnlyWhatMayStart => {
                let may_pay = after.check_payable().is_ok() && !after.is_being_checked();
                action != Some(&Action::OfferAgain) || may_pay
            }
            Self::NewAttemptHasNewNumber => {
                let added = after.attempts().len() == before.attempts().len() + 1;
                !started || old.is_none() && added
            }
            Self::AmountIsTheOrders => {
                let other = what == What::StartOverOtherAmount;
                before.price() == after.price() && !(started && other)
            }
            Self::ReplayChangesNothing => {
                let replay = what == What::Paid && old >= Some(AttemptState::Paid);
                let unchanged = before.attempts() == after.attempts();
                !replay || unchanged && action == Some(&Action::Nothing)
            }
            Self::HistoryGrows => history_grows(transition),
            Self::ReadsBackAsStored => transition.read_back.as_ref() == Some(after),
            _ => true,
        }
    }

    /// Whether a state of the world keeps the law.
    pub(crate) fn holds_in(self, world: &World, machine: &Machine) -> bool {
        let order = machine.order(world.order);
        let paid = is_paid(order.state());
        let bit = |attempt: &Attempt| 1_u8 << number_of(attempt.key().invoice_no().as_str());
        let fact = |attempt: &Attempt| {
            let number = number_of(attempt.key().invoice_no().as_str());
            world.facts[usize::from(number)]
        };
        let mut attempts = order.attempts().iter();
        match self {
            Self::OneChargeMovesMoney => {
                let moved = |one: &&Attempt| one.moves_money() && fact(one) == Fact::Paid;
                attempts.filter(moved).count() <= 1
            }
            Self::PaidMeansApproved => order
                .paid_by()
                .is_none_or(|paid_by| fact(paid_by) == Fact::Paid),
            Self::PaidMeansShipped => paid == (world.outbox != Outbox::Empty),
            Self::ShipsOnce => world.ships <= 1,
            Self::SecondPaymentIsRefunded => attempts.all(|attempt| {
                let second = attempt.is_paid() && Some(attempt) != order.paid_by();
                !second || world.refunds & bit(attempt) != 0
            }),
            Self::FrozenOrderAsksAPerson => attempts.all(|attempt| {
                let frozen = attempt.state() == AttemptState::Frozen;
                !frozen || world.questions & bit(attempt) != 0
            }),
            _ => true,
        }
    }

    /// Whether a step from one world to another keeps the law.
    pub(crate) fn holds_between(self, before: &World, after: &World, machine: &Machine) -> bool {
        let paid = |world: &World| is_paid(machine.order(world.order).state());
        self != Self::PaidForever || !paid(before) || paid(after)
    }
}

/// The attempt that paid an order.
fn key(order: &Order) -> Option<&AttemptKey> {
    order.paid_by().map(Attempt::key)
}

fn is_paid(state: OrderState) -> bool {
    state == OrderState::Paid
}

fn history_grows(transition: &Transition<'_>) -> bool {
    let (old, new) = (transition.before.history(), transition.after.history());
    let changed = transition.before.attempts() != transition.after.attempts();
    let more = new.len() - old.len().min(new.len());
    let recorded = match transition.result {
        Err(_) => more == 0,
        Ok(_) if changed => more == 1 && new.last().is_some_and(|line| line.changed),
        // The line may be in the history already.
        Ok(_) => more <= 1 && new.iter().any(|line| !line.changed),
    };
    new.starts_with(old) && recorded
}
