//! T15: the duration of a verification does not reveal how much of a forged hash is correct.
//!
//! `cargo bench -p plutu-core --bench timing` verifies forged callbacks of two classes in random
//! order. The classes differ only in the position of the wrong bytes in the hash. The times of the
//! two classes are compared by Welch's t-test, as dudect does (Reparaz, Balasch, Verbauwhede:
//! "Dude, is my code constant time?", 2017). The same run also measures a naive verification, which
//! computes the same hash and stops the comparison at the first byte that differs. If the naive
//! verification is not caught, the run was not able to see a difference, and reports that.
//!
//! It prints its measurements and does not fail, because a statistic is not a test. The crate
//! `dudect-bencher` is not used: it brings its own command line (`clap` 2) and prints a separate t
//! for each function, while only the twenty lines of `welch_t` are needed here.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark panics if an assumption is wrong"
)]

use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::mpgs;
use sha2::Sha256;

const SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";

/// The number of measured verifications of each kind.
const MEASUREMENTS: usize = 1_000_000;

/// The number of different callbacks, so that the processor cannot learn a hash.
const CALLBACKS: usize = 1_024;

/// Below `UNSEEN`, no difference is seen. Above `CAUGHT`, dudect's limit, there is a difference.
const UNSEEN: f64 = 5.0;
const CAUGHT: f64 = 10.0;

/// The bytes of the hash that are wrong in the two classes.
const COMPARISONS: [(&str, [Range<usize>; 2]); 2] = [
    ("first byte wrong against last byte wrong", [0..1, 31..32]),
    (
        "first half wrong against second half wrong",
        [0..16, 16..32],
    ),
];

fn main() {
    let callbacks: Vec<_> = (0..CALLBACKS).map(Callback::numbered).collect();
    let verifier = Verifier::new(SecretKey::new(SECRET).expect("a secret"));
    let keyed = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())
        .expect("HMAC accepts a key of any length");
    let mut random = Random(0x5EED);
    for (name, classes) in COMPARISONS {
        let mut real = [Vec::new(), Vec::new()];
        let mut naive = [Vec::new(), Vec::new()];
        for _ in 0..2 * MEASUREMENTS {
            let callback = &callbacks[random.below(CALLBACKS)];
            let class = random.below(2);
            let hash = callback.wrong_hash(classes[class].clone(), &mut random);
            let query = callback.with_hash(&hash);
            if random.below(2) == 0 {
                real[class].push(time(|| verify(&query, &verifier)));
            } else {
                let signed = callback.signed.as_bytes();
                naive[class].push(time(|| verify_naively(signed, &hash, &keyed)));
            }
        }
        println!("T15 {name}, {MEASUREMENTS} times each:");
        report(&real, &naive);
    }
}

fn report(real: &[Vec<u32>; 2], naive: &[Vec<u32>; 2]) {
    let (real, naive) = (greatest_t(real), greatest_t(naive));
    println!("  verify: |t| = {real:.1} (no difference is seen below {UNSEEN})");
    println!("  naive comparison: |t| = {naive:.1} (caught above {CAUGHT})");
    let verdict = if naive <= CAUGHT {
        "no result, because the naive comparison was not caught: run it on a quieter machine"
    } else if real < UNSEEN {
        "no difference was seen in `verify`, and the naive comparison was caught"
    } else if real <= CAUGHT {
        "not clear: run it again"
    } else {
        "the duration of `verify` REVEALS where a hash is wrong"
    };
    println!("  {verdict}");
}

fn verify(query: &str, verifier: &Verifier) -> bool {
    let result = mpgs::Callback::verify(query, verifier);
    !matches!(result, Err(CallbackError::SignatureMismatch))
}

/// The control: it computes the same hash as `verify`, but the duration of its comparison depends
/// on the bytes.
fn verify_naively(signed: &[u8], hash: &[u8; 32], keyed: &Hmac<Sha256>) -> bool {
    let expected = keyed.clone().chain_update(signed).finalize().into_bytes();
    let mut pairs = expected.iter().zip(hash);
    pairs.all(|(expected, byte)| black_box(expected) == byte)
}

/// Returns the duration of one call, in nanoseconds. Every call must reject the callback.
fn time(refuse: impl FnOnce() -> bool) -> u32 {
    let start = Instant::now();
    let is_believed = black_box(refuse());
    let time = start.elapsed();
    assert!(!is_believed);
    u32::try_from(time.as_nanos()).unwrap_or(u32::MAX)
}

/// A genuine callback.
struct Callback {
    signed: String,
    hash: [u8; 32],
}

impl Callback {
    fn numbered(number: usize) -> Self {
        let invoice_no = format!("INV-{number:06}");
        let query = signed_query(
            [
                ("gateway", "mpgs"),
                ("approved", "1"),
                ("amount", "5.00"),
                ("currency", "USD"),
                ("invoice_no", &invoice_no),
                ("transaction_id", "100918"),
            ],
            &SecretKey::new(SECRET).expect("a secret"),
        );
        let (signed, hashed) = query.split_once("&hashed=").expect("it is signed");
        let mut hash = [0; 32];
        hex::decode_to_slice(hashed, &mut hash).expect("it is hex");
        Self {
            signed: signed.to_owned(),
            hash,
        }
    }

    /// Returns the hash, with every byte of `part` changed.
    fn wrong_hash(&self, part: Range<usize>, random: &mut Random) -> [u8; 32] {
        let mut hash = self.hash;
        for byte in &mut hash[part] {
            *byte ^= u8::try_from(1 + random.below(255)).expect("below 256");
        }
        hash
    }

    fn with_hash(&self, hash: &[u8; 32]) -> String {
        format!("{}&hashed={}", self.signed, hex::encode_upper(hash))
    }
}

/// Returns the greatest |t| of the two classes' times: of all times, and of the times without the
/// slowest ones, which are noise of the machine.
fn greatest_t(classes: &[Vec<u32>; 2]) -> f64 {
    let mut times = classes.concat();
    times.sort_unstable();
    let crops = [50, 75, 90, 99, 100].map(|percent| times[(times.len() - 1) * percent / 100]);
    let t = crops.map(|longest| {
        let cropped = |times: &Vec<u32>| -> Vec<f64> {
            let times = times.iter().filter(|time| **time <= longest);
            times.map(|time| f64::from(*time)).collect()
        };
        welch_t(&cropped(&classes[0]), &cropped(&classes[1])).abs()
    });
    t.into_iter().fold(0.0, f64::max)
}

/// Welch's t of two samples: the distance of their means, in standard errors.
fn welch_t(first: &[f64], second: &[f64]) -> f64 {
    let (first_mean, first_error) = mean_and_squared_error(first);
    let (second_mean, second_error) = mean_and_squared_error(second);
    (first_mean - second_mean) / (first_error + second_error).sqrt()
}

fn mean_and_squared_error(sample: &[f64]) -> (f64, f64) {
    let count = sample.iter().map(|_| 1.0).sum::<f64>();
    let mean = sample.iter().sum::<f64>() / count;
    let squares = sample.iter().map(|value| (value - mean).powi(2));
    (mean, squares.sum::<f64>() / (count - 1.0) / count)
}

/// `SplitMix64`: a small generator, good enough for a random order of two classes.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let end = u64::try_from(end).expect("a length fits");
        usize::try_from(mixed % end).expect("below a length")
    }
}
