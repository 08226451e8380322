//! The contract test. It runs all trials one after another, so that every broken clause is found.

use plutu_orders::OrderId;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::store::Change;

use super::bench::Bench;
use super::bench::Verdicts;
use super::bench::broken;
use super::clause::Clause;
use super::error::ContractError;
use super::outbox;
use super::records;

/// Tests every clause of the [contract](plutu_orders::Store#contract) of a store, and reports the
/// clauses that the store breaks. The test adds orders and tasks to the store, and deletes nothing.
///
/// It runs on the caller's executor. Changes that must happen at the same time are polled together.
///
/// # Errors
///
/// Returns a [`ContractError`] with all broken clauses.
pub async fn check(store: &impl Store) -> Result<(), ContractError> {
    let bench = |trial| Bench::new(store, trial);
    let verdicts: [Verdicts; 16] = [
        records::returns_as_stored(bench("returned")).await,
        records::tells_similar_orders_apart(bench("similar")).await,
        records::finds_by_attempt(bench("found")).await,
        records::creates_once(bench("created")).await,
        records::checks_version(bench("version")).await,
        records::loses_no_update(bench("updates")).await,
        records::keeps_attempts_unique(bench("unique")).await,
        records::keeps_attempts_unique_at_once(bench("race")).await,
        outbox::stores_nothing_after_an_error(bench("error")).await,
        outbox::stores_together(bench("together")).await,
        outbox::hands_out_every_task(bench("tasks")).await,
        outbox::hands_out_until_acknowledged(bench("again")).await,
        outbox::acknowledges_the_named(bench("named")).await,
        outbox::acknowledges_forever(bench("ever")).await,
        outbox::acknowledges_what_a_change_settles(bench("refund")).await,
        outbox::keeps_task_once(bench("once")).await,
    ];
    ContractError::unless_empty(verdicts.into_iter().filter_map(Result::err).collect())
}

/// Tests a store whose database is down. Every method must return [`StoreError::Unavailable`].
///
/// # Errors
///
/// Returns a [`ContractError`] with the methods that returned something else.
pub async fn check_down(store: &impl Store) -> Result<(), ContractError> {
    let bench = Bench::new(store, "down");
    let order = bench.order("order");
    let id: &OrderId = order.id();
    let task = super::outbox::some_task(&bench);
    let answers = [
        ("load", store.load(id).await.err()),
        ("find", store.find(&bench.key("order")).await.err()),
        (
            "save",
            store.save(&Change::Create(order.clone())).await.err(),
        ),
        ("pending", store.pending(Queue::Person, 1).await.err()),
        ("acknowledge", store.acknowledge(&task.key()).await.err()),
    ];
    let mut found = Vec::new();
    for (method, answer) in answers {
        if !matches!(answer, Some(StoreError::Unavailable(_))) {
            let answer = answer.map_or("`Ok`".to_owned(), |error| format!("`{error:?}`"));
            let observation = format!("while the database was down, `{method}` returned {answer}");
            found.push(broken(Clause::Reports, observation));
        }
    }
    ContractError::unless_empty(found)
}
