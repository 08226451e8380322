//~ required field `amount` of `mpgs::Confirm` is not set
//~ required field `return_url` of `mpgs::Confirm` is not set

use plutu_core::gateways::mpgs;

fn request(invoice_no: plutu_core::InvoiceNo) -> mpgs::Confirm {
    mpgs::Confirm::builder().invoice_no(invoice_no).build()
}

fn main() {}
