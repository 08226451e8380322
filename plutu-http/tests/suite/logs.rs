//! A logger that keeps everything that is logged while the tests run.

use std::fmt::Write;
use std::sync::Mutex;

use log::LevelFilter;
use log::Log;
use log::Metadata;
use log::Record;

/// Keeps what is logged from now on, at every level.
pub(crate) fn start() {
    log::set_logger(&Keeper).unwrap();
    log::set_max_level(LevelFilter::Trace);
}

pub(crate) fn all() -> String {
    KEPT.lock().unwrap().clone()
}

static KEPT: Mutex<String> = Mutex::new(String::new());

struct Keeper;

impl Log for Keeper {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        writeln!(
            KEPT.lock().unwrap(),
            "{} {}",
            record.target(),
            record.args()
        )
        .unwrap();
    }

    fn flush(&self) {}
}
