//! The key of an attempt: its gateway and its invoice number.

use std::fmt;

use plutu_core::FieldError;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::PaymentKey;
use plutu_core::is_gateway_name;
use serde::Deserialize;
use serde::Serialize;

/// The key of an attempt to pay: the gateway and the invoice number. No two attempts share a key,
/// neither in one order nor across orders.
///
/// It is displayed as `mpgs/INV-1001`, like the [`PaymentKey`] of a payment.
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_orders::AttemptKey;
///
/// let key = AttemptKey::new::<mpgs::Gateway>("INV-1001".parse()?);
/// assert_eq!(key.to_string(), "mpgs/INV-1001");
/// # Ok::<(), plutu_core::FieldError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "UncheckedKey")]
pub struct AttemptKey {
    gateway: String,
    invoice_no: InvoiceNo,
}

impl AttemptKey {
    /// Creates the key of an attempt through the gateway `G`.
    ///
    /// If a gateway is implemented by hand and its name is invalid, this does not compile.
    /// Otherwise the attempt would be stored, but never read back:
    ///
    /// ```compile_fail,E0080
    /// struct Coast;
    ///
    /// impl plutu_core::Gateway for Coast {
    ///     const NAME: &'static str = "Coast/Pay";
    ///     type Currency = plutu_core::currency::LYD;
    /// }
    ///
    /// let key = plutu_orders::AttemptKey::new::<Coast>("INV-1001".parse()?);
    /// # Ok::<(), plutu_core::FieldError>(())
    /// ```
    #[must_use]
    pub fn new<G: Gateway>(invoice_no: InvoiceNo) -> Self {
        const { assert!(is_gateway_name(G::NAME), "invalid `Gateway::NAME`") }
        Self {
            gateway: G::NAME.to_owned(),
            invoice_no,
        }
    }

    /// Creates the key of an attempt through the gateway with this name, for example from a form
    /// that a person fills in.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if no gateway can have this name. A name consists of at most 64 lower-case
    /// ASCII letters, digits, `-` and `_`.
    pub fn with_gateway_name(
        gateway: impl Into<String>,
        invoice_no: InvoiceNo,
    ) -> Result<Self, FieldError> {
        let gateway = gateway.into();
        if !is_gateway_name(&gateway) {
            return Err(FieldError::new("gateway", "no gateway can have this name"));
        }
        Ok(Self {
            gateway,
            invoice_no,
        })
    }

    /// The gateway's name.
    #[must_use]
    pub fn gateway(&self) -> &str {
        &self.gateway
    }

    /// The invoice number.
    #[must_use]
    pub fn invoice_no(&self) -> &InvoiceNo {
        &self.invoice_no
    }
}

impl From<&PaymentKey> for AttemptKey {
    fn from(key: &PaymentKey) -> Self {
        Self {
            gateway: key.gateway().to_owned(),
            invoice_no: key.invoice_no().clone(),
        }
    }
}

impl fmt::Display for AttemptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.gateway, self.invoice_no)
    }
}

/// A key as it is read back, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedKey {
    gateway: String,
    invoice_no: InvoiceNo,
}

impl TryFrom<UncheckedKey> for AttemptKey {
    type Error = FieldError;

    fn try_from(stored: UncheckedKey) -> Result<Self, FieldError> {
        Self::with_gateway_name(stored.gateway, stored.invoice_no)
    }
}
