//! The planned faults that have not taken effect yet, each for one call or one callback.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::fault::kinds::Fault;
use crate::fault::kinds::UnknownFaultError;
use crate::fault::magic;

/// The planned faults.
pub(crate) struct Faults {
    planned: Mutex<VecDeque<Planned>>,
    /// Whether invoice numbers and amounts can ask for faults.
    has_magic: bool,
}

/// A fault that takes effect once.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) fault: Fault,
    /// The endpoint as `gateway/action`; `None` for any endpoint.
    pub(crate) endpoint: Option<String>,
}

/// A call of the API. For a callback, it is the call that opened the payment.
pub(crate) struct Call<'a> {
    pub(crate) gateway: &'a str,
    pub(crate) action: &'a str,
    /// Whether it is the first step of a payment with a one-time password.
    pub(crate) is_challenge: bool,
    pub(crate) invoice_no: Option<&'a str>,
    /// With two decimals.
    pub(crate) amount: Option<&'a str>,
}

impl Faults {
    pub(crate) fn new(has_magic: bool) -> Self {
        Self {
            planned: Mutex::default(),
            has_magic,
        }
    }

    pub(crate) fn has_magic(&self) -> bool {
        self.has_magic
    }

    /// Plans a fault. Returns false if too many are waiting already.
    pub(crate) fn plan(&self, planned: Planned) -> bool {
        let mut waiting = self.planned();
        let has_room = waiting.len() < MAX_PLANNED;
        if has_room {
            waiting.push_back(planned);
        }
        has_room
    }

    /// The faults for this call's answer. A planned one is used up.
    pub(crate) fn of_answer(&self, call: &Call<'_>) -> Vec<Fault> {
        self.of(call, false)
    }

    /// A note if a part of the invoice number looks like a fault and is not one.
    pub(crate) fn note(&self, invoice_no: &str) -> Option<String> {
        let unknown = magic::unknown_in(invoice_no).filter(|_| self.has_magic)?;
        Some(format!("`{unknown}`: {UnknownFaultError}"))
    }

    /// The faults for the callback of the payment that this call opened.
    pub(crate) fn of_callback(&self, call: &Call<'_>) -> Vec<Fault> {
        self.of(call, true)
    }

    /// The faults that have not taken effect yet.
    pub(crate) fn waiting(&self) -> Vec<Planned> {
        self.planned().iter().cloned().collect()
    }

    /// Removes one such fault, if it has not taken effect yet.
    pub(crate) fn remove(&self, unwanted: &Planned) {
        let mut planned = self.planned();
        if let Some(position) = planned.iter().position(|planned| planned == unwanted) {
            planned.remove(position);
        }
    }

    pub(crate) fn clear(&self) {
        self.planned().clear();
    }

    fn of(&self, call: &Call<'_>, strikes_callback: bool) -> Vec<Fault> {
        let planned = self.take(call, strikes_callback).into_iter();
        let magic = self.has_magic.then(|| call.magic()).into_iter().flatten();
        let magic = magic.filter(|fault| fault.strikes_callback() == strikes_callback);
        planned.chain(magic).collect()
    }

    fn take(&self, call: &Call<'_>, strikes_callback: bool) -> Option<Fault> {
        let mut planned = self.planned();
        let position = planned.iter().position(|planned| {
            planned.fault.strikes_callback() == strikes_callback && planned.is_for(call)
        })?;
        planned.remove(position).map(|planned| planned.fault)
    }

    fn planned(&self) -> MutexGuard<'_, VecDeque<Planned>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Planned {
    fn is_for(&self, call: &Call<'_>) -> bool {
        self.endpoint
            .as_deref()
            .is_none_or(|endpoint| endpoint.split_once('/') == Some((call.gateway, call.action)))
    }
}

impl Call<'_> {
    fn magic(&self) -> Vec<Fault> {
        let invoice_no = self.invoice_no.unwrap_or_default();
        let amount = self.amount.unwrap_or_default();
        magic::of_invoice(invoice_no)
            .chain(magic::of_amount(amount, self.is_challenge))
            .collect()
    }
}

/// The most faults that can wait.
const MAX_PLANNED: usize = 1000;
