//! Everything that can happen to an order, and the events that report it.

use std::collections::HashMap;

use plutu_core::Amount;
use plutu_core::Certainty;
use plutu_core::Paid;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::sadad;
use plutu_orders::AttemptKey;
use plutu_orders::Event;
use plutu_orders::Evidence;
use plutu_orders::NewAttempt;
use plutu_orders::Verdict;

/// An attempt, by the last digit of its invoice number.
pub(crate) type Number = u8;

/// The number of attempts.
pub(crate) const ATTEMPTS: Number = 3;

/// The kind of request that an attempt makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// It opens a payment page.
    Redirect,
    /// It takes the money.
    Charge,
}

/// What can happen to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum What {
    Start(Kind),
    StartOverOtherAmount,
    NotSent,
    Refused,
    Unknown,
    Canceled,
    Undecided,
    OtherAmount,
    Paid,
    FoundPaid,
    FoundNotPaid,
    Refunded,
    OtherOrder,
}

impl What {
    pub(crate) const ALL: &[Self] = &[
        Self::Start(Kind::Redirect),
        Self::Start(Kind::Charge),
        Self::StartOverOtherAmount,
        Self::NotSent,
        Self::Refused,
        Self::Unknown,
        Self::Canceled,
        Self::Undecided,
        Self::OtherAmount,
        Self::Paid,
        Self::FoundPaid,
        Self::FoundNotPaid,
        Self::Refunded,
        Self::OtherOrder,
    ];
}

/// Something that happens to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Happening {
    pub(crate) number: Number,
    pub(crate) what: What,
}

/// The events of everything that can happen, created once. The payments come from genuine callbacks
/// and receipts.
pub(crate) struct Events(HashMap<(Happening, Kind), Event>);

impl Events {
    pub(crate) fn new() -> Self {
        let mut events = HashMap::new();
        for number in 0..ATTEMPTS {
            for &what in What::ALL {
                for kind in [Kind::Redirect, Kind::Charge] {
                    let happening = Happening { number, what };
                    events.insert((happening, kind), event(happening, kind));
                }
            }
        }
        Self(events)
    }

    /// Returns the event for an attempt of this kind.
    pub(crate) fn get(&self, happening: Happening, kind: Kind) -> &Event {
        &self.0[&(happening, kind)]
    }
}

fn event(Happening { number, what }: Happening, kind: Kind) -> Event {
    let key = key(number, kind);
    let person = || "the person who decides".parse().unwrap();
    match what {
        What::Start(kind) => Event::Start(attempt(number, kind, PRICE)),
        What::StartOverOtherAmount => Event::Start(attempt(number, kind, "12.51")),
        What::NotSent => Event::Failed(key, Certainty::NotSent),
        What::Refused => Event::Failed(key, Certainty::Refused),
        What::Unknown => Event::Failed(key, Certainty::Unknown),
        What::Canceled => Event::Canceled(key),
        What::Undecided => Event::Undecided(key),
        What::OtherAmount => Event::OtherAmount(key, Evidence::default()),
        What::Paid => Event::Paid(paid(number, kind)),
        What::FoundPaid => Event::Decision(key, Verdict::Paid, person()),
        What::FoundNotPaid => Event::Decision(key, Verdict::NotPaid, person()),
        What::Refunded => Event::Decision(key, Verdict::Refunded, person()),
        What::OtherOrder => Event::OtherOrder(AttemptKey::new::<sadad::Gateway>(
            "another-order".parse().unwrap(),
        )),
    }
}

/// The price of the order.
pub(crate) const PRICE: &str = "12.50";

fn key(number: Number, kind: Kind) -> AttemptKey {
    let invoice_no = number.to_string().parse().unwrap();
    match kind {
        Kind::Redirect => AttemptKey::new::<local_bank_cards::Gateway>(invoice_no),
        Kind::Charge => AttemptKey::new::<sadad::Gateway>(invoice_no),
    }
}

fn attempt(number: Number, kind: Kind, amount: &str) -> NewAttempt {
    match kind {
        Kind::Redirect => NewAttempt::of(&page(number, amount)).unwrap(),
        Kind::Charge => NewAttempt::of(&charge(number, amount)).unwrap(),
    }
}

fn page(number: Number, amount: &str) -> local_bank_cards::Confirm {
    local_bank_cards::Confirm::builder()
        .amount(amount.parse().unwrap())
        .invoice_no(number.to_string().parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build()
}

fn charge(number: Number, amount: &str) -> sadad::Confirm {
    let amount: Amount<LYD> = amount.parse().unwrap();
    let challenge = sadad::Challenge::new("1".parse().unwrap(), amount);
    sadad::Confirm::answering(&challenge, amount)
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no(number.to_string().parse().unwrap())
        .build()
}

fn paid(number: Number, kind: Kind) -> Paid {
    let (invoice_no, amount) = (number.to_string().parse().unwrap(), PRICE.parse().unwrap());
    if kind == Kind::Charge {
        let body = br#"{"status":200,"result":{"transaction_id":1,"amount":12.5}}"#;
        let receipt = charge(number, PRICE).reply(200, body).unwrap();
        return receipt.settle(&invoice_no, amount).unwrap();
    }
    let secret_key = SecretKey::new("sk_of_this_test").unwrap();
    let pairs = [
        ("gateway", "localbankcards"),
        ("approved", "1"),
        ("invoice_no", invoice_no.as_str()),
        ("amount", PRICE),
        ("transaction_id", "1"),
    ];
    let query = signed_query(pairs, &secret_key);
    let callback = local_bank_cards::Callback::verify(&query, &Verifier::new(secret_key)).unwrap();
    match callback.settle(&invoice_no, amount).unwrap() {
        Settlement::Paid(paid) => paid,
        other => panic!("{other:?}"),
    }
}
