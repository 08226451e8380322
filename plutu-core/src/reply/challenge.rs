//! The reply of a first step: the payer has a one-time password, and this is what to answer it with.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::amount::Amount;
use crate::field::FieldError;
use crate::field::ProcessId;
use crate::gateway::Gateway;
use crate::reply::Reply;
use crate::reply::ReplyFields;
use crate::request::Request;

/// A payment of the gateway `G` that waits for the payer's one-time password: the process id, and the amount
/// that was asked for. A confirmation is made from it with `Confirm::answering(&challenge)`, so that it
/// cannot carry another amount.
///
/// A web application keeps it between two pages, so it is serde-able. The stored form names the gateway,
/// and reading it checks that. It is not signed: where it went through the payer's hands, compare its
/// amount with the order's before it is used.
///
/// ```
/// use plutu_core::Request;
/// use plutu_core::gateways::sadad;
///
/// let request = sadad::Verify::builder()
///     .mobile_number("0913632323".parse()?)
///     .birth_year("1990".parse()?)
///     .amount("12.50".parse()?)
///     .build();
/// let body = br#"{"status":200,"result":{"process_id":1234567890123},"message":"OTP has been sent"}"#;
/// let challenge: sadad::Challenge = request.reply(200, body)?;
///
/// let stored = serde_json::to_string(&challenge)?;
/// assert_eq!(stored, r#"{"gateway":"sadadapi","process_id":"1234567890123","amount":"12.50"}"#);
///
/// let challenge: sadad::Challenge = serde_json::from_str(&stored)?;
/// let confirm = sadad::Confirm::answering(&challenge)
///     .code("111111".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .build();
/// assert_eq!(confirm.amount, request.amount);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Challenge<G: Gateway> {
    process_id: ProcessId,
    amount: Amount<G::Currency>,
}

impl<G: Gateway> Challenge<G> {
    /// The number of the payment that was begun.
    #[must_use]
    pub fn process_id(&self) -> &ProcessId {
        &self.process_id
    }

    /// The amount that the first step asked for.
    #[must_use]
    pub fn amount(&self) -> Amount<G::Currency> {
        self.amount
    }
}

/// The amount is the request's. The answer's own is not looked at: it was seen beside a `commission`, and what
/// the two mean together is not documented.
impl<R: Request> Reply<R> for Challenge<R::Gateway> {
    fn read(request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
        let amount = request
            .amount()
            .ok_or_else(|| FieldError::new("amount", "the request has none"))?;
        Ok(Self {
            process_id: result.required("process_id")?.parse()?,
            amount,
        })
    }
}

impl<G: Gateway> Clone for Challenge<G> {
    fn clone(&self) -> Self {
        Self {
            process_id: self.process_id.clone(),
            amount: self.amount,
        }
    }
}

impl<G: Gateway> PartialEq for Challenge<G> {
    fn eq(&self, other: &Self) -> bool {
        self.process_id == other.process_id && self.amount == other.amount
    }
}

impl<G: Gateway> Eq for Challenge<G> {}

impl<G: Gateway> fmt::Debug for Challenge<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenge")
            .field("gateway", &G::NAME)
            .field("process_id", &self.process_id)
            .field("amount", &self.amount)
            .finish()
    }
}

/// A challenge between two pages.
#[derive(Deserialize, Serialize)]
#[serde(bound = "", rename = "Challenge", deny_unknown_fields)]
struct Stored<C> {
    gateway: String,
    process_id: ProcessId,
    amount: Amount<C>,
}

impl<G: Gateway> Serialize for Challenge<G> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { process_id, amount } = self.clone();
        Stored {
            gateway: G::NAME.to_owned(),
            process_id,
            amount,
        }
        .serialize(serializer)
    }
}

impl<'de, G: Gateway> Deserialize<'de> for Challenge<G> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored {
            gateway,
            process_id,
            amount,
        } = Stored::deserialize(deserializer)?;
        if gateway != G::NAME {
            let message = format_args!("the challenge is not of the gateway `{}`", G::NAME);
            return Err(serde::de::Error::custom(message));
        }
        Ok(Self { process_id, amount })
    }
}
