//~ of struct `plutu_core::Paid` are private

use plutu_core::InvoiceNo;
use plutu_core::Paid;

fn forge(invoice_no: InvoiceNo) -> Paid {
    Paid {
        gateway: "mpgs",
        invoice_no,
        transaction_id: None,
    }
}

fn main() {}
