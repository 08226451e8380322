//! Gateways that a library author declares (`src/declared.rs`), played by the sandbox without a
//! line of its code: paid through plutu-http, under each fault, in a browser, and through a program
//! of the author's own.

mod browser;
mod faults;
mod guide;
mod paid;
mod shop;
mod triggered;
