//! Guides, from the first payment to the fine print.
//!
//! | guide | for |
//! |---|---|
//! | [Take your first payment](first_payment) | a web shop with axum, from nothing to a paid order |
//! | [استقبل أول عملية دفع في متجرك](first_payment_ar) | the same guide in Arabic |
//! | [One-time passwords](one_time_passwords) | a shop that charges with Sadad, and what it does when an answer is lost |
//! | [Taking payments safely](taking_payments_safely) | what a shop must do, and why |
//! | [Choose a transport](choose_a_transport) | reqwest, ureq, tower or an HTTP client of your own |
//! | [From plutu-php to Rust](from_plutu_php) | users of the official PHP SDK |
//! | [What is promised, and where it is proved](promises) | auditors |
//! | [What is known about the money](certainty) | the certainty of every fault, measured for each transport |
//!
//! Library authors find "Declare a gateway in ten minutes" in plutu-core's documentation.
//!
//! The pages' programs are compiled by this repository's tests.

// Each page defines its links for readers of the repository. The definitions here come first, so
// they win on this page.
macro_rules! page {
    ($name:ident, $links:literal, $file:literal) => {
        #[cfg_attr(not(doctest), doc = $links)]
        #[cfg_attr(not(doctest), doc = "\n\n")]
        #[cfg_attr(not(doctest), doc = include_str!($file))]
        pub mod $name {}
    };
}

page!(
    first_payment,
    "[check]: taking_payments_safely#check-your-shop\n[gateways]: crate::core::gateways\n\
     [passwords]: one_time_passwords\n[safely]: taking_payments_safely",
    "../guides/first-payment.md"
);
page!(
    first_payment_ar,
    "[passwords]: one_time_passwords\n[safely]: taking_payments_safely",
    "../guides/first-payment-ar.md"
);
page!(
    one_time_passwords,
    "[check]: taking_payments_safely#check-your-shop\n[first]: first_payment\n[safely]: taking_payments_safely",
    "../guides/one-time-passwords.md"
);
page!(
    taking_payments_safely,
    "[first]: first_payment\n[passwords]: one_time_passwords",
    "../guides/taking-payments-safely.md"
);
page!(
    choose_a_transport,
    "[certainty]: certainty",
    "../guides/choose-a-transport.md"
);
page!(from_plutu_php, "", "../guides/from-plutu-php.md");
page!(promises, "", "../guides/promises.md");
page!(certainty, "", "../CERTAINTY.md");
