//! The cost of verifying a callback, as a ratio to the bare hash of the same bytes.
//!
//! `cargo bench -p plutu-core --bench callback` runs both in turns, many rounds in one process, and
//! compares the medians, so that a noisy machine disturbs both alike.

#![allow(
    clippy::expect_used,
    reason = "a benchmark stops at what it does not expect"
)]

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::gateways::mpgs;
use sha2::Sha256;

const SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
const SIGNED: &str =
    "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918";
const HASHED: &str = "046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";

const ROUNDS: usize = 2_001;
const CALLS_PER_ROUND: u32 = 200;

fn main() {
    let query = format!("{SIGNED}&hashed={HASHED}");
    let verifier = Verifier::new(SecretKey::new(SECRET).expect("the vector's secret"));
    let keyed = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    let hash = hex::decode(HASHED).expect("the vector's hash");

    let verify =
        || mpgs::Callback::verify(black_box(&query), black_box(&verifier)).expect("genuine");
    let bare = || {
        let mut mac = black_box(&keyed).clone();
        mac.update(black_box(SIGNED).as_bytes());
        mac.verify_slice(black_box(&hash)).expect("genuine");
    };
    let (verify, bare) = medians(verify, bare);
    println!("verify: {verify:?} for {CALLS_PER_ROUND} calls, bare hash: {bare:?}");
    println!(
        "verify/hmac ratio: {:.2}",
        verify.as_secs_f64() / bare.as_secs_f64()
    );
}

/// The median round of each of two things, measured in turns.
fn medians<A, B>(
    mut first: impl FnMut() -> A,
    mut second: impl FnMut() -> B,
) -> (Duration, Duration) {
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        firsts.push(round(&mut first));
        seconds.push(round(&mut second));
    }
    (median(firsts), median(seconds))
}

fn round<T>(call: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS_PER_ROUND {
        black_box(call());
    }
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.into_iter().nth(ROUNDS / 2).unwrap_or_default()
}
