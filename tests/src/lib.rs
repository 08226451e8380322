//! Looks at plutu from outside, as an application does. This crate is not published.
//!
//! The README's examples are compiled as this crate's documentation:
#![doc = include_str!("../../README.md")]

pub mod declared;
