//! Gateways that a library author declares (`src/declared.rs`). The sandbox plays them without any
//! code for them: through plutu-http, with each fault, in a browser, and in the author's own
//! program.

mod browser;
mod faults;
mod guide;
mod paid;
mod shop;
mod triggered;
