//! Everything that was logged while the tests ran.

use std::fmt::Write;
use std::sync::Mutex;

use log::Level;
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
    // ureq logs every byte at the level TRACE, and its adapter sends nothing where that is heard.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        !metadata.target().starts_with("ureq_proto") || metadata.level() < Level::Trace
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
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
