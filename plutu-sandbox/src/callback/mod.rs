//! The callback to the shop, from the payer's answer to the record of what was sent.
//!
//! [`compose`] says what it holds, [`sign`] makes a message of it, [`mod@deliver`] sends one to the
//! shop's server, [`record`] keeps what became of it. [`mod@notify`] does it all, as a payment's
//! outcome and the faults want it.

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
