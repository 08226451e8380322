//! The guide for library authors. Guides for applications are in plutu-http's documentation.

// The page is one program in pieces, which this repository's tests compile and run as a whole.
// The link comes first, so it wins over the page's own, which is for readers of the repository.
#[cfg_attr(not(doctest), doc = "[plutu_gateway]: macro@crate::plutu_gateway\n\n")]
#[cfg_attr(not(doctest), doc = include_str!("../guides/declare-a-gateway.md"))]
pub mod declare_a_gateway {}
