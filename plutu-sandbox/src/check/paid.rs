//! Asks the shop whether an order is paid, and how often.

use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use tokio::time::sleep;

use crate::check::target::Named;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;
use crate::check::what::What;

/// What the shop says of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paid {
    No,
    Yes,
    Times(u64),
}

impl Paid {
    pub(super) fn is_paid(self) -> bool {
        !matches!(self, Self::No | Self::Times(0))
    }

    pub(super) fn is_paid_again(self) -> bool {
        matches!(self, Self::Times(2..))
    }
}

impl Shop {
    /// Whether the shop calls an order paid, once it has had time to.
    pub(super) async fn settled(&self, order: &impl Named) -> Result<Paid, Trouble> {
        sleep(self.lag.get().copied().unwrap_or(PAUSE)).await;
        self.paid(order).await
    }

    /// Whether an order becomes paid in good time.
    pub(super) async fn becomes_paid(&self, order: &impl Named) -> Result<Paid, Trouble> {
        let began = Instant::now();
        let mut pause = PAUSE;
        loop {
            let paid = self.paid(order).await?;
            if paid.is_paid() || began.elapsed() > self.visitor.patience() {
                return Ok(paid);
            }
            sleep(pause).await;
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    /// Notes how long a genuine payment took to be seen. Nothing is taken for unpaid before.
    pub(super) fn note_lag(&self, lag: Duration) {
        let lag = lag.saturating_mul(2).max(PAUSE);
        // The first counts.
        let _ = self.lag.set(lag);
    }

    /// Whether the shop calls an order paid.
    pub(super) async fn paid(&self, order: &impl Named) -> Result<Paid, Trouble> {
        let values = order.values();
        match self.paid.filled(&values) {
            What::Address(address) => self.paid_at(&address).await,
            What::Command(command) => self.paid_by(&command).await,
        }
    }

    async fn paid_at(&self, address: &str) -> Result<Paid, Trouble> {
        let step = || format!("to see whether an order is paid, GET {address}");
        let answer = self.visit(address).await;
        let answer = answer.map_err(|error| {
            Trouble::new(
                step(),
                error.to_string(),
                "correct --paid, or see the shop's log",
            )
        })?;
        match answer.status {
            200..=299 => times(&answer.body).map_err(|()| nonsense(step(), &answer.body)),
            404 => Ok(Paid::No),
            status => Err(Trouble::new(
                step(),
                format!("the answer was {status} and {}", shown(&answer.body)),
                "let it answer 2xx if the order is paid, and 404 if not",
            )),
        }
    }

    async fn paid_by(&self, command: &str) -> Result<Paid, Trouble> {
        let step = || format!("to see whether an order is paid, `{command}`");
        let done = self.run("--paid", command).await?;
        match done.code {
            Some(0) => times(&done.stdout).map_err(|()| nonsense(step(), &done.stdout)),
            Some(1) => Ok(Paid::No),
            _ => Err(Trouble::new(
                step(),
                format!("it ended with {} and {}", done.end(), done.words()),
                "let it exit with 0 if the order is paid, and with 1 if not",
            )),
        }
    }
}

/// How often an order is paid, if a JSON text says so. What is no JSON says that it is paid.
fn times(text: &str) -> Result<Paid, ()> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return Ok(Paid::Yes);
    };
    match object.get("paid") {
        None => Ok(Paid::Yes),
        Some(paid) => paid.as_u64().map(Paid::Times).ok_or(()),
    }
}

fn nonsense(step: String, text: &str) -> Trouble {
    let received = format!("the JSON was {}", shown(text));
    Trouble::new(
        step,
        received,
        "let `paid` be a whole number: how often the order was paid",
    )
}

const PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
