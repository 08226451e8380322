//! Orders and tasks are checked when they are read back from a column.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use plutu_core::Amount;
use plutu_core::Certainty;
use plutu_core::Currency;
use plutu_core::Gateway;
use plutu_core::currency::USD;
use plutu_core::gateways::mpgs;
use plutu_orders::AttemptKey;
use plutu_orders::Event;
use plutu_orders::NewAttempt;
use plutu_orders::Order;
use plutu_orders::Task;
use plutu_orders::Timestamp;
use plutu_orders::Verdict;
use serde_json::Value;
use serde_json::json;

/// An order with two attempts. The second one paid it.
fn paid() -> Order {
    let amount: Amount<USD> = "12.50".parse().unwrap();
    let mut order = Order::new("1001".parse().unwrap(), amount);
    let key = |number: &str| AttemptKey::new::<mpgs::Gateway>(number.parse().unwrap());
    for event in [
        Event::Start(attempt("1001-1")),
        Event::Failed(key("1001-1"), Certainty::Refused),
        Event::Start(attempt("1001-2")),
        Event::Decision(key("1001-2"), Verdict::Paid, "Aisha".parse().unwrap()),
    ] {
        drop(order.apply(&event, AT).unwrap());
    }
    order
}

fn attempt(invoice_no: &str) -> NewAttempt {
    let request = mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build();
    NewAttempt::of(&request).unwrap()
}

const AT: Timestamp = Timestamp::from_unix(1_700_000_000);

#[test]
fn an_order_has_this_stored_form() {
    let order = paid();
    let stored = json!({
        "id": "1001",
        "price": { "hundredths": 1250, "currency": "USD" },
        "attempts": [
            {
                "key": { "gateway": "mpgs", "invoice_no": "1001-1" },
                "moves_money": false, "state": "refused", "transaction_id": null,
            },
            {
                "key": { "gateway": "mpgs", "invoice_no": "1001-2" },
                "moves_money": false, "state": "paid", "transaction_id": null,
            },
        ],
        "paid_by": { "gateway": "mpgs", "invoice_no": "1001-2" },
        "history": [
            line("1001-1", &json!("started")),
            line("1001-1", &json!("refused")),
            line("1001-2", &json!("started")),
            line("1001-2", &json!({ "found_paid": { "by": "Aisha" } })),
        ],
    });
    assert_eq!(serde_json::to_value(&order).unwrap(), stored);
    assert_eq!(serde_json::from_value::<Order>(stored).unwrap(), order);
}

fn line(invoice_no: &str, what: &Value) -> Value {
    json!({
        "at": 1_700_000_000,
        "attempt": { "gateway": "mpgs", "invoice_no": invoice_no },
        "what": what,
        "changed": true,
    })
}

#[test]
fn an_impossible_order_is_rejected() {
    type Edit = fn(&mut Value);
    let edits: [(&str, Edit); 18] = [
        ("paid, but by no attempt", |order| {
            order["paid_by"] = Value::Null;
        }),
        ("paid by an attempt that is not paid", |order| {
            order["paid_by"]["invoice_no"] = json!("1001-1");
        }),
        ("paid by an attempt of another order", |order| {
            order["paid_by"]["invoice_no"] = json!("9");
        }),
        ("paid by an attempt that was canceled", |order| {
            order["attempts"][1]["state"] = json!("canceled");
        }),
        ("two attempts with the same invoice number", |order| {
            order["attempts"][1]["key"]["invoice_no"] = json!("1001-1");
            order["paid_by"]["invoice_no"] = json!("1001-1");
        }),
        ("a request for a payment page that is frozen", |order| {
            order["attempts"][0]["state"] = json!("frozen");
        }),
        ("a charge that is unknown and not frozen", |order| {
            order["attempts"][0]["moves_money"] = json!(true);
            order["attempts"][0]["state"] = json!("unknown");
        }),
        ("a transaction id of an attempt that is not paid", |order| {
            order["attempts"][0]["transaction_id"] = json!("1");
        }),
        ("an attempt without its line in the history", |order| {
            order["history"].as_array_mut().unwrap().remove(0);
        }),
        ("no amount", |order| order["price"]["hundredths"] = json!(0)),
        ("a negative amount", |order| {
            order["price"]["hundredths"] = json!(-1);
        }),
        ("no currency", |order| {
            order["price"]["currency"] = json!("");
        }),
        ("a currency with a control character", |order| {
            order["price"]["currency"] = json!("U\u{7}D");
        }),
        ("no id", |order| order["id"] = json!(" ")),
        ("an invalid gateway name", |order| {
            order["attempts"][0]["key"]["gateway"] = json!("mpgs/1");
        }),
        ("an invalid invoice number", |order| {
            order["attempts"][0]["key"]["invoice_no"] = json!("1 1");
        }),
        ("an unknown field", |order| {
            order["approved"] = json!(1);
        }),
        ("an unknown state", |order| {
            order["attempts"][0]["state"] = json!("shipped");
        }),
    ];
    for (what, edit) in edits {
        let mut stored = serde_json::to_value(paid()).unwrap();
        edit(&mut stored);
        assert!(serde_json::from_value::<Order>(stored).is_err(), "{what}");
    }
}

#[test]
fn a_task_without_its_order_is_rejected() {
    let order = paid();
    let event = Event::Canceled(order.attempts()[0].key().clone());
    let action = plutu_orders::Action::Ship;
    let task = Task::after(&event, &action, &order, AT).expect("a paid order has a task to ship");
    assert_eq!(task.key().as_str(), "ship/1001");
    let mut stored = serde_json::to_value(&task).unwrap();
    assert_eq!(
        serde_json::from_value::<Task>(stored.clone()).unwrap(),
        task
    );
    stored["order"] = Value::Null;
    assert!(serde_json::from_value::<Task>(stored).is_err());
}

/// A hand-written gateway and a currency with the longest names that are allowed.
#[test]
fn an_order_with_the_longest_names_is_read_back() {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    struct Points;

    impl Currency for Points {
        const CODE: &'static str =
            "PTS-012345678901234567890123456789012345678901234567890123456789";
    }

    struct Coast;

    impl Gateway for Coast {
        const NAME: &'static str =
            "coast_pay-012345678901234567890123456789012345678901234567890123";
        type Currency = Points;
    }

    assert_eq!((Coast::NAME.len(), Points::CODE.len()), (64, 64));
    let key = AttemptKey::new::<Coast>("1".parse().unwrap());
    let stored = serde_json::to_string(&key).unwrap();
    assert_eq!(serde_json::from_str::<AttemptKey>(&stored).unwrap(), key);
    let amount: Amount<Points> = "12.50".parse().unwrap();
    let order = Order::new("1001".parse().unwrap(), amount);
    let stored = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<Order>(&stored).unwrap(), order);
}
