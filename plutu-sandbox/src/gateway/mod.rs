//! The gateways that the sandbox plays from their descriptions.
//!
//! [`registry`] lists them, the [built-in](built_in) ones first. A gateway is [`described`] by its
//! declaration and by [`facts`] that no declaration contains. An [`endpoint`] is one of its
//! requests. [`meaning`] maps a callback's field to a part of the payment. [`playable`] refuses
//! descriptions that contradict themselves.

mod built_in;
mod described;
mod endpoint;
mod facts;
mod meaning;
mod playable;
mod problem;
mod registry;

pub(crate) use self::described::Asked;
pub(crate) use self::described::Gateway;
pub(crate) use self::endpoint::Endpoint;
pub(crate) use self::endpoint::Role;
pub(crate) use self::endpoint::one_time_password;
pub(crate) use self::meaning::Meaning;
pub use self::problem::DescriptionError;
pub use self::problem::DescriptionProblem;
pub(crate) use self::registry::Gateways;
