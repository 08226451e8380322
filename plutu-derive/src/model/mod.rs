//! What a declaration means, and all that is wrong with it.
//!
//! A mistake is noted and the model is filled with the best guess, so that one mistake gives one message
//! and the rest of the program still finds its types.

mod callback;
mod errors;
mod field;
mod gateway;
mod keys;
mod name;
mod request;
mod return_page;

pub(crate) use self::callback::Callback;
pub(crate) use self::callback::SettlementField;
pub(crate) use self::errors::Errors;
pub(crate) use self::field::Field;
pub(crate) use self::field::Structure;
pub(crate) use self::gateway::Gateway;
pub(crate) use self::gateway::Item;
pub(crate) use self::name::camel_case;
pub(crate) use self::name::snake_case;
pub(crate) use self::request::Request;
pub(crate) use self::return_page::ReturnPage;
