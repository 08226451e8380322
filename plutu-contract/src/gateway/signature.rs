//! Finds out whether a hash signs certain parameters. A [`Verifier`] does not reveal its secret, so
//! the hash is tested by verification: plutu-core accepts a signature over all parameters of a
//! callback, and the callback that is verified here contains only these parameters.

use plutu_core::CallbackError;
use plutu_core::Verifier;

use super::message::Format;
use super::message::HASHED;
use super::message::Pair;

/// The hash of a callback.
pub(super) struct Signature<'a> {
    hashed: String,
    verifier: &'a Verifier,
}

impl<'a> Signature<'a> {
    /// `hashed` is in upper case.
    pub(super) fn new(hashed: String, verifier: &'a Verifier) -> Self {
        Self { hashed, verifier }
    }

    /// Whether exactly these pairs are signed, in this order.
    pub(super) fn is_of(&self, pairs: &[Pair]) -> bool {
        // A hash over the probe's own keys matches, whatever other keys the callback contains.
        self.matches(pairs) && (0..pairs.len()).all(|place| !self.matches(&without(pairs, place)))
    }

    fn matches(&self, pairs: &[Pair]) -> bool {
        let mut pairs = pairs.to_vec();
        pairs.push((HASHED.to_owned(), self.hashed.clone()));
        let query = Format::Query.write(&pairs);
        // The probe's own fields are missing, but that is checked only after the hash has matched.
        !matches!(
            probe::Callback::verify(&query, self.verifier),
            Err(CallbackError::SignatureMismatch
                | CallbackError::Duplicate { .. }
                | CallbackError::MalformedSignature
                | CallbackError::TooLarge)
        )
    }
}

fn without(pairs: &[Pair], place: usize) -> Vec<Pair> {
    let mut pairs = pairs.to_vec();
    pairs.remove(place);
    pairs
}

/// A gateway whose keys no other gateway has.
#[plutu_core::plutu_gateway(name = "contract-probe", currency = "LYD")]
mod probe {
    use plutu_core::field::*;

    #[callback]
    pub(super) struct Callback {
        #[wire("contract-probe-amount")]
        amount: Amount,
        #[wire("contract-probe-invoice_no")]
        invoice_no: InvoiceNo,
        #[wire("contract-probe-transaction_id")]
        transaction_id: TransactionId,
    }
}
