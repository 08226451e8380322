//! The processes of one command: on Unix, its process group.
//!
//! The group often outlives the command's first process, for example the shell that started a
//! server. So its id is kept here, and not asked of that process.

use tokio::process::Child;

#[cfg(unix)]
use nix::errno::Errno;
#[cfg(unix)]
use nix::sys::signal::Signal;
#[cfg(unix)]
use nix::sys::signal::killpg;
#[cfg(unix)]
use nix::unistd::Pid;

/// A process group. On systems without process groups, it is always over.
pub(super) struct Group {
    /// `None` once the group was seen to be over. No other group gets the id while a member of this
    /// one is left, not even one that has ended and was not waited for. Afterwards the id may
    /// belong to others, so it is forgotten as soon as no member is found. If the last member ends
    /// after the leader was waited for, nobody says so: the id may then belong to others before it
    /// is signaled again. Systems give ids out in turn, so that takes thousands of new processes.
    #[cfg(unix)]
    id: Option<Pid>,
}

#[cfg(unix)]
impl Group {
    /// The group of a command that was started as the leader of its own group.
    pub(super) fn led_by(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self {
            id: id.map(Pid::from_raw),
        }
    }

    /// Asks all members to end. Returns whether there are any.
    pub(super) fn ask_to_end(&mut self) -> bool {
        self.signal(Signal::SIGTERM)
    }

    /// Ends all members.
    pub(super) fn end(&mut self) {
        self.signal(Signal::SIGKILL);
        self.id = None;
    }

    /// Whether no member is left. A member that has ended counts until it was waited for. In a
    /// container whose process 1 waits for nobody, such members stay for good.
    pub(super) fn is_over(&mut self) -> bool {
        !self.signal(None)
    }

    fn signal(&mut self, signal: impl Into<Option<Signal>>) -> bool {
        let Some(id) = self.id else {
            return false;
        };
        let reached = killpg(id, signal);
        if reached == Err(Errno::ESRCH) {
            self.id = None;
        }
        reached.is_ok()
    }
}

#[cfg(not(unix))]
#[expect(clippy::unused_self, reason = "there is no group to ask")]
impl Group {
    pub(super) fn led_by(_: &Child) -> Self {
        Self {}
    }

    pub(super) fn ask_to_end(&mut self) -> bool {
        false
    }

    pub(super) fn end(&mut self) {}

    pub(super) fn is_over(&mut self) -> bool {
        true
    }
}
