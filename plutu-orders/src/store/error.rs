//! The error of a store.

use std::error::Error;

use crate::key::AttemptKey;

/// Why a store could not store or read something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process stored the order since it was loaded, or the id of a new order is taken.
    /// Load the order and try again.
    #[error("another process changed the order")]
    Conflict,
    /// Another order has an attempt with this gateway and invoice number.
    #[error("another order has the attempt {0}")]
    InvoiceNoTaken(AttemptKey),
    /// The stored value is not a valid order or task.
    #[error("the stored value cannot be read")]
    Corrupt(#[source] Box<dyn Error + Send + Sync>),
    /// The database cannot be reached, is too busy, or failed. Whether a change was stored is
    /// unknown: load the order to find out.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}
