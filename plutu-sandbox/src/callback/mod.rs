//! The callback to the shop, from the payer's answer to the record of the message.
//!
//! [`compose`] makes its content, [`sign`] signs it, [`mod@deliver`] sends it to the shop's server,
//! and [`record`] keeps the result. [`mod@notify`] does all of this, according to the payment's
//! outcome and the faults.

mod compose;
mod deliver;
mod notify;
mod record;
mod sign;
#[cfg(test)]
mod tests;

#[cfg(feature = "cli")]
pub(crate) use self::compose::Callback;
#[cfg(feature = "cli")]
pub(crate) use self::deliver::deliver;
pub(crate) use self::notify::notify;
pub(crate) use self::notify::notify_to_the_end;
pub(crate) use self::notify::resend;
pub(crate) use self::notify::tamper;
pub(crate) use self::sign::for_browser;
pub(crate) use self::sign::for_server;
#[cfg(feature = "cli")]
pub(crate) use self::sign::forged;
pub(crate) use self::sign::proof_carrier;
