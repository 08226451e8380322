//! Attacks a merchant's shop, whatever it is written in: the probes, and what they need.
//!
//! [`what`] is an address or a command of the shop's, [`visit`] and [`process`] carry them out.
//! [`target`] is the shop. [`start`] starts payments there, and learns everything else from the
//! shop's own call of the API; [`charge`] enters one-time passwords, and [`paid`] asks whether they
//! are paid. [`letter`] spoils messages. [`probes`] has one function for each attack, and the table
//! of them. [`mod@run`] runs them side by side, and [`report`] says what came of it. [`config`] is
//! the file that may say all this.
//!
//! The shop is judged by one thing: whether its order is paid. A probe looks at nothing that a shop
//! may answer as it likes.

mod charge;
mod config;
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
mod what;

pub(crate) use self::config::Config;
pub(crate) use self::config::EXAMPLE;
pub(crate) use self::probes::Probe;
pub(crate) use self::probes::can_be_checked;
pub(crate) use self::probes::table;
pub(crate) use self::process::ShopProcess;
pub(crate) use self::report::Outcome;
pub(crate) use self::report::Report;
pub(crate) use self::run::count;
pub(crate) use self::run::run;
pub(crate) use self::target::Shop;
pub(crate) use self::trouble::Trouble;
pub(crate) use self::trouble::shown;
pub(crate) use self::visit::Visitor;
pub(crate) use self::visit::is_plutu;
pub(crate) use self::what::What;
