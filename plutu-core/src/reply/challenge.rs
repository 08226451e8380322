//! The reply to the first step of a payment: Plutu has sent the payer a one-time password.

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

/// A payment of the gateway `G` that waits for the payer's one-time password: its process id and
/// the amount of the first step.
///
/// Each gateway's module has an alias: `sadad::Challenge` is `Challenge<sadad::Gateway>`.
///
/// `Confirm::answering(&challenge, order_amount)?` starts the charge and compares the two amounts.
/// So a cart that changed between the two steps is noticed before any money moves.
///
/// # Storing it between two pages
///
/// A web application keeps the challenge in the payer's session, on the server. For this purpose,
/// the type implements serde's traits. The stored form names the gateway, and deserializing checks
/// that name.
///
/// The stored form is not signed or encrypted. Keep all of it on the server, not only the amount:
/// anyone who can replace the process id can have a payment confirmed that another payer started.
/// Do not put it into a hidden form field or an unencrypted cookie.
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
    /// Makes a challenge from the parts that an application stored.
    pub fn new(process_id: ProcessId, amount: Amount<G::Currency>) -> Self {
        Self { process_id, amount }
    }

    /// The id of the started payment.
    #[must_use]
    pub fn process_id(&self) -> &ProcessId {
        &self.process_id
    }

    /// The amount of the first step.
    #[must_use]
    pub fn amount(&self) -> Amount<G::Currency> {
        self.amount
    }
}

/// The amount is the request's. The answer's own amount is ignored: it was observed together with a
/// `commission`, and the documentation does not explain how the two are related.
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

/// The stored form of a challenge.
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
            return Err(serde::de::Error::custom(format_args!(
                "the challenge does not belong to the gateway `{}`",
                G::NAME
            )));
        }
        Ok(Self { process_id, amount })
    }
}
