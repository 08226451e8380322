//! The sandbox's clock: it runs with the machine's clock or stands still, and a test can move it
//! ahead.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

/// A clock that returns the time since the beginning of 1970, in UTC. It never goes back.
pub(crate) struct Clock {
    started_at: Duration,
    /// When it was started; `None` if it stands still.
    running_since: Option<Instant>,
    ahead: Mutex<Duration>,
}

impl Clock {
    /// A clock that starts at this time, and runs if `is_running`.
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
        self.month().year
    }

    /// The current month.
    pub(crate) fn month(&self) -> Month {
        Month::at(self.now())
    }
}

/// A month of the calendar, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    pub(crate) year: u16,
    /// From 1 to 12.
    pub(crate) month: u8,
}

impl Month {
    /// The month at a time since the beginning of 1970.
    fn at(since_1970: Duration) -> Self {
        let mut days = since_1970.as_secs() / SECONDS_OF_DAY;
        for year in 1970..u16::MAX {
            for (month, length) in (1..).zip(lengths(year)) {
                match days.checked_sub(length) {
                    Some(rest) => days = rest,
                    None => return Self { year, month },
                }
            }
        }
        Self {
            year: u16::MAX,
            month: 12,
        }
    }
}

/// How many days the months of a year have.
fn lengths(year: u16) -> [u64; 12] {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let february = if is_leap { 29 } else { 28 };
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

const SECONDS_OF_DAY: u64 = 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn year(since_1970: Duration) -> u16 {
        Month::at(since_1970).year
    }

    #[test]
    fn months_begin_and_end_where_the_calendar_says() {
        // `date -u -d '2024-03-01' +%s` and so on.
        for (begin, year, month) in [
            (0, 1970, 1),
            (2_678_400, 1970, 2),
            (1_709_251_200, 2024, 3),
            (1_740_787_200, 2025, 3),
            (1_764_547_200, 2025, 12),
            (1_767_225_600, 2026, 1),
        ] {
            let at = |seconds| Month::at(Duration::from_secs(seconds));
            assert_eq!(at(begin), Month { year, month });
            assert!(begin == 0 || at(begin - 1) < at(begin));
        }
    }

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
