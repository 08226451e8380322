//~ no method named `approved` found

use plutu_core::gateways::mpgs;

fn is_paid(callback: mpgs::Callback) -> bool {
    callback.approved()
}

fn main() {}
