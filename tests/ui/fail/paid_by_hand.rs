//~ cannot construct `plutu_core::Paid` with struct literal syntax due to private fields

use plutu_core::Paid;

fn forge() -> Paid {
    Paid {}
}

fn main() {}
