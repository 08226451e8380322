//! The trials. `spelling`, `bytes` and `keys` change the genuine callback. `signed` and `orders`
//! use callbacks that have a valid signature and must still be rejected.

mod bytes;
mod keys;
mod orders;
mod signed;
mod spelling;

use super::bench::Bench;
use super::report::Trial;

pub(super) use self::orders::all as orders;

/// All trials except those about orders, which do not apply to a return page.
pub(super) fn all(bench: &Bench<'_>) -> Vec<Trial> {
    let mut trials = spelling::all(bench);
    trials.extend(bytes::all(bench));
    trials.extend(keys::all(bench));
    trials.extend(signed::all(bench));
    trials
}
