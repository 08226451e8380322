//! The guide for library authors. Guides for applications are in plutu-http's documentation.

// The page is one program in pieces, which this repository's tests compile and run as a whole.
#[cfg_attr(not(doctest), doc = include_str!("../guides/declare-a-gateway.md"))]
pub mod declare_a_gateway {}
