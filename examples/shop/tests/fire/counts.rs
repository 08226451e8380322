//! Prints the counts.

use std::fmt;

use plutu_orders::AttemptState;
use plutu_orders::OrderState;
use plutu_sandbox::PaymentReport;
use plutu_sandbox::PaymentStatus;

use crate::audit::Audit;
use crate::audit::key_of;
use crate::browser::Counts;

/// The counts before a person decides.
impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { requests, answers } = self.requests;
        let kills = self.kills;
        writeln!(
            f,
            "  payers        {answers} of {requests} requests answered; {kills} processes killed"
        )?;
        writeln!(f, "  sent to Plutu {}", self.calls())?;
        writeln!(f, "  payments      {}", self.payments())?;
        writeln!(f, "  approved      {}", self.approvals())?;
        write!(f, "  orders        {}", self.states())
    }
}

impl Audit {
    /// The counts after a person decided, and everybody paid.
    pub(crate) fn end(&self) -> String {
        let paid = self.count(OrderState::Paid);
        let parcels: usize = self.parcels.values().sum();
        let attempts = self.all_attempts();
        let refunded = attempts.filter(|(_, attempt)| attempt.state() == AttemptState::Refunded);
        let refunded = refunded.count();
        format!(
            "  in the end    {paid} orders paid, {parcels} parcels, {refunded} payments refunded"
        )
    }

    fn calls(&self) -> String {
        let calls = self.calls.all().count();
        let spoiled = self.calls.all().filter(|call| call.is_spoiled()).count();
        let charges = self.calls.all().filter(|call| call.is_charge()).count();
        format!("{calls} calls, {spoiled} met by a fault; {charges} charges, each sent once")
    }

    fn payments(&self) -> String {
        let of = |gateway: &&str| {
            let payments = self.payments.iter();
            let count = payments
                .filter(|payment| payment.gateway() == *gateway)
                .count();
            format!("{gateway} {count}")
        };
        let count = |status| {
            let payments = self.payments.iter();
            payments
                .filter(|payment| payment.status() == status)
                .count()
        };
        format!(
            "{}; {} canceled, {} declined, {} left open",
            GATEWAYS.iter().map(of).collect::<Vec<_>>().join(", "),
            count(PaymentStatus::Canceled),
            count(PaymentStatus::Declined),
            count(PaymentStatus::Open),
        )
    }

    fn approvals(&self) -> String {
        let approved = self.approved().count();
        let twice = self.second_payments().count();
        let frozen = self
            .approved()
            .filter(|payment| self.is_frozen(payment))
            .count();
        let settled = approved - twice - frozen;
        format!("{approved}: {settled} settled, {twice} to be refunded, {frozen} frozen, 0 lost")
    }

    fn states(&self) -> String {
        let paid = self.count(OrderState::Paid);
        let frozen = self.count(OrderState::Frozen);
        let unpaid = self.orders.len() - paid - frozen;
        let parcels: usize = self.parcels.values().sum();
        format!("{paid} paid, {frozen} frozen, {unpaid} not paid; {parcels} parcels")
    }

    fn is_frozen(&self, payment: &PaymentReport) -> bool {
        let order = self.order_of(payment);
        let attempt = order.and_then(|order| order.attempt(&key_of(payment)));
        attempt.is_some_and(|attempt| attempt.state() == AttemptState::Frozen)
    }
}

const GATEWAYS: [&str; 5] = ["mpgs", "localbankcards", "tlync", "sadadapi", "edfali"];
