//! A logger that keeps everything that the tests of this program log.

use std::sync::Mutex;
use std::sync::Once;

use log::LevelFilter;
use log::Log;
use log::Metadata;
use log::Record;

struct Lines(Mutex<Vec<String>>);

static LINES: Lines = Lines(Mutex::new(Vec::new()));

impl Log for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {} {}", record.level(), record.target(), record.args());
        self.0.lock().unwrap().push(line);
    }

    fn flush(&self) {}
}

/// Keeps what is logged from now on.
pub(crate) fn start() {
    static START: Once = Once::new();
    START.call_once(|| {
        log::set_logger(&LINES).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
}

/// The lines that this crate logged.
pub(crate) fn lines() -> Vec<String> {
    let lines = LINES.0.lock().unwrap();
    lines
        .iter()
        .filter(|line| line.contains(" plutu_web"))
        .cloned()
        .collect()
}
