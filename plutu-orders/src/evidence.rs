//! What Plutu reported, for the person who looks a payment up.

use plutu_core::TransactionId;
use serde::Deserialize;
use serde::Serialize;

/// What Plutu reported about a payment, for the person who looks it up. It is kept because Plutu
/// documents no endpoint that returns it again. Both fields are `None` for an undecided callback
/// and for the unknown outcome of a charge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Evidence {
    /// The amount that Plutu reported, with its currency, if it is not the order's: `1.00 LYD`.
    pub amount: Option<String>,
    /// The transaction id that Plutu reported.
    pub transaction_id: Option<TransactionId>,
}
