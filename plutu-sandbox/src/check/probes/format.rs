//! Messages that no gateway writes. A shop must refuse them without breaking.

use std::sync::Arc;

use crate::check::letter;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::probes::is_posted;
use crate::check::target::Order;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::check::visit::NoAnswer;
use crate::payments::Message;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "hash-as-list",
        does: "An approval comes with `hashed[]=…`, a list instead of a signature. The shop must refuse it without \
               breaking.",
        harm: "The shop fails with an error of its own (5xx), often with a trace that shows paths and settings. Some \
               comparisons even accept a list.",
        cure: "Check that `hashed` is a string before you use it.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(hash_as_list(shop)),
    },
    Probe {
        name: "broken-json",
        does: "The callback's JSON is cut off. The shop must refuse it without breaking.",
        harm: "The shop fails with an error of its own (5xx), often with a trace that shows paths and settings.",
        cure: "Answer 400 if the body is not a JSON object.",
        is_slow: false,
        applies: is_posted,
        run: |shop| Box::pin(broken_json(shop)),
    },
];

async fn hash_as_list(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = letter::with_hash_list(&shop.genuine(&order, Outcome::Approved)?);
    must_not_break(
        &shop,
        &order,
        message,
        "An approval came with a list instead of its signature",
    )
    .await
}

async fn broken_json(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let mut message = shop.genuine(&order, Outcome::Approved)?;
    message.body = message.body.map(|body| {
        let half: String = body.chars().take(body.chars().count() / 2).collect();
        half
    });
    must_not_break(&shop, &order, message, "Half of a JSON object came").await
}

async fn must_not_break(
    shop: &Shop,
    order: &Order,
    message: Message,
    after: &str,
) -> Result<Verdict, Trouble> {
    let says = match shop.try_send(order, &message).await {
        Ok(answer) if answer.status >= 500 => {
            format!("{after}, and the shop answered with {}", answer.status)
        }
        Err(NoAnswer::Broken(_)) => {
            format!("{after}, and the shop ended the connection without an answer")
        }
        Err(NoAnswer::TimedOut(_)) => format!("{after}, and the shop did not answer"),
        _ => return shop.must_stay_unpaid(order, &[message], after).await,
    };
    Ok(Verdict::found(says, &[&message]))
}
