//! The library as an application uses it: wire bytes, callbacks, errors, and payments from end to
//! end.

mod authors_program;
mod callbacks;
mod declared_outside;
mod end_to_end;
mod errors;
mod first_payment;
mod forgeries;
mod one_time_password;
#[path = "../random.rs"]
mod random;
mod tables;
mod wire;
