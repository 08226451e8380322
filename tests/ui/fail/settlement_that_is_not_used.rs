//~ a settlement is not a payment

#![deny(unused_must_use)]

use plutu_core::gateways::mpgs;
use plutu_core::{InvoiceNo, Mismatch};

fn paid(callback: &mpgs::Callback, number: &InvoiceNo, amount: mpgs::Amount) -> Result<(), Mismatch> {
    callback.settle(number, amount)?;
    Ok(())
}

fn main() {}
