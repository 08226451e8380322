//! A million mutants of genuine callbacks. A mutant may verify only if it has exactly the fields of
//! a genuine callback, in another spelling. All others must be rejected.
//!
//! `PLUTU_FORGERIES` sets the number of mutants, and `PLUTU_SEED` chooses them. `genuine` has the
//! signed callbacks, `mutant` changes them, and `content` reads them.

mod content;
mod genuine;
mod mutant;

use std::ops::AddAssign;
use std::thread;

use plutu_core::CallbackError;

use crate::forgeries::genuine::Genuine;
use crate::forgeries::mutant::Mutant;
use crate::random;
use crate::random::Random;

#[test]
fn t1_no_mutant_is_believed_for_what_was_not_signed() {
    let seed = random::seed();
    let forgeries = random::number_from("PLUTU_FORGERIES").unwrap_or(1_000_000);
    println!("PLUTU_SEED={seed} PLUTU_FORGERIES={forgeries}");
    let pool = genuine::pool();
    for genuine in &pool {
        genuine.verify_as(genuine.kind, &genuine.raw).unwrap();
    }

    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let tally = thread::scope(|scope| {
        let pool = &pool;
        let share = |thread| forgeries / threads + u64::from(thread < forgeries % threads);
        let tries: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || try_mutants(pool, share(thread), seed + thread)))
            .collect();
        let mut tally = Tally::default();
        for tried in tries {
            tally += tried.join().expect("a mutant was accepted");
        }
        tally
    });
    println!("{tally:?}");
    assert_eq!(tally.refused + tally.reencoded, forgeries);
    if forgeries >= 10_000 {
        // Mutants that every verifier would reject, or that every verifier must accept, would prove
        // nothing.
        assert!(tally.reencoded > forgeries / 100, "{tally:?}");
        assert!(tally.mismatched > forgeries / 10, "{tally:?}");
    }
}

/// The results of the mutants.
#[derive(Debug, Default)]
struct Tally {
    /// Mutants that were rejected.
    refused: u64,
    /// Mutants that were rejected only because of the hash.
    mismatched: u64,
    /// Mutants that were accepted because they have the content of a genuine callback.
    reencoded: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.refused += other.refused;
        self.mismatched += other.mismatched;
        self.reencoded += other.reencoded;
    }
}

fn try_mutants(pool: &[Genuine], count: u64, seed: u64) -> Tally {
    let mut random = Random::new(seed);
    let mut tally = Tally::default();
    for _ in 0..count {
        let mutant = Mutant::of(pool, &mut random);
        match mutant.origin.verify_as(mutant.kind, &mutant.raw) {
            Ok(()) => {
                assert!(
                    mutant.says_what_a_genuine_one_says(pool),
                    "seed {seed}: accepted as {:?}: {}",
                    mutant.kind,
                    mutant.raw.escape_ascii()
                );
                tally.reencoded += 1;
            }
            Err(error) => {
                tally.refused += 1;
                tally.mismatched += u64::from(error == CallbackError::SignatureMismatch);
            }
        }
    }
    tally
}
