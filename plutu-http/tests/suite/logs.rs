//! Everything that was logged while the tests ran.

use std::fmt::Write;
use std::sync::Mutex;

use log::Level;
use log::LevelFilter;
use log::Log;
use log::Metadata;
use log::Record;

/// Keeps what is logged from now on, at every level but ureq's last: it logs bytes as they are
/// there, and its adapter sends nothing where that is heard.
#[cfg(feature = "reqwest")]
pub(crate) fn start() {
    keep(&Keeper { with_bytes: false });
}

/// Keeps what is logged from now on, at every level.
#[cfg(feature = "ureq")]
pub(crate) fn start_with_everything() {
    keep(&Keeper { with_bytes: true });
}

fn keep(keeper: &'static Keeper) {
    log::set_logger(keeper).unwrap();
    log::set_max_level(LevelFilter::Trace);
}

pub(crate) fn all() -> String {
    KEPT.lock().unwrap().clone()
}

static KEPT: Mutex<String> = Mutex::new(String::new());

struct Keeper {
    with_bytes: bool,
}

impl Log for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let has_bytes =
            metadata.target().starts_with("ureq_proto") && metadata.level() == Level::Trace;
        self.with_bytes || !has_bytes
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
