//! The clauses of a store's contract.

use std::fmt;

/// A clause of the [contract](plutu_orders::Store#contract) of a store. `Display` shows it as the
/// end of the sentence "a store …".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// An order is returned as it was stored.
    ReturnsAsStored,
    /// An order is found by its attempts.
    FindsByAttempt,
    /// A new order is stored once.
    CreatesOnce,
    /// The version is checked.
    ChecksVersion,
    /// Attempts are unique.
    KeepsAttemptsUnique,
    /// An order and its tasks are stored together.
    StoresTogether,
    /// Every task is handed out.
    HandsOutEveryTask,
    /// A task is handed out until it is acknowledged.
    HandsOutUntilAcknowledged,
    /// Only the named task is acknowledged, by itself or with a change, and it stays acknowledged
    /// forever.
    AcknowledgesTheNamed,
    /// Tasks with one key are one task.
    KeepsTaskOnce,
    /// If nothing was stored or read, an error is returned.
    Reports,
}

impl Clause {
    /// All clauses.
    pub const ALL: &[Self] = &[
        Self::ReturnsAsStored,
        Self::FindsByAttempt,
        Self::CreatesOnce,
        Self::ChecksVersion,
        Self::KeepsAttemptsUnique,
        Self::StoresTogether,
        Self::HandsOutEveryTask,
        Self::HandsOutUntilAcknowledged,
        Self::AcknowledgesTheNamed,
        Self::KeepsTaskOnce,
        Self::Reports,
    ];
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReturnsAsStored => "returns an order as it was stored",
            Self::FindsByAttempt => "finds an order by each of its attempts, and by no other key",
            Self::CreatesOnce => "stores a new order only if its id is not taken",
            Self::ChecksVersion => "stores a change only if the order has the expected version",
            Self::KeepsAttemptsUnique => {
                "stores an attempt only if no other order has its gateway and invoice number"
            }
            Self::StoresTogether => "stores an order and its tasks together, or neither",
            Self::HandsOutEveryTask => {
                "hands out every complete task in its own queue, the oldest first, up to the limit"
            }
            Self::HandsOutUntilAcknowledged => "hands out a task until it is acknowledged",
            Self::AcknowledgesTheNamed => "acknowledges only the named task, and forever",
            Self::KeepsTaskOnce => "keeps a task once, as it was first stored",
            Self::Reports => "returns an error if nothing was stored or read",
        })
    }
}
