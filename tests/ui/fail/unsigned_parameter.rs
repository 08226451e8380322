//~ no method named `order` found

use plutu_core::gateways::mpgs;

fn order(callback: mpgs::Callback) {
    let _ = callback.order();
}

fn main() {}
