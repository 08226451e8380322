//! Faults in the values of a request: an invoice number that ends with a fault, or an amount that
//! stands for one. So a test in any language can ask for them.

use crate::fault::kinds::Fault;

/// The faults behind an invoice number, each after [`MARK`]: `INV-7..delay-200..callback-twice`.
///
/// A part that is not the name of a fault belongs to an ordinary number. Only the first
/// [`MAX_FAULTS`] faults count: more of them could delay a call for hours.
pub(super) fn of_invoice(invoice_no: &str) -> impl Iterator<Item = Fault> + '_ {
    let parts = invoice_no.split(MARK).skip(1);
    parts.filter_map(|part| part.parse().ok()).take(MAX_FAULTS)
}

/// The first part behind [`MARK`] that is not the name of a fault. It is probably misspelled.
pub(super) fn unknown_in(invoice_no: &str) -> Option<&str> {
    let mut parts = invoice_no.split(MARK).skip(1);
    parts.find(|part| !part.is_empty() && part.parse::<Fault>().is_err())
}

/// The fault that an amount stands for: 480 with decimals at a challenge, and 490 with decimals at
/// any other request. They differ because both steps of a one-time password send the same amount.
pub(super) fn of_amount(amount: &str, is_challenge: bool) -> Option<Fault> {
    let (units, cents) = amount.split_once('.')?;
    let meant = if is_challenge { CHALLENGE } else { OTHER };
    let fault = AMOUNTS.iter().find(|(magic, _)| *magic == cents)?.1;
    (units == meant).then(|| fault.parse().ok()).flatten()
}

/// How many faults one invoice number can ask for.
const MAX_FAULTS: usize = 8;

const MARK: &str = "..";
const CHALLENGE: &str = "480";
const OTHER: &str = "490";

/// The decimals and their faults. The amounts are below the limit of test mode, and unlikely as
/// prices.
const AMOUNTS: [(&str, &str); 16] = [
    ("01", "error-INSUFFICIENT_BALANCE"),
    ("02", "error-BACKEND_SERVER_ERROR"),
    ("03", "error-MAINTENANCE_MODE"),
    ("04", "error-DENIED_ACCESS_GATEWAY"),
    ("05", "error-AMOUNT_EXCEEDED_MAXIMUM"),
    ("06", "error-PHONE_NUMBER_IS_LOCKED"),
    ("07", "error-CHECK_BANK_ACCOUNT"),
    ("08", "error-OTP_WAIT_BEFORE_RESNED"),
    ("10", "rate-limit-30"),
    ("11", "drop-before"),
    ("12", "drop-after"),
    ("13", "html-502"),
    ("14", "cut-json"),
    ("15", "delay-5000"),
    ("20", "callback-twice"),
    ("21", "no-callback"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(invoice_no: &str) -> Vec<String> {
        of_invoice(invoice_no)
            .map(|fault| fault.to_string())
            .collect()
    }

    #[test]
    fn faults_stand_behind_an_invoice_number() {
        assert_eq!(names("INV-7..drop-after"), ["drop-after"]);
        let two = "INV-7..delay-200..callback-twice";
        assert_eq!(names(two), ["delay-200", "callback-twice"]);
        assert_eq!(names("..cut-json"), ["cut-json"]);
        assert_eq!(names(&"..delay-999999".repeat(1_000)).len(), 8);
        for ordinary in ["INV-7", "drop-after", "INV.drop-after", "INV..", "A..B"] {
            assert!(names(ordinary).is_empty(), "{ordinary}");
        }
    }

    #[test]
    fn a_part_that_is_no_fault_is_found() {
        assert_eq!(unknown_in("INV-7..delay-9..dropafter"), Some("dropafter"));
        for other in [
            "INV-7",
            "INV-7..drop-after..no-callback",
            "INV.drop",
            "INV..",
        ] {
            assert_eq!(unknown_in(other), None, "{other}");
        }
    }

    #[test]
    fn every_magic_amount_is_a_fault() {
        for (cents, text) in AMOUNTS {
            let fault = of_amount(&format!("490.{cents}"), false);
            assert_eq!(fault, text.parse().ok(), "{cents}");
            assert!(fault.is_some(), "{text}");
            assert_eq!(of_amount(&format!("480.{cents}"), true), fault);
            assert_eq!(of_amount(&format!("480.{cents}"), false), None);
            assert_eq!(of_amount(&format!("490.{cents}"), true), None);
            assert_eq!(of_amount(&format!("491.{cents}"), false), None);
        }
        assert_eq!(of_amount("490.00", false), None);
    }

    #[test]
    fn every_magic_amount_is_documented() {
        let documentation = include_str!("../lib.rs");
        for (cents, text) in AMOUNTS {
            let row = format!("| `.{cents}` | `{text}` |");
            assert!(documentation.contains(&row), "{row}");
        }
    }
}
