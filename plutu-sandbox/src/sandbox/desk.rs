//! The developer's controls: faults, the clock, and a reset.

use std::time::Duration;

use crate::fault::Fault;
use crate::fault::Planned;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Plans a fault, which takes effect once. A fault of the API's answer takes effect in the next
    /// call, and a fault of the callback when the payer answers the next payment. Up to a thousand
    /// faults can wait.
    ///
    /// A call with wrong credentials or an unreadable body does not use up a fault.
    ///
    /// ```
    /// use plutu_sandbox::{Fault, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::start().await?;
    /// sandbox.fault(Fault::DropAfter);
    /// // … the shop's next request is carried out and never answered.
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.plan(fault, None);
    }

    /// Like [`fault`](Self::fault), but only for calls of one endpoint, for example
    /// `edfali/confirm`.
    pub fn fault_at(&self, endpoint: impl Into<String>, fault: Fault) {
        self.plan(fault, Some(endpoint.into()));
    }

    /// The faults that have not taken effect yet, the next one first.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let waiting = self.account.faults().waiting().into_iter();
        waiting.map(|planned| planned.fault).collect()
    }

    /// Deletes all payments, processes, calls and faults, so that invoice numbers are free again.
    /// The credentials stay, and the clock does not go back.
    pub fn reset(&self) {
        self.account.reset();
        *self.last_seen() = 0;
    }

    /// Removes the faults that have not taken effect yet.
    pub fn clear_faults(&self) {
        self.account.faults().clear();
    }

    fn plan(&self, fault: Fault, endpoint: Option<String>) {
        self.account.faults().plan(Planned { fault, endpoint });
    }

    /// Moves the sandbox's clock ahead, so that a test does not have to wait until a one-time
    /// password expires.
    ///
    /// ```
    /// use plutu_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::start().await?;
    /// sandbox.advance(Sandbox::OTP_LIFETIME);
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance(&self, time: Duration) {
        self.account.clock().advance(time);
    }
}
