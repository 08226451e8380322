//! Every adapter, and a closure, at every fault: the contract test, deliberately wrong transports
//! for each of its clauses, and the table of what is known about the money.

mod breaks;
mod certainty;
mod clients;
mod dropped;
mod holds;
mod http2;
mod matrix;
mod reused;
mod socks;
