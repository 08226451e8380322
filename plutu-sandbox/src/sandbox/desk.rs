//! What a developer does besides the payer: faults, the clock, a fresh beginning.

use std::time::Duration;

use crate::fault::Fault;
use crate::fault::Planned;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Lets something go wrong, once: a fault of the API's answer in the next call, one of the
    /// callback with the next payment that is answered. Several wait for their turn, up to a
    /// thousand of them.
    ///
    /// A call with wrong credentials or an unreadable body does not use a fault up.
    ///
    /// ```
    /// use plutu_sandbox::{Fault, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let sandbox = Sandbox::start().await?;
    /// sandbox.fault(Fault::DropAfter);
    /// // … the shop's next request is done and not answered.
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.plan(fault, None);
    }

    /// As [`fault`](Self::fault), at one endpoint alone, such as `edfali/confirm`. Calls of others
    /// pass it by.
    pub fn fault_at(&self, endpoint: impl Into<String>, fault: Fault) {
        self.plan(fault, Some(endpoint.into()));
    }

    /// The faults that were planned and have not struck yet, the next first.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let waiting = self.account.faults().waiting().into_iter();
        waiting.map(|planned| planned.fault).collect()
    }

    /// Forgets all payments, processes, calls and faults, so that invoice numbers are free again.
    /// Credentials stay, and so does the clock, which never goes back.
    pub fn reset(&self) {
        self.account.reset();
        *self.last_seen() = 0;
    }

    /// Forgets the faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.account.faults().clear();
    }

    fn plan(&self, fault: Fault, endpoint: Option<String>) {
        self.account.faults().plan(Planned { fault, endpoint });
    }

    /// Sets the sandbox's clock ahead, so that a test need not wait for a one-time password to
    /// expire.
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
