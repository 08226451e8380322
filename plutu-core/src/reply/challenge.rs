//! The reply to a first step: the payer has a one-time password, and this is what to answer it
//! with.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::amount::Amount;
use crate::answer::ReplyFields;
use crate::field::FieldError;
use crate::field::ProcessId;
use crate::gateway::Gateway;
use crate::request::Priced;
use crate::request::Reply;
use crate::request::Request;
use crate::spec::ReplyKind;

/// A payment of the gateway `G` that waits for the payer's one-time password: the process id, and
/// the amount that was asked for.
///
/// A declared gateway has it as `Challenge`: `sadad::Challenge` is `Challenge<sadad::Gateway>`.
///
/// The charge is made from it with `Confirm::answering(&challenge, order_amount)?`, which compares
/// the two amounts. So a cart that changed between the two steps is noticed before any money moves.
///
/// # Keeping it between two pages
///
/// A web application keeps the challenge in the payer's session, on the server, so it implements
/// serde's traits. The stored form names the gateway, and reading it checks that.
///
/// It is not signed or encrypted. Keep all of it out of the payer's hands, not only the amount:
/// somebody who can replace the process id can have a payment confirmed that another payer began. A
/// hidden form field or an unencrypted cookie is not a place for it.
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
/// let confirm = sadad::Confirm::answering(&challenge, "12.50".parse()?)?
///     .code("111111".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .build();
/// assert_eq!(confirm.amount, request.amount);
///
/// // The cart changed: nothing can be sent.
/// assert!(sadad::Confirm::answering(&challenge, "99.00".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "answer it with the payer's one-time password: `Confirm::answering(&challenge, order_amount)`"]
pub struct Challenge<G: Gateway> {
    process_id: ProcessId,
    amount: Amount<G::Currency>,
}

impl<G: Gateway> Challenge<G> {
    /// Puts a challenge together again from the parts that an application kept.
    pub fn new(process_id: ProcessId, amount: Amount<G::Currency>) -> Self {
        Self { process_id, amount }
    }

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

/// The amount is the request's. The answer's own amount is ignored: it was seen next to a
/// `commission`, and what the two mean together is not documented.
impl<R> Reply<R> for Challenge<R::Gateway>
where
    R: Request + Priced<<R::Gateway as Gateway>::Currency>,
{
    const KIND: ReplyKind = ReplyKind::Challenge;

    fn read(request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
        result.check_success()?;
        let process_id = result.required("process_id")?.parse()?;
        Ok(Self::new(process_id, request.amount()))
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
            let message =
                format_args!("the challenge does not belong to the gateway `{}`", G::NAME);
            return Err(serde::de::Error::custom(message));
        }
        Ok(Self { process_id, amount })
    }
}
