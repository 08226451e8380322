//~ no method named `settle` found

use plutu_core::InvoiceNo;
use plutu_core::gateways::tlync;

fn settle(page: tlync::Return, invoice_no: InvoiceNo, amount: tlync::Amount) {
    let _ = page.settle(&invoice_no, amount);
}

fn main() {}
