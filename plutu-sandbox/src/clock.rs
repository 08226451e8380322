//! The sandbox's clock: the machine's or one that stands still, and as far ahead as a test wants.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

/// Tells the time since the beginning of 1970, in UTC. It never goes back.
pub(crate) struct Clock {
    started_at: Duration,
    /// When it was started; `None` for one that stands still.
    running_since: Option<Instant>,
    ahead: Mutex<Duration>,
}

impl Clock {
    /// A clock that starts at this time, and goes on by itself if it is running.
    pub(crate) fn start(at: SystemTime, is_running: bool) -> Self {
        Self {
            started_at: at
                .duration_since(SystemTime::UNIX_EPOCH)
                .unwrap_or_default(),
            running_since: is_running.then(Instant::now),
            ahead: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Duration {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let run = self.running_since.map(|since| since.elapsed());
        self.started_at
            .saturating_add(run.unwrap_or_default())
            .saturating_add(ahead)
    }

    pub(crate) fn advance(&self, time: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(time);
    }

    /// The current year.
    pub(crate) fn year(&self) -> u16 {
        year(self.now())
    }
}

/// The year at a time since the beginning of 1970.
fn year(since_1970: Duration) -> u16 {
    let mut days = since_1970.as_secs() / SECONDS_OF_DAY;
    for year in 1970..u16::MAX {
        match days.checked_sub(days_of(year)) {
            Some(rest) => days = rest,
            None => return year,
        }
    }
    u16::MAX
}

fn days_of(year: u16) -> u64 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if is_leap { 366 } else { 365 }
}

const SECONDS_OF_DAY: u64 = 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_begin_and_end_where_the_calendar_says() {
        // `date -u -d '2000-01-01' +%s` and so on.
        for (begin, expected) in [
            (0, 1970),
            (946_684_800, 2000),
            (978_307_200, 2001),
            (1_709_164_800, 2024),
            (1_735_689_600, 2025),
            (4_102_444_800, 2100),
            (4_133_980_800, 2101),
        ] {
            assert_eq!(year(Duration::from_secs(begin)), expected);
        }
        for (end, expected) in [
            (946_684_799, 1999),
            (978_307_199, 2000),
            (1_735_689_599, 2024),
            (4_133_980_799, 2100),
        ] {
            assert_eq!(year(Duration::from_secs(end)), expected);
        }
    }

    #[test]
    fn it_goes_ahead_and_never_too_far() {
        let clock = Clock::start(SystemTime::now(), true);
        let before = clock.now();
        clock.advance(Duration::from_secs(60));
        assert!(clock.now() >= before + Duration::from_secs(60));
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!((clock.now(), clock.year()), (Duration::MAX, u16::MAX));
    }

    #[test]
    fn it_can_stand_still() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(946_684_800);
        let clock = Clock::start(at, false);
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!(clock.now(), Duration::from_secs(946_684_800));
        clock.advance(Duration::from_secs(1));
        assert_eq!((clock.now().as_secs(), clock.year()), (946_684_801, 2000));
    }
}
