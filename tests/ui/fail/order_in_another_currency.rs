//~ expected `Amount<USD>`, found `Amount<LYD>`

use plutu_core::Amount;
use plutu_core::InvoiceNo;
use plutu_core::currency::LYD;
use plutu_core::gateways::mpgs;

fn settle(callback: mpgs::Callback, invoice_no: InvoiceNo, dinars: Amount<LYD>) {
    let _ = callback.settle(&invoice_no, dinars);
}

fn main() {}
