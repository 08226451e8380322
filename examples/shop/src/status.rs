//! What the payer reads about an order, and whether they may pay it now.
//!
//! plutu-web knows what one attempt means for the payer. An order may have several attempts. The
//! one that is paid or in doubt decides what the payer should do.

use plutu_orders::Action;
use plutu_orders::AttemptKey;
use plutu_orders::AttemptState;
use plutu_orders::Order;
use plutu_orders::OrderState;
use plutu_orders::Question;
use plutu_orders::Transition;
use plutu_web::answer::Situation;

/// The situation of the whole order. `None` if no attempt paid it and none is in doubt.
pub(crate) fn of_order(order: &Order) -> Option<Situation> {
    match order.state() {
        OrderState::Paid => Some(Situation::Paid),
        OrderState::Frozen => Some(Situation::InDoubt),
        _ if order.is_being_checked() => Some(Situation::BeingChecked),
        _ => None,
    }
}

/// The situation after a callback.
pub(crate) fn of_callback(transition: &Transition, key: &AttemptKey) -> Situation {
    let order = &transition.order;
    let Some(attempt) = order.attempt(key) else {
        return Situation::NotBelieved;
    };
    if matches!(
        transition.action,
        Action::AskPerson(_, Question::OtherAmount)
    ) {
        return Situation::NotBelieved;
    }
    of_order(order).unwrap_or(match attempt.state() {
        AttemptState::Canceled => Situation::Canceled,
        _ => Situation::BeingChecked,
    })
}

/// Whether the order's page offers to pay.
pub(crate) fn may_pay(order: &Order) -> bool {
    let may_pay_again = of_order(order).is_none_or(Situation::may_pay_again);
    may_pay_again && order.check_payable().is_ok()
}

/// Whether a payment page was opened and has no result yet.
pub(crate) fn is_waiting(order: &Order) -> bool {
    order.state() == OrderState::Awaiting
}
