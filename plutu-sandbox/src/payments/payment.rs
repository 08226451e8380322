//! A payment that the payer answers on a page.

use plutu_core::CallbackUrl;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::PaymentMethod;
use plutu_core::ReturnUrl;

use crate::checkout;
use crate::delivery::Delivery;
use crate::error::SandboxError;
use crate::gateway::Money;
use crate::gateway::RedirectGateway;

/// One payment.
#[derive(Clone)]
pub(crate) struct Payment {
    /// What callbacks call the transaction id.
    pub(crate) id: u64,
    token: String,
    pub(crate) order: Order,
    pub(crate) outcome: Option<Outcome>,
    /// How the payer paid: T-Lync alone lets him choose.
    pub(crate) method: PaymentMethod,
    /// What became of the last callback to the shop's server.
    pub(crate) delivery: Option<Delivery>,
}

impl Payment {
    pub(crate) fn new(id: u64, token: String, order: Order) -> Self {
        Self {
            id,
            token,
            order,
            outcome: None,
            method: DEFAULT_METHOD,
            delivery: None,
        }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The path and query of the payment's checkout page.
    pub(crate) fn checkout_path(&self) -> String {
        format!(
            "{}/{}?{}={}",
            checkout::PATH,
            self.id,
            checkout::TOKEN,
            self.token
        )
    }
}

/// What the merchant asked for.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) gateway: RedirectGateway,
    pub(crate) money: Money,
    pub(crate) invoice_no: InvoiceNo,
    pub(crate) return_url: ReturnUrl,
    /// T-Lync alone has one.
    pub(crate) callback_url: Option<CallbackUrl>,
    pub(crate) language: Language,
}

/// What the payer answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Approved,
    Canceled,
}

impl Outcome {
    /// The answer that this one excludes.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Approved => Self::Canceled,
            Self::Canceled => Self::Approved,
        }
    }

    /// The error for another answer after this one.
    pub(super) fn already(self, invoice_no: &InvoiceNo) -> SandboxError {
        let invoice_no = invoice_no.clone();
        match self {
            Self::Approved => SandboxError::AlreadyApproved { invoice_no },
            Self::Canceled => SandboxError::AlreadyCanceled { invoice_no },
        }
    }
}

/// How a payer pays who does not choose.
pub(crate) const DEFAULT_METHOD: PaymentMethod = PaymentMethod::Tadawul;
