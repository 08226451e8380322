//! The trials. `spelling`, `bytes` and `keys` play with the genuine callback, `signed` and
//! `orders` with callbacks that are rightly signed and yet must not be believed.

mod bytes;
mod keys;
mod orders;
mod signed;
mod spelling;

use super::bench::Bench;
use super::report::Trial;

pub(super) use self::orders::all as orders;

/// All but those about orders, which a return page has none of.
pub(super) fn all(bench: &Bench<'_>) -> Vec<Trial> {
    let mut trials = spelling::all(bench);
    trials.extend(bytes::all(bench));
    trials.extend(keys::all(bench));
    trials.extend(signed::all(bench));
    trials
}
