//! Messages that no gateway writes: a shop refuses them, and does not break.

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
        does: "An approval comes with `hashed[]=…`, a list in the place of a signature. The shop must refuse it, and \
               not break.",
        harm: "The shop answers with an error of its own (5xx), often with a trace that shows paths and settings. In \
               some comparisons, a list even passes.",
        cure: "Check that `hashed` is a string before anything is done with it.",
        applies: has_callback,
        run: |shop| Box::pin(hash_as_list(shop)),
    },
    Probe {
        name: "broken-json",
        does: "The callback's JSON is cut off. The shop must refuse it, and not break.",
        harm: "The shop answers with an error of its own (5xx), often with a trace that shows paths and settings.",
        cure: "Answer 400 to what is not a JSON object.",
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
        "An approval came with a list in the place of its signature",
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
    must_not_break(&shop, &order, message, "Half a JSON text came").await
}

async fn must_not_break(
    shop: &Shop,
    order: &Order,
    message: Message,
    after: &str,
) -> Result<Verdict, Trouble> {
    let says = match shop.try_send(&message).await {
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
