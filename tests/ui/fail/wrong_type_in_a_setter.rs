//~ expected `InvoiceNo`, found `&str`

use plutu_core::gateways::mpgs;

fn main() {
    let _ = mpgs::Confirm::builder().invoice_no("INV-1001");
}
