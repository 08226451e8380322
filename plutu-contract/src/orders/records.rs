//! The trials about orders.

use futures_util::future;
use plutu_orders::OrderId;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;
use plutu_orders::store::Version;

use super::bench::Bench;
use super::bench::Verdicts;
use super::bench::broken;
use super::bench::expect;
use super::bench::failed;
use super::clause::Clause;

pub(super) async fn returns_as_stored(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::ReturnsAsStored;
    let stored = bench.stored("order").await?;
    let loaded = bench.load(stored.order.id()).await?;
    expect(loaded == stored, clause, "a new order came back changed")?;

    let change = bench.start(&stored, "attempt");
    bench.save(&change).await?;
    let loaded = bench.load(stored.order.id()).await?;
    let second = Version::FIRST.next();
    expect(
        loaded.version == second,
        clause,
        "after a change, the order's version is not the next one",
    )?;
    let Change::Update { order, .. } = change else {
        return Ok(());
    };
    expect(
        loaded.order.history() == order.history(),
        clause,
        "the order's history is not as it was stored",
    )?;
    expect(
        loaded.order == order,
        clause,
        "the order is not as it was stored",
    )
}

pub(super) async fn tells_similar_orders_apart(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::ReturnsAsStored;
    let first = bench.stored("order").await?;
    let others =
        ["ORDER", "order ", "order-", "%", "order_"].map(|name| bench.order_in_dinars(name));
    for other in &others {
        let loaded = bench.store.load(other.id()).await;
        let loaded = loaded.map_err(failed(Clause::Reports, "an order was not looked up"))?;
        expect(
            loaded.is_none(),
            clause,
            "`load` returned an order for an id that no order has",
        )?;
    }
    for other in &others {
        let created = bench.store.save(&Change::Create(other.clone())).await;
        created.map_err(failed(
            clause,
            "an order was not stored because another order has a similar id",
        ))?;
    }
    for order in others.iter().chain([&first.order]) {
        let loaded = bench.load(order.id()).await?;
        expect(
            loaded.order == *order,
            clause,
            "two orders with similar ids are mixed up",
        )?;
    }
    Ok(())
}

pub(super) async fn finds_by_attempt(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::FindsByAttempt;
    let stored = bench.started("first").await?;
    bench.save(&bench.start(&stored, "second")).await?;
    let both = bench.load(stored.order.id()).await?;
    // The same invoice number at another gateway is another attempt. The same number in capital
    // letters is another attempt too.
    let dinars = StoredOrder {
        order: bench.order_in_dinars("dinars"),
        version: Version::FIRST,
    };
    bench.create(&dinars.order).await?;
    let saved = bench.store.save(&bench.start(&dinars, "first")).await;
    saved.map_err(failed(
        Clause::KeepsAttemptsUnique,
        "an attempt was not stored because another gateway has the same invoice number",
    ))?;
    let capital = bench.stored("capital").await?;
    let saved = bench.store.save(&bench.start(&capital, "FIRST")).await;
    saved.map_err(failed(
        Clause::KeepsAttemptsUnique,
        "an attempt was not stored because its invoice number differs from another one only in case",
    ))?;

    for (key, order) in [
        (bench.key("first"), Some(&both)),
        (bench.key("second"), Some(&both)),
        (bench.key("third"), None),
        (bench.key(""), None),
    ] {
        let found = bench.store.find(&key).await;
        let found = found.map_err(failed(Clause::Reports, "an attempt was not looked up"))?;
        let otherwise = match order {
            Some(_) => "`find` did not return the stored order of an attempt",
            None => "`find` returned an order for a key that no attempt has",
        };
        expect(found.as_ref() == order, clause, otherwise)?;
    }
    Ok(())
}

pub(super) async fn creates_once(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::CreatesOnce;
    let stored = bench.started("order").await?;
    let again = bench.order_in_dinars("order");
    let created = bench.store.save(&Change::Create(again)).await;
    let loaded = bench.load(stored.order.id()).await?;
    expect(
        loaded == stored,
        clause,
        "a second order with the same id replaced the first one",
    )?;
    is_conflict(created, "a second order with the same id")?;

    let order = bench.order("race");
    let create = Change::Create(order);
    let created = future::join_all((0..WRITERS).map(|_| bench.store.save(&create))).await;
    let wins = created.iter().filter(|created| created.is_ok()).count();
    expect(
        wins == 1,
        clause,
        &format!("of {WRITERS} new orders with one id at once, {wins} were stored"),
    )
}

pub(super) async fn checks_version(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::ChecksVersion;
    let old = bench.stored("order").await?;
    bench.save(&bench.start(&old, "first")).await?;
    let now = bench.load(old.order.id()).await?;
    let future = StoredOrder {
        order: now.order.clone(),
        version: now.version.next(),
    };
    for (stale, number) in [(&old, "second"), (&future, "third")] {
        let saved = bench.store.save(&bench.start(stale, number)).await;
        let loaded = bench.load(old.order.id()).await?;
        expect(
            loaded == now,
            clause,
            "a change that expected another version was stored",
        )?;
        is_conflict(saved, "a change that expected another version")?;
    }

    let missing = StoredOrder {
        order: bench.order("missing"),
        version: Version::FIRST,
    };
    let saved = bench.store.save(&bench.start(&missing, "fourth")).await;
    let loaded = bench.store.load(missing.order.id()).await;
    let loaded = loaded.map_err(failed(Clause::Reports, "an order was not looked up"))?;
    expect(
        loaded.is_none(),
        clause,
        "a change of an order that was never stored was stored",
    )?;
    is_conflict(saved, "a change of an order that was never stored")
}

/// Several writers read, change and write the same order. A writer tries again if another one was
/// faster.
pub(super) async fn loses_no_update(bench: Bench<'_, impl Store>) -> Verdicts {
    let stored = bench.stored("order").await?;
    let id = stored.order.id();
    let writer = |writer: usize| {
        let bench = &bench;
        async move {
            for change in 0..CHANGES {
                write(bench, id, &format!("{writer}-{change}")).await?;
            }
            Ok(())
        }
    };
    future::try_join_all((0..WRITERS).map(writer)).await?;
    let loaded = bench.load(id).await?;
    let (kept, all) = (loaded.order.attempts().len(), WRITERS * CHANGES);
    expect(
        kept == all,
        Clause::ChecksVersion,
        &format!("of {all} changes by {WRITERS} writers at once, {kept} are left"),
    )
}

/// Starts an attempt. Tries again until no other writer was faster.
async fn write(bench: &Bench<'_, impl Store>, id: &OrderId, number: &str) -> Verdicts {
    // Each conflict means that another writer succeeded, so this is more than enough.
    for _ in 0..WRITERS * CHANGES * 4 {
        let stored = bench.load(id).await?;
        match bench.store.save(&bench.start(&stored, number)).await {
            Err(StoreError::Conflict) => {}
            saved => {
                let failed = failed(Clause::Reports, "one of several changes at once failed");
                return saved.map_err(failed);
            }
        }
    }
    Err(broken(
        Clause::ChecksVersion,
        "a change was refused again and again, although nobody changed the order",
    ))
}

pub(super) async fn keeps_attempts_unique(bench: Bench<'_, impl Store>) -> Verdicts {
    let clause = Clause::KeepsAttemptsUnique;
    let first = bench.started("first").await?;
    let second = bench.stored("second").await?;
    let saved = bench.store.save(&bench.start(&second, "first")).await;
    let loaded = bench.load(second.order.id()).await?;
    expect(
        loaded == second,
        clause,
        "two orders have an attempt with the same gateway and invoice number",
    )?;
    let found = bench.store.find(&bench.key("first")).await;
    let found = found.map_err(failed(Clause::Reports, "an attempt was not looked up"))?;
    expect(
        found.as_ref() == Some(&first),
        clause,
        "`find` returned the order of an attempt that was refused",
    )?;
    is_taken(saved)
}

pub(super) async fn keeps_attempts_unique_at_once(bench: Bench<'_, impl Store>) -> Verdicts {
    let mut changes = Vec::new();
    for writer in 0..WRITERS {
        let stored = bench.stored(&format!("order-{writer}")).await?;
        changes.push(bench.start(&stored, "attempt"));
    }
    let saved = future::join_all(changes.iter().map(|change| bench.store.save(change))).await;
    let mut have = 0_usize;
    for writer in 0..WRITERS {
        let loaded = bench.load(&bench.id(&format!("order-{writer}"))).await?;
        have = have.saturating_add(loaded.order.attempts().len());
    }
    expect(
        have == 1,
        Clause::KeepsAttemptsUnique,
        &format!("{WRITERS} orders started the same attempt at once, and {have} have it"),
    )?;
    let wins = saved.iter().filter(|saved| saved.is_ok()).count();
    expect(
        wins == 1,
        Clause::Reports,
        &format!(
            "{WRITERS} orders started the same attempt at once, and `save` returned `Ok` for {wins}"
        ),
    )
}

/// The number of writers at the same time.
const WRITERS: usize = 8;

/// The number of changes that each writer makes.
const CHANGES: usize = 3;

/// Checks that a refused order or change was reported as a conflict.
fn is_conflict(saved: Result<(), StoreError>, what: &str) -> Verdicts {
    match saved {
        Err(StoreError::Conflict) => Ok(()),
        Ok(()) => Err(broken(
            Clause::Reports,
            format!("{what} was not stored, but the store returned `Ok`"),
        )),
        Err(error) => Err(broken(
            Clause::Reports,
            format!("for {what}, the store returned `{error:?}` instead of `Conflict`"),
        )),
    }
}

fn is_taken(saved: Result<(), StoreError>) -> Verdicts {
    match saved {
        Err(StoreError::InvoiceNoTaken(_)) => Ok(()),
        saved => Err(broken(
            Clause::Reports,
            format!(
                "for an attempt of another order, the store returned `{saved:?}` instead of `InvoiceNoTaken`"
            ),
        )),
    }
}
