//! Tests plutu from outside, as an application uses it. This crate is not published.
//!
//! The README's examples are compiled as this crate's documentation:
#![doc = include_str!("../../README.md")]

pub mod declared;

/// The programs of the guides in plutu-http's documentation.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../plutu-http/guides/first-payment.md")]
    struct FirstPayment;
    #[doc = include_str!("../../plutu-http/guides/first-payment-ar.md")]
    struct FirstPaymentAr;
    #[doc = include_str!("../../plutu-http/guides/one-time-passwords.md")]
    struct OneTimePasswords;
    #[doc = include_str!("../../plutu-http/guides/taking-payments-safely.md")]
    struct TakingPaymentsSafely;
    #[doc = include_str!("../../plutu-http/guides/choose-a-transport.md")]
    struct ChooseATransport;
    #[doc = include_str!("../../plutu-http/guides/from-plutu-php.md")]
    struct FromPlutuPhp;
}

/// The programs of the sandbox's README.
#[cfg(doctest)]
#[doc = include_str!("../../plutu-sandbox/README.md")]
struct SandboxReadme;
