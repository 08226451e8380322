//! Asks the shop whether an order is paid and how often, and whether the shop calls it failed.

use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use tokio::time::sleep;

use crate::check::address_or_command::AddressOrCommand;
use crate::check::target::Named;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;

/// The shop's answer to whether an order is paid.
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
    /// Whether the shop calls an order paid, after it has had time to do so.
    pub(super) async fn settled(&self, order: &impl Named) -> Result<Paid, Trouble> {
        sleep(self.lag.get().copied().unwrap_or(PAUSE)).await;
        self.paid(order).await
    }

    /// Waits until the shop calls an order paid, or has had its time.
    pub(super) async fn becomes_paid(&self, order: &impl Named) -> Result<Paid, Trouble> {
        self.becomes_paid_within(self.visitor.patience(), order)
            .await
    }

    /// As [`becomes_paid`](Self::becomes_paid), with this time.
    pub(super) async fn becomes_paid_within(
        &self,
        time: Duration,
        order: &impl Named,
    ) -> Result<Paid, Trouble> {
        let began = Instant::now();
        let mut pause = PAUSE;
        loop {
            let paid = self.paid(order).await?;
            if paid.is_paid() || began.elapsed() > time {
                return Ok(paid);
            }
            sleep(pause).await;
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    /// Notes how long a genuine payment took to be seen. No order counts as unpaid earlier.
    pub(super) fn note_lag(&self, lag: Duration) {
        let lag = lag.saturating_mul(2).max(PAUSE);
        // The first value counts.
        let _ = self.lag.set(lag);
    }

    /// Whether the shop calls an order paid.
    pub(super) async fn paid(&self, order: &impl Named) -> Result<Paid, Trouble> {
        let what = self.paid.filled(&order.values());
        let Some(text) = self.yes(&PAID, &what, order).await? else {
            return Ok(Paid::No);
        };
        times(&text).map_err(|()| nonsense(PAID.step(&what), &text))
    }

    /// Whether the shop calls an order failed. `None` if there is no way to ask.
    pub(super) async fn is_failed(&self, order: &impl Named) -> Result<Option<bool>, Trouble> {
        let Some(failed) = &self.failed else {
            return Ok(None);
        };
        let what = failed.filled(&order.values());
        let yes = self.yes(&FAILED, &what, order).await?;
        Ok(Some(yes.is_some()))
    }

    /// The body or the output with which the shop answers yes. `None` if the answer is no.
    async fn yes(
        &self,
        question: &Question,
        what: &AddressOrCommand,
        order: &impl Named,
    ) -> Result<Option<String>, Trouble> {
        let step = question.step(what);
        match what {
            AddressOrCommand::Address(address) => self.yes_at(question, step, address, order).await,
            AddressOrCommand::Command(command) => self.yes_of(question, step, command).await,
        }
    }

    async fn yes_at(
        &self,
        question: &Question,
        step: String,
        address: &str,
        order: &impl Named,
    ) -> Result<Option<String>, Trouble> {
        let option = question.option;
        let answer = match self.visit(address, order.payer(), Duration::ZERO).await {
            Ok(answer) => answer,
            Err(error) => {
                let usual = format!("correct {option}, or see the shop's log");
                let advice = self.advice(&error, &usual);
                return Err(Trouble::new(step, error.to_string(), advice));
            }
        };
        match answer.status {
            200..=299 => Ok(Some(answer.body)),
            404 => Ok(None),
            status => Err(Trouble::new(
                step,
                format!("the answer was {status} and {}", shown(&answer.body)),
                format!("let it answer 2xx for yes, and 404 for no, or correct {option}"),
            )),
        }
    }

    async fn yes_of(
        &self,
        question: &Question,
        step: String,
        command: &str,
    ) -> Result<Option<String>, Trouble> {
        let done = self.run(question.option, command, Duration::ZERO).await?;
        match done.code {
            Some(0) => Ok(Some(done.stdout)),
            Some(1) => Ok(None),
            _ => Err(Trouble::new(
                step,
                done.says(),
                "let it exit with 0 for yes, and with 1 for no",
            )),
        }
    }
}

/// A question about an order that has a yes and a no.
struct Question {
    option: &'static str,
    asks: &'static str,
}

impl Question {
    /// The step that asks it in this way.
    fn step(&self, what: &AddressOrCommand) -> String {
        format!("to see {}, {what}", self.asks)
    }
}

const PAID: Question = Question {
    option: "--paid",
    asks: "whether an order is paid",
};

const FAILED: Question = Question {
    option: "--failed",
    asks: "whether the shop calls an order failed",
};

/// How often an order is paid, if a JSON object says so. Any other text says that it is paid.
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
