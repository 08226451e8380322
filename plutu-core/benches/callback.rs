//! Measures the cost of verifying a callback and of building a request, each as a ratio to simpler
//! code that does the same.
//!
//! `cargo bench -p plutu-core --bench callback` runs the compared functions in turns, in many
//! rounds of one process, and compares the medians. So a noisy machine disturbs all of them
//! equally. The profile is that of an application's release build with link-time optimization
//! (`Cargo.toml`). `plain` contains the plain implementation with which a verification is compared.

#![allow(
    clippy::expect_used,
    reason = "a benchmark panics if an assumption is wrong"
)]

#[path = "callback/plain.rs"]
mod plain;

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use plutu_core::Amount;
use plutu_core::InvoiceNo;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::currency::USD;
use plutu_core::gateways::mpgs;
use sha2::Sha256;

const SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
const SIGNED: &str =
    "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918";
const HASHED: &str = "046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";

const ROUNDS: usize = 2_001;
const CALLS_PER_ROUND: u32 = 200;

fn main() {
    verify_against_a_plain_implementation_and_the_bare_hash();
    hostile_query_against_verify();
    request_against_a_string_by_hand();
}

/// Compares a verification of the genuine vector, with all typed fields, with two others: the same
/// rules written plainly with common crates, and only the HMAC of the same bytes. In both, the key
/// is processed in advance.
fn verify_against_a_plain_implementation_and_the_bare_hash() {
    let query = format!("{SIGNED}&hashed={HASHED}");
    let verifier = Verifier::new(SecretKey::new(SECRET).expect("the vector's secret"));
    let keyed = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())
        .expect("HMAC accepts a key of any length");
    let hash = hex::decode(HASHED).expect("the vector's hash");

    let verify =
        || mpgs::Callback::verify(black_box(&query), black_box(&verifier)).expect("genuine");
    let plain = || plain::verify(black_box(&query), black_box(&keyed)).expect("genuine");
    let bare = || {
        let mut mac = black_box(&keyed).clone();
        mac.update(black_box(SIGNED).as_bytes());
        mac.verify_slice(black_box(&hash)).expect("genuine");
    };
    assert_eq!(plain().amount, *verify().amount());
    let [verify, plain, bare] = medians([
        &mut || drop(black_box(verify())),
        &mut || drop(black_box(plain())),
        &mut || bare(),
    ]);
    for (name, time) in [("verify", verify), ("plain", plain), ("hmac", bare)] {
        let call = time.as_secs_f64() / f64::from(CALLS_PER_ROUND);
        println!("{name}: {:.0} ns", call * 1e9);
    }
    print("verify/plain", (verify, plain), 0.5);
    print("verify/hmac", (verify, bare), 3.5);
}

/// Compares rejecting a mebibyte of pairs with verifying one genuine callback.
fn hostile_query_against_verify() {
    let genuine = format!("{SIGNED}&hashed={HASHED}");
    let hostile = "amount=5.00&".repeat(1_048_576 / 12);
    let verifier = Verifier::new(SecretKey::new(SECRET).expect("the vector's secret"));

    let refuse =
        || mpgs::Callback::verify(black_box(&hostile), black_box(&verifier)).expect_err("too long");
    let verify =
        || mpgs::Callback::verify(black_box(&genuine), black_box(&verifier)).expect("genuine");
    let [refuse, verify] = medians([&mut || drop(black_box(refuse())), &mut || {
        drop(black_box(verify()));
    }]);
    print("hostile/verify", (refuse, verify), 1.0);
}

/// Compares building and encoding a request with writing the same form by hand from the same
/// values.
fn request_against_a_string_by_hand() {
    let amount: Amount<USD> = "12.50".parse().expect("an amount");
    let invoice_no: InvoiceNo = "INV-1001".parse().expect("an invoice number");
    let return_url: mpgs::ReturnUrl = "https://shop.example/orders/1001/paid?from=plutu"
        .parse()
        .expect("a URL");

    let build = || {
        mpgs::Confirm::builder()
            .amount(black_box(amount))
            .invoice_no(black_box(&invoice_no).clone())
            .return_url(black_box(&return_url).clone())
            .build()
            .wire()
    };
    let by_hand = || {
        (
            String::from("/transaction/mpgs/confirm"),
            form_by_hand(
                black_box(amount),
                black_box(&invoice_no).clone().as_str(),
                black_box(&return_url).clone().as_str(),
            ),
        )
    };
    let (path, form) = by_hand();
    assert_eq!((build().path, build().form), (path, form));
    let [build, by_hand] = medians([&mut || drop(black_box(build())), &mut || {
        drop(black_box(by_hand()));
    }]);
    print("request/by hand", (build, by_hand), 1.5);
}

fn form_by_hand(amount: Amount<USD>, invoice_no: &str, return_url: &str) -> String {
    let mut form = String::new();
    write!(form, "amount={amount}").expect("writing to a string cannot fail");
    form.push_str("&invoice_no=");
    encode_by_hand(invoice_no, &mut form);
    form.push_str("&return_url=");
    encode_by_hand(return_url, &mut form);
    form
}

fn encode_by_hand(text: &str, form: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                form.push(char::from(byte));
            }
            b' ' => form.push('+'),
            _ => {
                form.push('%');
                for digit in [byte >> 4, byte & 0x0F] {
                    let digit = char::from_digit(u32::from(digit), 16).expect("a digit");
                    form.push(digit.to_ascii_uppercase());
                }
            }
        }
    }
}

/// Prints the ratio of two times, and the maximum that it should have.
fn print(name: &str, (first, second): (Duration, Duration), bound: f64) {
    let ratio = first.as_secs_f64() / second.as_secs_f64();
    println!("{name} ratio: {ratio:.2} (at most {bound:.1})");
}

/// Measures several functions in turns, and returns the median round of each.
fn medians<const N: usize>(mut functions: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut rounds = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (function, rounds) in functions.iter_mut().zip(&mut rounds) {
            rounds.push(round(function));
        }
    }
    rounds.map(median)
}

fn round(call: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS_PER_ROUND {
        call();
    }
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.into_iter().nth(ROUNDS / 2).unwrap_or_default()
}
