//~ cannot construct `plutu_core::gateways::mpgs::Callback` with struct literal syntax due to private fields

use plutu_core::gateways::mpgs;

fn forge() -> mpgs::Callback {
    mpgs::Callback {}
}

fn main() {}
