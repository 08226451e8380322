//! Attacks a merchant's shop in any language: the probes, and what they need.
//!
//! [`way`] holds the options of one gateway, from the command line and from the file that
//! [`config`] reads. [`address_or_command`] is one of them, which [`visit`], with the payer's
//! [`cookies`], or [`process`] carries out. A command ends with its process [`group`]. [`budget`]
//! limits their number.
//!
//! [`target`] is the shop. [`start`] starts payments there, and learns everything else from the
//! shop's own call of the API. [`charge`] enters one-time passwords, [`paid`] asks whether an order
//! is paid, [`breakdown`] sees whether the shop broke, and [`letter`] changes messages. [`probes`]
//! has one function for each attack, and the table of all attacks. [`mod@run`] runs them side by
//! side, and [`report`] writes the report.
//!
//! The shop is judged by what it does, never by its words: whether its order is paid, what it sends
//! to the API, and whether it breaks.

mod address_or_command;
mod alive;
mod breakdown;
mod budget;
mod charge;
mod config;
mod cookies;
mod group;
mod letter;
mod paid;
mod probes;
mod process;
mod report;
mod run;
mod start;
mod target;
mod trouble;
mod visit;
mod way;

pub(crate) use self::address_or_command::AddressOrCommand;
pub(crate) use self::config::Config;
pub(crate) use self::config::EXAMPLE;
pub(crate) use self::probes::Probe;
pub(crate) use self::probes::can_be_checked;
pub(crate) use self::probes::has_password;
pub(crate) use self::probes::table;
pub(crate) use self::process::ShopProcess;
pub(crate) use self::report::Again;
pub(crate) use self::report::ProbeOutcome;
pub(crate) use self::report::Report;
pub(crate) use self::run::count;
pub(crate) use self::run::run;
pub(crate) use self::target::Common;
pub(crate) use self::target::Limits;
pub(crate) use self::target::Shop;
pub(crate) use self::visit::is_plutu;
pub(crate) use self::way::Way;
