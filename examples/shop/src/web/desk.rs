//! The desk, for the person who decides about frozen orders and orders that were paid twice.
//!
//! Its address contains a secret, like an order's. A real shop has accounts for its staff here.

use axum::extract::State;
use axum::response::Redirect;
use maud::Markup;
use plutu_core::Language;
use plutu_orders::Queue;
use plutu_orders::Task;
use plutu_orders::TaskKey;
use serde::Deserialize;

use crate::address;
use crate::failure::Failure;
use crate::pages;
use crate::pages::desk::Case;
use crate::shop::Shop;
use crate::token::Token;
use crate::web::extract::At;
use crate::web::extract::Fields;

pub(super) async fn show(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
) -> Result<Markup, Failure> {
    check(&shop, &token)?;
    let mut cases = Vec::new();
    let pending = shop.orders.pending(Queue::Person, SHOWN).await?;
    for unreadable in pending.unreadable {
        tracing::error!("{unreadable}");
    }
    for task in pending.tasks {
        let order = match task.order() {
            Some(id) => Some(shop.orders.load(id).await?),
            None => None,
        };
        cases.push(Case { task, order });
    }
    Ok(pages::desk::desk(language, &token, &cases))
}

/// A person's decision, and their name for the history.
#[derive(Deserialize)]
pub(super) struct Decision {
    task: String,
    person: String,
    verdict: String,
}

/// Records the decision, then acknowledges the task. If the process stops in between, the desk
/// shows the task again, and the same decision changes nothing.
pub(super) async fn decide(
    State(shop): State<Shop>,
    At((language, token)): At<(Language, Token)>,
    Fields(decision): Fields<Decision>,
) -> Result<Redirect, Failure> {
    check(&shop, &token)?;
    if let Some(task) = find(&shop, decision.task.into()).await? {
        if let Some(verdict) = pages::desk::verdict(&decision.verdict) {
            let person = decision.person.parse().map_err(|_| Failure::BadForm)?;
            let decided = shop.orders.decide(task.attempt(), verdict, &person).await?;
            tracing::info!(order = %decided.order.id(), action = ?decided.action, "decided");
        }
        shop.orders.acknowledge(&task.key()).await?;
    }
    Ok(Redirect::to(&address::desk(language, &token)))
}

/// Without the right secret, the page does not exist.
fn check(shop: &Shop, token: &Token) -> Result<(), Failure> {
    if shop.desk.is(token) {
        return Ok(());
    }
    Err(Failure::NotFound)
}

/// The task, unless another person has done it.
async fn find(shop: &Shop, key: TaskKey) -> Result<Option<Task>, Failure> {
    let pending = shop.orders.pending(Queue::Person, SHOWN).await?;
    Ok(pending.tasks.into_iter().find(|task| task.key() == key))
}

/// How many tasks the desk shows, the oldest first.
const SHOWN: usize = 100;
