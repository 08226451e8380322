//! Tests of the sandbox over real connections, from the side of a shop, a payer's browser and a
//! developer.

mod answer;
mod api;
mod bodies;
mod builder;
mod checkout;
mod clients;
mod control;
mod dashboard;
mod declared;
mod descriptions;
mod faults;
mod guard;
mod load;
#[cfg(feature = "cli")]
mod openapi;
mod otp;
mod page;
#[cfg(feature = "cli")]
mod program;
mod recipes;
mod support;
mod tlync;
mod why;
