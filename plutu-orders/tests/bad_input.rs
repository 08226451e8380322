//! Bad input: each has a defined result and a line in the order's history.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::time::Duration;

use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::Certainty;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;
use plutu_core::currency::USD;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_orders::Action;
use plutu_orders::AttemptKey;
use plutu_orders::AttemptState;
use plutu_orders::EventError;
use plutu_orders::Evidence;
use plutu_orders::Job;
use plutu_orders::MemoryStore;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_orders::OrdersError;
use plutu_orders::Pending;
use plutu_orders::Question;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::Task;
use plutu_orders::TaskKey;
use plutu_orders::Transition;
use plutu_orders::Verdict;
use plutu_orders::What;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;

/// A shop in which every order costs 12.50 dollars or dinars.
struct Shop {
    orders: Orders,
}

impl Shop {
    fn new() -> Self {
        Self {
            orders: Orders::new(MemoryStore::new()),
        }
    }

    /// An order in dollars.
    async fn order(&self, id: &str) -> OrderId {
        let amount: Amount<USD> = "12.50".parse().unwrap();
        self.orders
            .create(id.parse().unwrap(), amount)
            .await
            .unwrap()
            .id()
            .clone()
    }

    /// An order in dinars.
    async fn order_in_dinars(&self, id: &str) -> OrderId {
        let amount: Amount<LYD> = "12.50".parse().unwrap();
        self.orders
            .create(id.parse().unwrap(), amount)
            .await
            .unwrap()
            .id()
            .clone()
    }

    async fn start(&self, id: &OrderId, invoice_no: &str) -> mpgs::Confirm {
        let request = page(invoice_no);
        let started = self.orders.start(id, &request).await.unwrap();
        assert_eq!(started.action, Action::Send);
        request
    }

    async fn settle(&self, callback: &mpgs::Callback) -> Result<Transition, OrdersError> {
        self.orders.settle(callback).await
    }

    async fn settle_for(&self, id: &OrderId, callback: &mpgs::Callback) -> Transition {
        self.orders.settle_for(id, callback).await.unwrap()
    }

    async fn jobs(&self, queue: Queue) -> Vec<Job> {
        let pending = self.orders.pending(queue, 100).await.unwrap();
        pending.tasks.iter().map(Task::job).collect()
    }
}

fn page(invoice_no: &str) -> mpgs::Confirm {
    mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build()
}

fn charge(invoice_no: &str) -> sadad::Confirm {
    let challenge = sadad::Challenge::new("1".parse().unwrap(), "12.50".parse().unwrap());
    sadad::Confirm::answering(&challenge, "12.50".parse().unwrap())
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .build()
}

/// A genuine callback.
fn callback(flag: &str, invoice_no: &str, amount: &str, transaction_id: &str) -> mpgs::Callback {
    let secret_key = SecretKey::new("sk_of_this_test").unwrap();
    let pairs = [
        ("gateway", "mpgs"),
        (flag, "1"),
        ("amount", amount),
        ("currency", "USD"),
        ("invoice_no", invoice_no),
        ("transaction_id", transaction_id),
    ];
    let query = signed_query(pairs, &secret_key);
    mpgs::Callback::verify(&query, &Verifier::new(secret_key)).unwrap()
}

fn approved(invoice_no: &str) -> mpgs::Callback {
    callback("approved", invoice_no, "12.50", "1")
}

fn last(order: &Order) -> &What {
    &order.history().last().expect("something happened").what
}

fn other_amount(amount: &str, transaction_id: &str) -> What {
    What::OtherAmount(evidence(amount, transaction_id))
}

fn evidence(amount: &str, transaction_id: &str) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.amount = Some(amount.to_owned()).filter(|amount| !amount.is_empty());
    evidence.transaction_id = Some(transaction_id.parse().unwrap());
    evidence
}

#[tokio::test]
async fn a_person_is_asked_about_each_report_even_after_they_acknowledged_one() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    let reports = [
        (
            "1.00",
            "1",
            "ask/other_amount/mpgs/1001-1/1.00 USD/1",
            evidence("1.00 USD", "1"),
        ),
        (
            "2.00",
            "1",
            "ask/other_amount/mpgs/1001-1/2.00 USD/1",
            evidence("2.00 USD", "1"),
        ),
        (
            "2.00",
            "2",
            "ask/other_amount/mpgs/1001-1/2.00 USD/2",
            evidence("2.00 USD", "2"),
        ),
        (
            "12.50",
            "4",
            "ask/other_transaction/mpgs/1001-1/4",
            evidence("", "4"),
        ),
        (
            "12.50",
            "5",
            "ask/other_transaction/mpgs/1001-1/5",
            evidence("", "5"),
        ),
    ];
    assert_eq!(
        shop.settle(&callback("approved", "1001-1", "12.50", "3"))
            .await
            .unwrap()
            .action,
        Action::Ship
    );
    for (amount, transaction_id, key, evidence) in reports {
        let report = callback("approved", "1001-1", amount, transaction_id);
        // The payer reloads the page, also after the person has seen the question.
        for expected in [1, 0] {
            let _ = shop.settle(&report).await.unwrap();
            let _ = shop.settle(&report).await.unwrap();
            let pending = shop.orders.pending(Queue::Person, 100).await.unwrap();
            assert_eq!(pending.tasks.len(), expected, "{key}");
            for task in pending.tasks {
                assert_eq!(task.key().as_str(), key);
                assert_eq!(task.evidence(), &evidence);
                shop.orders.acknowledge(&task.key()).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_person_is_asked_once_about_each_transaction_of_an_unknown_order() {
    let shop = Shop::new();
    for id in ["1", "2"] {
        let report = callback("approved", "nobodys", "12.50", id);
        for expected in [1, 0] {
            let error = shop.settle(&report).await.unwrap_err();
            assert!(matches!(error, OrdersError::UnknownAttempt(_)), "{error}");
            assert!(!error.is_unavailable());
            let pending = shop.orders.pending(Queue::Person, 100).await.unwrap();
            assert_eq!(pending.tasks.len(), expected, "{id}");
            for task in pending.tasks {
                assert_eq!(task.job(), Job::Ask(Question::UnknownOrder));
                assert_eq!(task.evidence(), &evidence("", id));
                shop.orders.acknowledge(&task.key()).await.unwrap();
            }
        }
    }
    assert!(shop.jobs(Queue::Shipping).await.is_empty());
}

#[tokio::test]
async fn a_callback_with_another_amount_pays_nothing_and_asks_a_person() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    for _ in 0..2 {
        let low = callback("approved", "1001-1", "1.00", "1");
        let settled = shop.settle(&low).await.unwrap();
        assert!(matches!(
            settled.action,
            Action::AskPerson(_, Question::OtherAmount)
        ));
        assert_eq!(settled.order.state(), OrderState::Awaiting);
        assert_eq!(settled.order.history().len(), 2);
        assert_eq!(last(&settled.order), &other_amount("1.00 USD", "1"));
    }
    assert_eq!(
        shop.jobs(Queue::Person).await,
        [Job::Ask(Question::OtherAmount)]
    );
    // A callback with the right amount still pays.
    assert_eq!(
        shop.settle(&approved("1001-1")).await.unwrap().action,
        Action::Ship
    );
}

#[tokio::test]
async fn an_order_is_checked_until_somebody_has_decided() {
    for doubtful in [
        callback("approved", "1001-1", "1.00", "1"),
        callback("neither", "1001-1", "12.50", "1"),
    ] {
        let shop = Shop::new();
        let id = shop.order("1001").await;
        shop.start(&id, "1001-1").await;
        assert!(!shop.orders.load(&id).await.unwrap().is_being_checked());
        let settled = shop.settle(&doubtful).await.unwrap();
        assert!(settled.order.is_being_checked());
        assert_eq!(settled.order.check_payable(), Ok(()));

        let (key, person) = (settled.order.attempts()[0].key(), "Aisha".parse().unwrap());
        let decide = async || {
            let decided = shop.orders.decide(key, Verdict::NotPaid, &person).await;
            decided.unwrap().order
        };
        assert!(!decide().await.is_being_checked());

        // Each report of a new amount is a new doubt, which the same person ends. A repeated report
        // or decision changes nothing.
        for amount in ["2.00", "3.00", "4.00"] {
            let report = callback("approved", "1001-1", amount, "1");
            let reported = shop.settle(&report).await.unwrap();
            assert!(reported.order.is_being_checked());
            assert_eq!(shop.settle(&report).await.unwrap().order, reported.order);
            let decided = decide().await;
            assert!(!decided.is_being_checked());
            assert_eq!(shop.settle(&report).await.unwrap().order, decided);
        }
        let decided = decide().await;
        assert_eq!(decide().await, decided);

        let paid = shop.settle(&approved("1001-1")).await.unwrap();
        assert!(!paid.order.is_being_checked());
    }
}

/// A receipt is reported again if the first answer of the database was lost.
#[tokio::test]
async fn a_receipt_that_is_reported_again_after_the_decision_is_not_a_new_doubt() {
    let shop = Shop::new();
    let id = shop.order_in_dinars("1001").await;
    let request = charge("1001-1");
    let _ = shop.orders.start(&id, &request).await.unwrap();
    let body = br#"{"status":200,"result":{"transaction_id":7,"amount":1.00}}"#;
    let receipt = request.reply(200, body).unwrap();
    let doubted = shop.orders.receipt(&request, &receipt).await.unwrap();
    assert!(doubted.order.is_being_checked());
    let (key, person) = (doubted.order.attempts()[0].key(), "Aisha".parse().unwrap());
    let decided = shop.orders.decide(key, Verdict::NotPaid, &person).await;
    let again = shop.orders.receipt(&request, &receipt).await.unwrap();
    assert_eq!(again.order, decided.unwrap().order);
    assert!(!again.order.is_being_checked());
}

#[tokio::test]
async fn nobody_is_asked_to_pay_again_while_another_attempt_is_checked() {
    for doubtful in [
        callback("approved", "1001-1", "1.00", "1"),
        callback("neither", "1001-1", "12.50", "1"),
    ] {
        let shop = Shop::new();
        let id = shop.order("1001").await;
        shop.start(&id, "1001-1").await;
        let second = shop.start(&id, "1001-2").await;
        let _ = shop.settle(&doubtful).await.unwrap();
        let canceled = callback("canceled", "1001-2", "12.50", "2");
        let canceled = shop.settle(&canceled).await.unwrap();
        assert!(canceled.order.is_being_checked());
        assert_eq!(canceled.action, Action::Nothing);
        let failed = shop.orders.failed(&second, Certainty::Refused).await;
        assert_eq!(failed.unwrap().action, Action::Nothing);

        let (key, person) = (canceled.order.attempts()[0].key(), "Aisha".parse().unwrap());
        let decided = shop.orders.decide(key, Verdict::NotPaid, &person).await;
        assert_eq!(decided.unwrap().action, Action::OfferAgain);
    }
}

#[tokio::test]
async fn a_callback_in_another_currency_pays_nothing_and_asks_a_person() {
    let secret_key = SecretKey::new("sk_of_this_test").unwrap();
    let pairs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", "12.50"),
        ("currency", "LYD"),
        ("invoice_no", "1001-1"),
        ("transaction_id", "1"),
    ];
    let query = signed_query(pairs, &secret_key);
    let error = mpgs::Callback::verify(&query, &Verifier::new(secret_key)).unwrap_err();
    assert!(matches!(
        error,
        CallbackError::BadValue {
            key: "currency",
            ..
        }
    ));

    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    let key = AttemptKey::new::<mpgs::Gateway>("1001-1".parse().unwrap());
    for _ in 0..2 {
        let doubted = shop.orders.doubt_amount(&key).await.unwrap();
        assert_eq!(doubted.order.state(), OrderState::Awaiting);
        assert_eq!(doubted.order.history().len(), 2);
        assert_eq!(
            last(&doubted.order),
            &What::OtherAmount(Evidence::default())
        );
    }
    assert_eq!(
        shop.jobs(Queue::Person).await,
        [Job::Ask(Question::OtherAmount)]
    );
}

#[tokio::test]
async fn a_request_with_another_amount_or_currency_is_not_started() {
    let shop = Shop::new();
    let dollars = shop.order("1001").await;
    let dinars = shop.order_in_dinars("1002").await;
    let higher = mpgs::Confirm::builder()
        .amount("12.51".parse().unwrap())
        .invoice_no("1".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build();
    for error in [
        shop.orders.start(&dollars, &higher).await.unwrap_err(),
        shop.orders.start(&dinars, &page("1")).await.unwrap_err(),
        shop.orders.start(&dollars, &charge("1")).await.unwrap_err(),
    ] {
        assert!(
            matches!(error, OrdersError::Event(EventError::OtherAmount { .. })),
            "{error}"
        );
    }
    assert!(
        shop.orders
            .load(&dollars)
            .await
            .unwrap()
            .attempts()
            .is_empty()
    );
}

#[tokio::test]
async fn t3_a_callback_brought_to_another_order_changes_nothing() {
    let shop = Shop::new();
    let (mine, other) = (shop.order("1001").await, shop.order("1002").await);
    shop.start(&mine, "1001-1").await;
    shop.start(&other, "1002-1").await;
    // The payer has several genuine callbacks, and brings them repeatedly.
    for invoice_no in ["1001-1", "1001-1", "an-old-one"] {
        let settled = shop.settle_for(&other, &approved(invoice_no)).await;
        assert_eq!(settled.action, Action::Nothing);
        assert_eq!(settled.order.id(), &other);
        assert_eq!(settled.order.state(), OrderState::Awaiting);
        assert_eq!(last(&settled.order), &What::OtherOrder);
        assert_eq!(settled.order.history().len(), 2);
        assert_eq!(shop.orders.load(&other).await.unwrap(), settled.order);
    }
}

#[tokio::test]
async fn a_callback_brought_to_another_order_settles_its_own() {
    let shop = Shop::new();
    let (mine, other) = (shop.order("1001").await, shop.order("1002").await);
    shop.start(&mine, "1001-1").await;
    shop.start(&other, "1002-1").await;
    for invoice_no in ["1001-1", "1001-1", "nobodys", "nobodys"] {
        let settled = shop.settle_for(&other, &approved(invoice_no)).await;
        assert_eq!(settled.order.id(), &other);
    }
    assert_eq!(
        shop.orders.load(&mine).await.unwrap().state(),
        OrderState::Paid
    );
    let pending = shop.orders.pending(Queue::Shipping, 100).await.unwrap();
    let to_ship: Vec<_> = pending.tasks.iter().map(Task::order).collect();
    assert_eq!(to_ship, [Some(&mine)]);
    // The shop does not know this invoice number.
    assert_eq!(
        shop.jobs(Queue::Person).await,
        [Job::Ask(Question::UnknownOrder)]
    );
    assert_eq!(
        shop.settle_for(&mine, &approved("1001-1")).await.action,
        Action::Nothing
    );
}

#[tokio::test]
async fn t17_a_reload_ships_nothing_and_adds_at_most_one_line() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    assert_eq!(
        shop.settle(&approved("1001-1")).await.unwrap().action,
        Action::Ship
    );
    for _ in 0..1_000 {
        let settled = shop.settle(&approved("1001-1")).await.unwrap();
        assert_eq!(settled.action, Action::Nothing);
        assert_eq!(settled.order.history().len(), 3);
    }
    assert_eq!(shop.jobs(Queue::Shipping).await, [Job::Ship]);
}

#[tokio::test]
async fn a_callback_that_arrives_before_the_reply_settles() {
    for certainty in [Certainty::NotSent, Certainty::Refused, Certainty::Unknown] {
        let shop = Shop::new();
        let id = shop.order("1001").await;
        let request = shop.start(&id, "1001-1").await;
        assert_eq!(
            shop.settle(&approved("1001-1")).await.unwrap().action,
            Action::Ship
        );
        let late = shop.orders.failed(&request, certainty).await.unwrap();
        assert_eq!(late.action, Action::Nothing);
        assert_eq!(late.order.state(), OrderState::Paid);
        assert!(!late.order.history().last().unwrap().changed);
    }
}

#[tokio::test]
async fn a_callback_after_a_refund_changes_nothing() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    shop.start(&id, "1001-2").await;
    assert_eq!(
        shop.settle(&approved("1001-1")).await.unwrap().action,
        Action::Ship
    );
    let second = callback("approved", "1001-2", "12.50", "2");
    let settled = shop.settle(&second).await.unwrap();
    let key = AttemptKey::new::<mpgs::Gateway>("1001-2".parse().unwrap());
    assert_eq!(settled.action, Action::Refund(key.clone()));
    assert_eq!(shop.jobs(Queue::Person).await, [Job::Refund]);

    let person = "Aisha".parse().unwrap();
    let refunded = shop
        .orders
        .decide(&key, Verdict::Refunded, &person)
        .await
        .unwrap();
    assert_eq!(refunded.action, Action::Nothing);
    let settled = shop.settle(&second).await.unwrap();
    assert_eq!(settled.action, Action::Nothing);
    assert_eq!(
        settled.order.attempt(&key).unwrap().state(),
        AttemptState::Refunded
    );
    assert!(matches!(last(&settled.order), What::Paid { .. }));
    assert_eq!(shop.jobs(Queue::Shipping).await, [Job::Ship]);
}

/// The shop ships only what it was paid for, and only if the money is still there.
#[tokio::test]
async fn an_order_that_was_refunded_before_it_was_shipped_is_not_shipped() {
    let shop = Shop::new();
    let (id, other) = (shop.order("1001").await, shop.order("1002").await);
    for (id, number) in [(&id, "1001-1"), (&id, "1001-2"), (&other, "1002-1")] {
        shop.start(id, number).await;
    }
    for number in ["1001-1", "1001-2", "1002-1"] {
        let _ = shop.settle(&approved(number)).await.unwrap();
    }
    let person = "Aisha".parse().unwrap();
    let refund = async |number: &str| {
        let key = AttemptKey::new::<mpgs::Gateway>(number.parse().unwrap());
        let decided = shop.orders.decide(&key, Verdict::Refunded, &person).await;
        decided.unwrap().order
    };
    let to_ship = async || {
        let pending = shop.orders.pending(Queue::Shipping, 100).await.unwrap();
        pending
            .tasks
            .iter()
            .filter_map(Task::order)
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(shop.jobs(Queue::Person).await, [Job::Refund]);
    // The payer paid twice. The shop still has one payment, which is no longer to be refunded.
    assert!(!refund("1001-1").await.is_refunded());
    assert!(shop.jobs(Queue::Person).await.is_empty());
    assert_eq!(to_ship().await, [id.clone(), other.clone()]);
    let refunded = refund("1001-2").await;
    assert!(refunded.is_refunded());
    assert_eq!(refunded.state(), OrderState::Paid);
    assert_eq!(to_ship().await, [other]);
    assert!(refund("1001-2").await.is_refunded());
}

#[tokio::test]
async fn a_second_transaction_with_the_same_invoice_number_asks_a_person() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    assert_eq!(
        shop.settle(&approved("1001-1")).await.unwrap().action,
        Action::Ship
    );
    let other = callback("approved", "1001-1", "12.50", "2");
    let settled = shop.settle(&other).await.unwrap();
    assert!(matches!(
        settled.action,
        Action::AskPerson(_, Question::OtherTransaction)
    ));
    assert_eq!(
        settled
            .order
            .paid_by()
            .unwrap()
            .transaction_id()
            .unwrap()
            .as_str(),
        "1"
    );
}

#[tokio::test]
async fn an_order_can_be_paid_after_a_cancellation_and_not_canceled_after_payment() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    shop.start(&id, "1001-1").await;
    let canceled = callback("canceled", "1001-1", "12.50", "1");
    let settled = shop.settle(&canceled).await.unwrap();
    assert_eq!(
        (settled.action, settled.order.state()),
        (Action::OfferAgain, OrderState::Open)
    );
    assert_eq!(
        shop.settle(&approved("1001-1")).await.unwrap().action,
        Action::Ship
    );
    let settled = shop.settle(&canceled).await.unwrap();
    assert_eq!(
        (settled.action, settled.order.state()),
        (Action::Nothing, OrderState::Paid)
    );
}

#[tokio::test]
async fn an_invoice_number_is_used_once() {
    let shop = Shop::new();
    let (first, second) = (shop.order("1001").await, shop.order("1002").await);
    let request = shop.start(&first, "1001-1").await;
    let error = shop.orders.start(&first, &request).await.unwrap_err();
    assert!(
        matches!(error, OrdersError::Event(EventError::InvoiceNoUsed(_))),
        "{error}"
    );
    let error = shop.orders.start(&second, &request).await.unwrap_err();
    assert!(
        matches!(error, OrdersError::Store(StoreError::InvoiceNoTaken(_))),
        "{error}"
    );
    assert!(
        shop.orders
            .load(&second)
            .await
            .unwrap()
            .attempts()
            .is_empty()
    );
    let error = shop
        .orders
        .create::<USD>(first, "1".parse().unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, OrdersError::OrderExists(_)), "{error}");
}

#[tokio::test]
async fn a_charge_with_an_unknown_outcome_waits_for_a_person_or_the_receipt() {
    let shop = Shop::new();
    let id = shop.order_in_dinars("1001").await;
    let confirm = charge("1001-1");
    assert_eq!(
        shop.orders.start(&id, &confirm).await.unwrap().action,
        Action::Send
    );
    let key = AttemptKey::new::<sadad::Gateway>("1001-1".parse().unwrap());
    let person = "Aisha".parse().unwrap();

    let early = shop
        .orders
        .decide(&key, Verdict::NotPaid, &person)
        .await
        .unwrap_err();
    assert!(
        matches!(early, OrdersError::Event(EventError::ChargeUnderWay(_))),
        "{early}"
    );
    let lost = shop
        .orders
        .failed(&confirm, Certainty::Unknown)
        .await
        .unwrap();
    assert_eq!(
        lost.action,
        Action::AskPerson(key.clone(), Question::Frozen)
    );
    assert_eq!(lost.order.state(), OrderState::Frozen);
    let again = shop.orders.start(&id, &charge("1001-2")).await.unwrap_err();
    assert!(
        matches!(again, OrdersError::Event(EventError::ChargeInDoubt(_))),
        "{again}"
    );
    // If the same number is sent again by mistake, it is probably refused. That says nothing about
    // the first request.
    let refused = shop
        .orders
        .failed(&confirm, Certainty::Refused)
        .await
        .unwrap();
    assert_eq!(refused.order.state(), OrderState::Frozen);

    let free = shop
        .orders
        .decide(&key, Verdict::NotPaid, &person)
        .await
        .unwrap();
    assert_eq!(
        (free.action, free.order.state()),
        (Action::OfferAgain, OrderState::Open)
    );
    // What Plutu reports overrides the person's decision.
    let body = br#"{"status":200,"result":{"transaction_id":7,"amount":12.5}}"#;
    let receipt = confirm.reply(200, body).unwrap();
    let settled = shop.orders.receipt(&confirm, &receipt).await.unwrap();
    assert_eq!(
        (settled.action, settled.order.state()),
        (Action::Ship, OrderState::Paid)
    );
    let wrong = shop
        .orders
        .decide(&key, Verdict::NotPaid, &person)
        .await
        .unwrap_err();
    assert!(
        matches!(wrong, OrdersError::Event(EventError::AttemptPaid(_))),
        "{wrong}"
    );
}

#[tokio::test]
async fn a_receipt_with_another_amount_freezes_the_order() {
    let shop = Shop::new();
    let id = shop.order_in_dinars("1001").await;
    let confirm = charge("1001-1");
    assert_eq!(
        shop.orders.start(&id, &confirm).await.unwrap().action,
        Action::Send
    );
    let body = br#"{"status":200,"result":{"transaction_id":7,"amount":99}}"#;
    let receipt = confirm.reply(200, body).unwrap();
    let settled = shop.orders.receipt(&confirm, &receipt).await.unwrap();
    assert!(matches!(
        settled.action,
        Action::AskPerson(_, Question::OtherAmount)
    ));
    assert_eq!(settled.order.state(), OrderState::Frozen);
    assert_eq!(last(&settled.order), &other_amount("99.00 LYD", "7"));
}

#[tokio::test]
async fn a_charge_whose_process_crashed_is_found_and_frozen() {
    let shop = Shop::new();
    let (lost, paid) = (
        shop.order_in_dinars("1001").await,
        shop.order_in_dinars("1002").await,
    );
    let answered = charge("1002-1");
    assert_eq!(
        shop.orders
            .start(&lost, &charge("1001-1"))
            .await
            .unwrap()
            .action,
        Action::Send
    );
    assert_eq!(
        shop.orders.start(&paid, &answered).await.unwrap().action,
        Action::Send
    );
    let body = br#"{"status":200,"result":{"transaction_id":7}}"#;
    let receipt = answered.reply(200, body).unwrap();
    assert_eq!(
        shop.orders
            .receipt(&answered, &receipt)
            .await
            .unwrap()
            .action,
        Action::Ship
    );

    let minute = Duration::from_secs(60);
    assert!(
        shop.orders
            .freeze_lost_charges(minute)
            .await
            .unwrap()
            .is_empty()
    );
    let frozen = shop
        .orders
        .freeze_lost_charges(Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(frozen.len(), 1);
    assert_eq!(
        shop.orders.load(&lost).await.unwrap().state(),
        OrderState::Frozen
    );
    assert_eq!(shop.jobs(Queue::Person).await, [Job::Ask(Question::Frozen)]);
    assert!(
        shop.orders
            .freeze_lost_charges(Duration::ZERO)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(shop.jobs(Queue::Charges).await.is_empty());
}

#[tokio::test]
async fn the_number_of_attempts_is_limited() {
    let shop = Shop::new();
    let id = shop.order("1001").await;
    for number in 0..Order::MAX_ATTEMPTS {
        shop.start(&id, &format!("1001-{number}")).await;
    }
    let error = shop.orders.start(&id, &page("one-more")).await.unwrap_err();
    assert!(
        matches!(error, OrdersError::Event(EventError::TooManyAttempts)),
        "{error}"
    );
}

#[tokio::test]
async fn a_request_without_an_invoice_number_is_not_an_attempt() {
    let shop = Shop::new();
    let id = shop.order_in_dinars("1001").await;
    let verify = sadad::Verify::builder()
        .mobile_number("0913632323".parse().unwrap())
        .birth_year("1990".parse().unwrap())
        .amount("12.50".parse().unwrap())
        .build();
    let error = shop.orders.start(&id, &verify).await.unwrap_err();
    assert!(
        matches!(error, OrdersError::Event(EventError::NoInvoiceNo)),
        "{error}"
    );
}

#[tokio::test]
async fn a_callback_of_another_gateway_does_not_find_the_order() {
    let shop = Shop::new();
    let dinars = shop.order_in_dinars("1002").await;
    let request = local_bank_cards::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("1".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build();
    assert_eq!(
        shop.orders.start(&dinars, &request).await.unwrap().action,
        Action::Send
    );
    // A callback of MPGS with the same number does not belong to this order.
    let error = shop.settle(&approved("1")).await.unwrap_err();
    assert!(matches!(error, OrdersError::UnknownAttempt(_)), "{error}");
}

/// A database that is down.
struct Down;

fn down<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("no connection".into()))
}

impl Store for Down {
    async fn load(&self, _: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
        down()
    }
    async fn find(&self, _: &AttemptKey) -> Result<Option<StoredOrder>, StoreError> {
        down()
    }
    async fn save(&self, _: &Change) -> Result<(), StoreError> {
        down()
    }
    async fn pending(&self, _: Queue, _: usize) -> Result<Pending, StoreError> {
        down()
    }
    async fn acknowledge(&self, _: &TaskKey) -> Result<(), StoreError> {
        down()
    }
}

#[tokio::test]
async fn without_a_database_nothing_is_settled() {
    let shop = Shop {
        orders: Orders::new(Down),
    };
    let id: OrderId = "1001".parse().unwrap();
    let key = AttemptKey::new::<mpgs::Gateway>("1".parse().unwrap());
    let person = "Aisha".parse().unwrap();
    for error in [
        shop.settle(&approved("1")).await.unwrap_err(),
        shop.orders.load(&id).await.unwrap_err(),
        shop.orders.start(&id, &page("1")).await.unwrap_err(),
        shop.orders
            .failed(&page("1"), Certainty::Unknown)
            .await
            .unwrap_err(),
        shop.orders
            .decide(&key, Verdict::Paid, &person)
            .await
            .unwrap_err(),
        shop.orders.pending(Queue::Shipping, 1).await.unwrap_err(),
        shop.orders
            .freeze_lost_charges(Duration::ZERO)
            .await
            .unwrap_err(),
    ] {
        assert!(error.is_unavailable(), "{error}");
    }
}
