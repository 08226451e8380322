//! Messages that Plutu signed, but that do not say that this order was paid.

use std::sync::Arc;

use crate::callback::Callback;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::probes::has_canceled;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::gateway::Gateway;
use crate::gateway::Meaning;
use crate::payments::Message;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "canceled",
        does: "The payer cancels. The order must stay unpaid.",
        harm: "Payers get what they did not pay for.",
        cure: "A callback that verifies is not an approval. Verify the signature first, and then check that `approved` is 1.",
        is_slow: false,
        applies: has_canceled,
        run: |shop| Box::pin(not_approved(shop, Outcome::Canceled, "The payer canceled")),
    },
    Probe {
        name: "declined",
        does: "The payer's bank declines. The order must stay unpaid.",
        harm: "Payers get what they did not pay for.",
        cure: "Only `approved` with the value 1 is an approval. A callback with neither `approved` nor `canceled` is not.",
        is_slow: false,
        applies: has_callback,
        run: |shop| {
            Box::pin(not_approved(
                shop,
                Outcome::Declined,
                "The payer's bank declined",
            ))
        },
    },
    Probe {
        name: "changed-amount",
        does: "A signed approval of another amount than the order's comes. The order must stay unpaid.",
        harm: "A payer who can influence the requested amount pays one dinar for an order of a hundred.",
        cure: "Compare the callback's amount with the order's, as decimals, before you mark the order as paid.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(changed_amount(shop)),
    },
    Probe {
        name: "approval-of-another-order",
        does: "The signed approval of one order comes to the return address of another order, which must stay unpaid.",
        harm: "A payer pays a cheap order and uses its callback for an expensive one.",
        cure: "Compare the callback's invoice number with that of the order of this return address.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(approval_of_another_order(shop)),
    },
    Probe {
        name: "return-as-payment",
        does: "A signed return page comes instead of a callback. It signs only `approved` and `invoice_no`, and every \
               payer sees one. The order must stay unpaid.",
        harm: "A return page has no amount and no gateway. Anyone who has one pays the order of that number, whatever its amount.",
        cure: "If Plutu posts the callback to your server, the return page settles nothing. Otherwise, require that \
               `gateway`, `amount` and `transaction_id` are there and signed.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(return_as_payment(shop)),
    },
    Probe {
        name: "callback-of-another-gateway",
        does: "Signed approvals of other gateways come for the order, which must stay unpaid.",
        harm: "All gateways may have the same secret key: an approval in dinars then pays an order in dollars.",
        cure: "Compare the signed `gateway` with the gateway of the order's own request.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(callback_of_another_gateway(shop)),
    },
    Probe {
        name: "wrong-currency",
        does: "A signed approval comes in another currency than the order's. The order must stay unpaid.",
        harm: "An order of 100 dollars is paid with 100 dinars.",
        cure: "Compare the signed `currency` with the order's.",
        is_slow: false,
        applies: |gateway| currency_key(gateway).is_some(),
        run: |shop| Box::pin(wrong_currency(shop)),
    },
];

impl Shop {
    /// A signed approval of another amount.
    pub(super) fn over(&self, order: &Order, amount: &str) -> Message {
        self.changed(order, "amount", amount)
    }

    /// A signed approval with another value.
    fn changed(&self, order: &Order, key: &str, value: &str) -> Message {
        let mut callback = order.callback(Outcome::Approved).unwrap_or_default();
        callback.set(key, value);
        self.message(order, &callback)
    }
}

async fn not_approved(shop: Arc<Shop>, outcome: Outcome, after: &str) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = shop.genuine(&order, outcome)?;
    shop.must_stay_unpaid(&order, &[message], after).await
}

async fn changed_amount(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = shop.over(&order, OTHER_AMOUNT);
    let after =
        format!("A signed approval of {OTHER_AMOUNT} came, which is not the order's amount");
    shop.must_stay_unpaid(&order, &[message], &after).await
}

async fn approval_of_another_order(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let (order, other) = (shop.open().await?, shop.open().await?);
    let callback = other.callback(Outcome::Approved).unwrap_or_default();
    let message = shop.message(&order, &callback);
    let after = "The signed approval of another order came to the order's address";
    shop.must_stay_unpaid(&order, &[message], after).await
}

async fn return_as_payment(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let mut others = shop.account().gateways().iter();
    let own = shop.gateway.return_page();
    let page = own.or_else(|| others.find_map(Gateway::return_page));
    let callback = if let Some(page) = page {
        Callback::of(page, &order.payment, Outcome::Approved)
    } else {
        // The return page that is known.
        let mut callback = Callback::default();
        callback.set("approved", "1");
        callback.set("invoice_no", order.payment.order.invoice_no.as_str());
        callback
    };
    let return_url = &order.payment.order.return_url;
    let mut messages = vec![callback.carried_to(return_url, shop.account().secret_key())];
    if order.payment.order.callback_url.is_some() {
        messages.push(shop.message(&order, &callback));
    }
    let after = "A signed return page came, which does not prove a payment";
    shop.must_stay_unpaid(&order, &messages, after).await
}

async fn callback_of_another_gateway(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let others = shop.account().gateways().iter();
    let others = others.filter(|gateway| *gateway != shop.gateway);
    let callbacks = others.filter_map(|gateway| {
        let mut payment = order.payment.clone();
        payment.order.gateway = gateway;
        payment.method = gateway.default_method();
        Some(Callback::of(
            gateway.callback()?,
            &payment,
            Outcome::Approved,
        ))
    });
    let messages: Vec<_> = callbacks
        .map(|callback| shop.message(&order, &callback))
        .collect();
    let after = "Signed approvals of other gateways came for the order";
    shop.must_stay_unpaid(&order, &messages, after).await
}

async fn wrong_currency(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let key = currency_key(shop.gateway).unwrap_or("currency");
    let other = if shop.gateway.currency() == "LYD" {
        "USD"
    } else {
        "LYD"
    };
    let message = shop.changed(&order, key, other);
    let after = format!("A signed approval came in {other}, which is not the order's currency");
    shop.must_stay_unpaid(&order, &[message], &after).await
}

/// The signed key of the currency.
fn currency_key(gateway: Gateway) -> Option<&'static str> {
    let mut fields = gateway.callback()?.fields.iter();
    let field = fields.find(|field| Meaning::of(field) == Meaning::Currency)?;
    Some(field.wire)
}

/// Not the amount of any order.
const OTHER_AMOUNT: &str = "1.01";
