//! Why a store did not do what it was asked.

use std::error::Error;

use crate::key::AttemptKey;

/// Why nothing was stored, or nothing could be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The order was stored by somebody else since it was loaded, or its id is taken. Load it and
    /// try again.
    #[error("the order was changed by somebody else")]
    Conflict,
    /// Another order has an attempt with this gateway and invoice number.
    #[error("another order has the attempt {0}")]
    InvoiceNoTaken(AttemptKey),
    /// What is stored is not an order, or not a task.
    #[error("what is stored cannot be read")]
    Corrupt(#[source] Box<dyn Error + Send + Sync>),
    /// The database cannot be reached or failed. Whether a change was stored is unknown: load the
    /// order to see.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}
