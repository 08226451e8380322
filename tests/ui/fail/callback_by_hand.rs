//~ cannot construct `plutu_core::gateways::mpgs::Callback` with struct literal syntax

use plutu_core::gateways::mpgs;

fn forge() -> mpgs::Callback {
    mpgs::Callback {}
}

fn main() {}
