//! The faults of Plutu.

use plutu_sandbox::Fault;

use crate::random::Random;

/// A fault of an answer.
pub(crate) fn of_answer(random: &mut Random) -> Fault {
    parse(random.pick(&ANSWERS))
}

/// A fault of a callback.
pub(crate) fn of_callback(random: &mut Random) -> Fault {
    parse(random.pick(&CALLBACKS))
}

fn parse(name: &str) -> Fault {
    name.parse().unwrap()
}

/// Errors, no answer before and after a charge, half an answer, and an answer that comes too late.
const ANSWERS: [&str; 16] = [
    "error-INSUFFICIENT_BALANCE",
    "error-DENIED_ACCESS_GATEWAY",
    "error-INVLIAD_OTP",
    "error-CONFIRMATION_ERROR",
    "error-DUPLICATED_INVOICE_NUMBER",
    "error-BACKEND_SERVER_ERROR",
    "error-MAINTENANCE_MODE",
    "rate-limit-1",
    "html-502",
    "drop-before",
    "drop-after",
    "drop-after",
    "cut-json",
    "delay-40",
    "delay-400",
    "delay-1500",
];

const CALLBACKS: [&str; 4] = [
    "callback-twice",
    "callback-late-200",
    "callback-late-1200",
    "no-callback",
];
