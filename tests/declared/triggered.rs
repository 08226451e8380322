//! The command `trigger` of the author's own program (`programs/coast_sandbox.rs`).

use std::process::Command;

use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_tests::declared::coast_pay;
use plutu_tests::declared::euro_cards;

const SECRET: &str = "sk_of_this_test";

fn triggered(kind: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_coast-sandbox"))
        .args(["trigger", kind])
        .env("PLUTU_SANDBOX_SECRET_KEY", SECRET)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{kind}: {error}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn settlement<C: SignedCallback>(kind: &str) -> Settlement {
    let verifier = Verifier::new(SecretKey::new(SECRET).unwrap());
    let callback = C::verify(&triggered(kind), &verifier).unwrap();
    callback
        .settle(callback.invoice_no(), *callback.amount())
        .unwrap()
}

#[test]
fn a_callback_without_a_payment_before_it() {
    for (name, settlement) in [
        (
            "coastpay",
            settlement::<coast_pay::Callback> as fn(&str) -> Settlement,
        ),
        ("mpgs", settlement::<euro_cards::Callback>),
    ] {
        let of = |ending: &str| settlement(&format!("{name}.{ending}"));
        assert!(matches!(of("approved"), Settlement::Paid(_)), "{name}");
        assert_eq!(of("canceled"), Settlement::Canceled, "{name}");
        assert_eq!(of("declined"), Settlement::Undecided, "{name}");
    }
}
