//! The callback to the shop: [`compose`] says what it holds, and [`deliver`] sends it.

mod compose;
mod deliver;

pub(crate) use self::compose::Callback;
pub(crate) use self::compose::return_url;
pub(crate) use self::compose::tampered;
pub use self::deliver::Delivery;
pub(crate) use self::deliver::deliver;
