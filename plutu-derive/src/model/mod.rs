//! The meaning of a declaration, and all mistakes in it.
//!
//! After a mistake is reported, the model holds the best guess instead. So one mistake causes one
//! message, and the rest of the program still finds its types.

mod answers;
mod arguments;
mod builder;
mod callback;
mod debug;
mod docs;
mod errors;
mod field;
mod gateway;
mod imports;
mod keys;
mod name;
mod put_in;
mod request;
mod return_page;
mod signed;
mod structure;
mod wire;

pub(crate) use self::answers::Answers;
pub(crate) use self::arguments::Paths;
pub(crate) use self::builder::Parameter;
pub(crate) use self::callback::Callback;
pub(crate) use self::docs::docs;
pub(crate) use self::errors::Errors;
pub(crate) use self::field::Field;
pub(crate) use self::gateway::Gateway;
pub(crate) use self::gateway::Item;
pub(crate) use self::put_in::PutIn;
pub(crate) use self::request::Charge;
pub(crate) use self::request::Priced;
pub(crate) use self::request::Request;
pub(crate) use self::return_page::ReturnPage;
pub(crate) use self::structure::Structure;
