//! The trials about tasks.

use futures_util::future;
use plutu_orders::Job;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::Task;
use plutu_orders::TaskKey;
use plutu_orders::Timestamp;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;
use plutu_orders::store::Version;

use super::bench::AT;
use super::bench::Bench;
use super::bench::Verdicts;
use super::bench::expect;
use super::bench::failed;
use super::bench::give_way;
use super::clause::Clause;
use super::error::ClauseError;

/// If a change is refused because of its version or its attempt, neither the order nor a task is
/// stored.
pub(super) async fn stores_nothing_after_an_error(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::StoresTogether;
    let stored = bench.started("order").await?;
    bench.save(&bench.start(&stored, "second")).await?;
    let now = bench.load(stored.order.id()).await?;
    let (change, tasks) = bench.pay(&stored, AT);
    let saved = bench.store.save(&change).await;
    if saved.is_ok() {
        // Another trial reports this.
        return Ok(());
    }
    let pending = pending(&bench, Queue::Shipping).await?;
    expect(
        !tasks.iter().any(|task| pending.contains(task)),
        clause,
        "a change was refused, but its task is handed out",
    )?;
    expect(
        bench.load(stored.order.id()).await? == now,
        clause,
        "a change was refused, but the order has changed",
    )?;

    // The version is right, but the attempt belongs to another order.
    let other = bench.stored("other").await?;
    let Change::Update { order, .. } = bench.start(&other, "order") else {
        return Ok(());
    };
    let task = Task::about_unknown_order(bench.key("task"), AT);
    let change = Change::update(&other, order, vec![task.clone()]);
    if bench.store.save(&change).await.is_ok() {
        return Ok(());
    }
    let pending = self::pending(&bench, Queue::Person).await?;
    expect(
        !pending.contains(&task),
        clause,
        "an attempt was refused, but the change's task is handed out",
    )?;
    expect(
        bench.load(other.order.id()).await? == other,
        clause,
        "an attempt was refused, but its order has changed",
    )
}

/// While orders are paid, a reader never sees a paid order without its task, or a task without its
/// paid order.
pub(super) async fn stores_together(bench: Bench<'_, impl Store>) -> Verdicts {
    let mut orders = Vec::new();
    for number in 0..ORDERS {
        orders.push(bench.started(&format!("order-{number}")).await?);
    }
    for stored in &orders {
        let id = stored.order.id();
        let (change, _) = bench.pay(stored, AT);
        let reader = || async {
            for _ in 0..LOOKS {
                let paid = bench.load(id).await?.order.state() == OrderState::Paid;
                expect(
                    !paid || has_task(&bench, id.as_str()).await?,
                    Clause::StoresTogether,
                    "an order was seen paid before its task was there",
                )?;
                give_way().await;
                let task = has_task(&bench, id.as_str()).await?;
                let paid = bench.load(id).await?.order.state() == OrderState::Paid;
                expect(
                    paid || !task,
                    Clause::StoresTogether,
                    "a task was seen before its order was paid",
                )?;
                give_way().await;
            }
            Ok(())
        };
        let (written, read, again) = future::join3(bench.save(&change), reader(), reader()).await;
        written?;
        if !has_task(&bench, id.as_str()).await? {
            // The task is not late, but lost. Other trials report this.
            return Ok(());
        }
        read.and(again)?;
    }
    Ok(())
}

pub(super) async fn hands_out_every_task(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::HandsOutEveryTask;
    let mut tasks = Vec::new();
    // The second task has an earlier time than the first, but was stored later. The order in which
    // tasks were stored decides.
    for (number, at) in [(1, 3), (2, 1), (3, 2)] {
        let at = Timestamp::from_unix(at);
        tasks.push(bench.paid(&format!("order-{number}"), at).await?);
    }
    let question = Task::about_unknown_order(bench.key("unknown"), AT);
    bench.save(&Change::Note(question.clone())).await?;

    let shipping = pending(&bench, Queue::Shipping).await?;
    let ours: Vec<_> = shipping
        .iter()
        .filter(|task| tasks.contains(task))
        .collect();
    expect(
        ours.len() == tasks.len(),
        clause,
        &format!(
            "of {} tasks, {} came back complete",
            tasks.len(),
            ours.len()
        ),
    )?;
    expect(
        ours.into_iter().eq(&tasks),
        clause,
        "tasks were not handed out in the order in which they were stored",
    )?;
    let person = pending(&bench, Queue::Person).await?;
    expect(
        person.contains(&question),
        clause,
        "a task without an order was not handed out",
    )?;
    for (queue, pending) in [(Queue::Shipping, &shipping), (Queue::Person, &person)] {
        expect(
            pending.iter().all(|task| task.queue() == queue),
            clause,
            "a task was handed out in another queue",
        )?;
    }
    let two = bench.store.pending(Queue::Shipping, 2).await;
    let two = two
        .map_err(failed(Clause::Reports, "tasks were not read"))?
        .tasks;
    expect(
        two.len() <= 2 && shipping.starts_with(&two),
        clause,
        "`pending` with the limit 2 did not return the two oldest tasks",
    )
}

pub(super) async fn hands_out_until_acknowledged(bench: Bench<'_, impl Store>) -> Verdicts {
    let task = bench.paid("order", AT).await?;
    if !pending(&bench, Queue::Shipping).await?.contains(&task) {
        // Another trial reports this.
        return Ok(());
    }
    for _ in 0..2 {
        expect(
            pending(&bench, Queue::Shipping).await?.contains(&task),
            Clause::HandsOutUntilAcknowledged,
            "a task that was not acknowledged was not handed out again",
        )?;
    }
    Ok(())
}

pub(super) async fn acknowledges_the_named(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::AcknowledgesTheNamed;
    let mut tasks = Vec::new();
    for name in ["first", "second", "third"] {
        tasks.push(bench.paid(name, AT).await?);
    }
    for _ in 0..2 {
        if !are_pending(&bench, &tasks, &[true; 3]).await? {
            // Other trials report this.
            return Ok(());
        }
    }
    let unknown = TaskKey::from(format!("{}-", bench.id("first")));
    acknowledge(&bench, &unknown).await?;
    expect(
        are_pending(&bench, &tasks, &[true; 3]).await?,
        clause,
        "a task was acknowledged by a key that no task has",
    )?;
    let second = tasks.get(1).map(Task::key).unwrap_or(unknown);
    for _ in 0..2 {
        acknowledge(&bench, &second).await?;
        expect(
            are_pending(&bench, &tasks, &[true, false, true]).await?,
            clause,
            "the second of three tasks was acknowledged, but the tasks left are not the first and the third",
        )?;
    }
    Ok(())
}

pub(super) async fn acknowledges_forever(bench: Bench<'_, impl Store>) -> Verdicts {
    let task = some_task(&bench);
    bench.save(&Change::Note(task.clone())).await?;
    acknowledge(&bench, &task.key()).await?;
    let gone = !pending(&bench, Queue::Person).await?.contains(&task);
    bench.save(&Change::Note(task.clone())).await?;
    let back = pending(&bench, Queue::Person).await?.contains(&task);
    expect(
        !gone || !back,
        Clause::AcknowledgesTheNamed,
        "a task that was acknowledged and stored again came back",
    )
}

/// A refund acknowledges the order's task to ship in the same transaction, and no other task. If
/// the change is refused, the task stays.
pub(super) async fn acknowledges_what_a_change_settles(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::AcknowledgesTheNamed;
    let mut tasks = Vec::new();
    for name in ["first", "second"] {
        tasks.push(bench.paid(name, AT).await?);
    }
    for _ in 0..2 {
        if !are_pending(&bench, &tasks, &[true; 2]).await? {
            // Other trials report this.
            return Ok(());
        }
    }
    let paid = bench.load(&bench.id("first")).await?;
    let outdated = StoredOrder {
        version: Version::FIRST,
        ..paid.clone()
    };
    let refused = bench.store.save(&bench.refund(&outdated)).await;
    expect(
        refused.is_ok() || are_pending(&bench, &tasks, &[true; 2]).await?,
        Clause::StoresTogether,
        "a change was refused, but the task that it would have acknowledged is gone",
    )?;
    if refused.is_ok() {
        // Another trial reports this.
        return Ok(());
    }
    bench.save(&bench.refund(&paid)).await?;
    expect(
        are_pending(&bench, &tasks, &[false, true]).await?,
        clause,
        "an order was refunded, but not exactly its task to ship was acknowledged with it",
    )
}

pub(super) async fn keeps_task_once(bench: Bench<'_, impl Store>) -> Verdicts {
    let first = some_task(&bench);
    let later = Timestamp::from_unix(AT.unix().saturating_add(1));
    let second = Task::about_unknown_order(first.attempt().clone(), later);
    bench.save(&Change::Note(first.clone())).await?;
    let both = [&first, &second].map(|task| Change::Note(task.clone()));
    future::try_join_all(both.iter().map(|note| bench.save(note))).await?;
    let pending = pending(&bench, Queue::Person).await?;
    let kept: Vec<_> = pending
        .iter()
        .filter(|task| task.key() == first.key())
        .collect();
    expect(
        kept.len() < 2,
        Clause::KeepsTaskOnce,
        &format!(
            "a task that was stored three times exists {} times",
            kept.len()
        ),
    )?;
    expect(
        kept.iter().all(|task| **task == first),
        Clause::KeepsTaskOnce,
        "a task was replaced by a later one with the same key",
    )
}

/// The number of orders that are paid while others read.
const ORDERS: usize = 16;

/// The number of times that each reader reads.
const LOOKS: usize = 4;

/// A limit above the number of tasks that any trial leaves.
const ALL: usize = 1_000_000;

pub(super) fn some_task(bench: &Bench<'_, impl Store>) -> Task {
    Task::about_unknown_order(bench.key("task"), AT)
}

async fn pending(bench: &Bench<'_, impl Store>, queue: Queue) -> Result<Vec<Task>, ClauseError> {
    let pending = bench.store.pending(queue, ALL).await;
    let pending = pending.map_err(failed(Clause::Reports, "tasks were not read"))?;
    Ok(pending.tasks)
}

async fn acknowledge(bench: &Bench<'_, impl Store>, key: &TaskKey) -> Verdicts {
    let acknowledged = bench.store.acknowledge(key).await;
    acknowledged.map_err(failed(Clause::Reports, "a task was not acknowledged"))
}

async fn has_task(bench: &Bench<'_, impl Store>, order: &str) -> Result<bool, ClauseError> {
    let pending = pending(bench, Queue::Shipping).await?;
    let ship = |task: &Task| {
        let id = task.order().map(OrderId::as_str);
        task.job() == Job::Ship && id == Some(order)
    };
    Ok(pending.iter().any(ship))
}

/// Whether exactly those tasks are pending that should be.
async fn are_pending(
    bench: &Bench<'_, impl Store>,
    tasks: &[Task],
    expected: &[bool],
) -> Result<bool, ClauseError> {
    let pending = pending(bench, Queue::Shipping).await?;
    let found = tasks.iter().map(|task| pending.contains(task));
    Ok(found.eq(expected.iter().copied()))
}
