//! Payments with a one-time password: the shop asks for one, and the payer enters it in a form of
//! the shop's.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::InvoiceNo;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::check::target::Named;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;
use crate::check::what::What;
use crate::fault::Fault;
use crate::fault::Planned;
use crate::gateway::Endpoint;
use crate::gateway::Role;
use crate::payments::Limit;
use crate::payments::Record;

/// An order that waits for the payer's one-time password.
#[derive(Clone)]
pub(super) struct Asked {
    /// The number that the check proposed. The shop may have chosen another.
    invoice_no: String,
    amount: String,
    started: String,
}

impl Named for Asked {
    fn values(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("amount", &self.amount),
            ("invoice_no", &self.invoice_no),
            ("started", &self.started),
        ]
    }
}

impl Shop {
    /// Lets the shop send the payer a one-time password.
    pub(super) async fn ask(&self) -> Result<Asked, Trouble> {
        let _alone = self.starting.write().await;
        let calls = self.calls();
        let begun = self.begin().await?;
        let mut since = self.account.journal().last(MAX_CALLS).into_iter();
        let is_sent = since.any(|call| call.number > calls && call.status == Some(200));
        if !is_sent {
            return Err(self.not_opened(&begun, calls));
        }
        Ok(Asked {
            invoice_no: begun.invoice_no,
            amount: self.amount.clone(),
            started: begun.started,
        })
    }

    /// Enters the right password, or one that is wrong. A fault that another probe has planned does
    /// not strike it.
    pub(super) async fn enter(&self, asked: &Asked, is_right: bool) -> Result<(), Trouble> {
        let _unstruck = self.starting.read().await;
        self.type_in(asked, is_right).await
    }

    async fn type_in(&self, asked: &Asked, is_right: bool) -> Result<(), Trouble> {
        let code = self.password(is_right);
        let mut values = asked.values();
        values.push(("code", &code));
        let code = self.code.as_ref().ok_or_else(|| {
            Trouble::new(
                "to enter a one-time password",
                "there is no --code",
                "say where the shop takes it",
            )
        })?;
        match code.filled(&values) {
            What::Address(address) => {
                let answer = self.visit(&address).await;
                answer.map(|_| ()).map_err(|error| {
                    let step = format!("to enter a one-time password, GET {}", shown(&address));
                    Trouble::new(
                        step,
                        error.to_string(),
                        "correct --code, or see the shop's log",
                    )
                })
            }
            // What it exits with says nothing of the payment.
            What::Command(command) => self.run("--code", &command).await.map(|_| ()),
        }
    }

    /// Enters the right password while a fault strikes the charge, and gives the invoice number of
    /// the charge that was made.
    pub(super) async fn enter_struck(
        self: &Arc<Self>,
        asked: &Asked,
        fault: Fault,
    ) -> Result<InvoiceNo, Trouble> {
        let alone = self.starting.write().await;
        let last = self.last_payment();
        let charge = self.endpoint(Role::Charge);
        self.account.faults().plan(Planned {
            fault,
            endpoint: charge.map(Endpoint::name),
        });
        let (shop, entered) = (Arc::clone(self), asked.clone());
        let entering = tokio::spawn(async move { shop.type_in(&entered, true).await });
        let charged = async {
            loop {
                if let Some(invoice_no) = self.charge_after(last) {
                    return invoice_no;
                }
                sleep(PAUSE).await;
            }
        };
        let charged = timeout(self.visitor.patience(), charged).await;
        self.account.faults().clear();
        drop(alone);
        let charged = charged.map_err(|_| {
            Trouble::new(
                "to enter a one-time password",
                "the shop did not send it to the sandbox",
                "correct --code",
            )
        })?;
        // The shop may wait for longer than the check does. What it says to the payer does not
        // count.
        let _ = timeout(PATIENCE, entering).await;
        Ok(charged)
    }

    fn password(&self, is_right: bool) -> String {
        let challenge = self.endpoint(Role::Challenge);
        let right = challenge.and_then(Endpoint::one_time_password);
        let right = right.unwrap_or_default();
        if is_right {
            right.to_owned()
        } else {
            right.replace('1', "2")
        }
    }

    fn charge_after(&self, last: u64) -> Option<InvoiceNo> {
        let read = |_, record: &Record| match record {
            Record::Otp(payment) => Some(payment.invoice_no.clone()),
            Record::Page(_) => None,
        };
        let found = self.account.payments().after(last, Limit::count(1), read);
        found.into_iter().flatten().next()
    }

    /// How often the shop has sent a request again whose answer was lost or late.
    pub(super) fn repetitions(&self, invoice_no: &InvoiceNo) -> usize {
        let calls = self.account.journal().last(MAX_CALLS).into_iter();
        calls
            .filter(|call| call.invoice_no.as_deref() == Some(invoice_no.as_str()))
            // The one that was struck has its fault.
            .filter(|call| call.faults.is_empty())
            .count()
    }
}

const PAUSE: Duration = Duration::from_millis(20);

/// How long a shop may wait for an answer before it is not waited for any more.
const PATIENCE: Duration = Duration::from_secs(20);

/// More than a check sends.
const MAX_CALLS: usize = 1000;
