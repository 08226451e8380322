//! The states of a builder's required fields, as they stand in the types of the generated builders.
//!
//! Applications never name them: a builder is made by `Request::builder()`, goes through its setters, and ends
//! in `build`, which compiles once every required field is [`Set`].

/// A required field that is not set yet.
#[derive(Clone, Copy, Debug)]
pub struct Unset;

/// A required field that is set, and its value.
#[derive(Clone, Debug)]
pub struct Set<T>(#[doc(hidden)] pub T);
