//! The counts of a server.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use super::Received;

/// The events at a server. The server's threads write them, and the test reads them.
#[derive(Default)]
pub(super) struct Log(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    connections: usize,
    acts: usize,
    requests: Vec<Received>,
    on_used_connections: usize,
    bytes_read: u64,
    bytes_written: u64,
    gave_up: bool,
}

impl Log {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn connected(&self) {
        let mut counts = self.counts();
        counts.connections = counts.connections.saturating_add(1);
    }

    /// The number of acts that have begun.
    pub(super) fn acts(&self) -> usize {
        self.counts().acts
    }

    pub(super) fn began_act(&self) {
        let mut counts = self.counts();
        counts.acts = counts.acts.saturating_add(1);
    }

    pub(super) fn received(&self, request: Received) {
        self.counts().requests.push(request);
    }

    pub(super) fn used_connection_again(&self) {
        let mut counts = self.counts();
        counts.on_used_connections = counts.on_used_connections.saturating_add(1);
    }

    pub(super) fn on_used_connections(&self) -> usize {
        self.counts().on_used_connections
    }

    pub(super) fn read(&self, bytes: usize) {
        let mut counts = self.counts();
        counts.bytes_read = add(counts.bytes_read, bytes);
    }

    pub(super) fn wrote(&self, bytes: usize) {
        let mut counts = self.counts();
        counts.bytes_written = add(counts.bytes_written, bytes);
    }

    pub(super) fn lost_patience(&self) {
        self.counts().gave_up = true;
    }

    pub(super) fn connections(&self) -> usize {
        self.counts().connections
    }

    pub(super) fn requests(&self) -> Vec<Received> {
        self.counts().requests.clone()
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.counts().bytes_read
    }

    pub(super) fn bytes_written(&self) -> u64 {
        self.counts().bytes_written
    }

    pub(super) fn gave_up(&self) -> bool {
        self.counts().gave_up
    }
}

fn add(count: u64, bytes: usize) -> u64 {
    count.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX))
}
