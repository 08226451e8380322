//~ required field `invoice_no` of `mpgs::Confirm` is not set
//~ call `.invoice_no(..)` before `.build()`

use plutu_core::gateways::mpgs;

fn request(amount: mpgs::Amount, return_url: mpgs::ReturnUrl) -> mpgs::Confirm {
    mpgs::Confirm::builder()
        .amount(amount)
        .return_url(return_url)
        .build()
}

fn main() {}
