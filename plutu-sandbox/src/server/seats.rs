//! The limited number of places for connections.
//!
//! No silent client can make another one wait. When all places are taken, the server frees the
//! place of the client that it has been waiting for the longest: for a head, a body, or another
//! request. A connection whose request is being answered keeps its place.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// All places.
pub(super) struct Seats(Arc<Room>);

struct Room {
    taken: Mutex<HashMap<u64, Arc<Seat>>>,
    count: usize,
    /// The number of the last event.
    events: AtomicU64,
    /// Notified when a place may be free, or can be freed.
    change: Notify,
}

/// One connection's place.
pub(super) struct Seat {
    room: Arc<Room>,
    number: u64,
    /// The event since which the server waits for the client; [`ANSWERING`] while a request is
    /// being answered.
    waiting_since: AtomicU64,
    connection: OnceLock<AbortHandle>,
}

/// Returns a place when the connection has ended in any way.
pub(super) struct Guest(pub(super) Arc<Seat>);

impl Seats {
    pub(super) fn new(count: usize) -> Self {
        Self(Arc::new(Room {
            taken: Mutex::default(),
            count,
            events: AtomicU64::new(ANSWERING),
            change: Notify::new(),
        }))
    }

    /// Takes a place. If there is none, it frees one. Waits while all connections are being
    /// answered.
    pub(super) async fn take(&self) -> Arc<Seat> {
        while self.0.taken().len() >= self.0.count && !self.free_one() {
            self.0.change.notified().await;
        }
        let number = self.0.next_event();
        let seat = Arc::new(Seat {
            room: Arc::clone(&self.0),
            number,
            waiting_since: AtomicU64::new(number),
            connection: OnceLock::new(),
        });
        self.0.taken().insert(number, Arc::clone(&seat));
        seat
    }

    /// Ends the connection whose client the server has been waiting for the longest. Returns false
    /// if it waits for no client.
    pub(super) fn free_one(&self) -> bool {
        let mut taken = self.0.taken();
        let waiting = taken
            .values()
            .filter_map(|seat| Some((seat.waiting_since()?, seat.number)));
        let Some((_, number)) = waiting.min() else {
            return false;
        };
        let seat = taken.remove(&number);
        drop(taken);
        if let Some(connection) = seat.as_ref().and_then(|seat| seat.connection.get()) {
            connection.abort();
        }
        true
    }
}

impl Room {
    fn next_event(&self) -> u64 {
        // It does not overflow: with a billion events per second, that takes centuries.
        self.events.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<u64, Arc<Seat>>> {
        // No code panics halfway through a change, so a poisoned map is consistent.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Sets the task that serves the connection.
    pub(super) fn is_taken_by(&self, connection: AbortHandle) {
        // It is set once.
        let _ = self.connection.set(connection);
    }

    /// The whole request has arrived.
    pub(super) fn answers(&self) {
        self.waiting_since.store(ANSWERING, Ordering::Relaxed);
    }

    /// The answer is ready: the client may read it, send another request, or leave.
    pub(super) fn waits(&self) {
        let event = self.room.next_event();
        self.waiting_since.store(event, Ordering::Relaxed);
        self.room.change.notify_one();
    }

    fn waiting_since(&self) -> Option<u64> {
        let event = self.waiting_since.load(Ordering::Relaxed);
        (event != ANSWERING).then_some(event)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let Self(seat) = self;
        seat.room.taken().remove(&seat.number);
        seat.room.change.notify_one();
    }
}

/// No event has this number.
const ANSWERING: u64 = 0;
