//~ non-exhaustive patterns: `Settlement::Undecided` not covered

use plutu_core::Settlement;

fn ship(settlement: Settlement) {
    match settlement {
        Settlement::Paid(_) => {}
        Settlement::Canceled => {}
    }
}

fn main() {}
