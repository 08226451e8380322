//! The submitted form of the page: the button, the card, and the payment method.

use plutu_core::PaymentMethod;

use crate::checkout::card::Draft;
use crate::checkout::card::Fate;
use crate::clock::Month;
use crate::fault::Fault;
use crate::gateway::Asked;
use crate::gateway::Gateway;
use crate::payer::Answer;
use crate::payments::Outcome;

/// The form's field with the name of the pressed button.
pub(super) const BUTTON: &str = "answer";
/// The form's field with the payment method.
pub(super) const PAYMENT_METHOD: &str = "payment_method";
pub(super) const CARD_NUMBER: &str = "card_number";
pub(super) const CARD_EXPIRY: &str = "card_expiry";
pub(super) const CARD_CVC: &str = "card_cvc";

pub(super) const PAY: &str = "pay";
pub(super) const CANCEL: &str = "cancel";
pub(super) const APPROVE: &str = "approve";
pub(super) const DECLINE: &str = "decline";
pub(super) const CLOSE: &str = "close";
pub(super) const TWICE: &str = "twice";
pub(super) const TAMPER: &str = "tamper";

/// The action that the form asks for.
pub(super) enum Choice {
    Answer(Answer),
    /// The payer leaves without an answer.
    Close,
    /// An answer with a wrong signature.
    Tamper,
}

/// Why the form is not accepted.
pub(super) enum Unread {
    /// The page has no such button or field.
    Nonsense,
    /// The payer has to correct the card's fields.
    Card(Draft),
}

/// Reads a submitted form.
pub(super) fn read(body: &[u8], gateway: Gateway, now: Month) -> Result<Choice, Unread> {
    let button = first(body, BUTTON).ok_or(Unread::Nonsense)?;
    let method = match first(body, PAYMENT_METHOD) {
        Some(method) => Some(method.parse().map_err(|_| Unread::Nonsense)?),
        None => None,
    };
    match button.as_str() {
        PAY => pay(body, gateway, method, now),
        APPROVE => Ok(answer(Outcome::Approved, method, None)),
        DECLINE => Ok(answer(Outcome::Declined, method, None)),
        CANCEL => Ok(answer(Outcome::Canceled, method, None)),
        TWICE => Ok(answer(
            Outcome::Approved,
            method,
            Some(Fault::CallbackTwice),
        )),
        CLOSE => Ok(Choice::Close),
        TAMPER => Ok(Choice::Tamper),
        _ => Err(Unread::Nonsense),
    }
}

fn pay(
    body: &[u8],
    gateway: Gateway,
    method: Option<PaymentMethod>,
    now: Month,
) -> Result<Choice, Unread> {
    let fate = match gateway.asked() {
        Asked::PaymentMethod => Fate::Approved,
        Asked::Card => {
            let field = |name| first(body, name).unwrap_or_default();
            let (number, expiry) = (field(CARD_NUMBER), field(CARD_EXPIRY));
            let draft = Draft::read(&number, &expiry, &field(CARD_CVC), now);
            draft.fate().ok_or(Unread::Card(draft))?
        }
    };
    Ok(match fate {
        Fate::Approved => answer(Outcome::Approved, method, None),
        Fate::Declined => answer(Outcome::Declined, method, None),
        Fate::Silent => Choice::Close,
    })
}

fn answer(outcome: Outcome, method: Option<PaymentMethod>, fault: Option<Fault>) -> Choice {
    Choice::Answer(Answer {
        outcome,
        method,
        fault,
    })
}

/// The first value of this name in a query or a form.
pub(super) fn first(encoded: &[u8], name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(encoded);
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
