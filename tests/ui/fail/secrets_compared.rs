//~ binary operation `==` cannot be applied to type `SecretKey`

use plutu_core::SecretKey;

fn same(one: SecretKey, other: SecretKey) -> bool {
    one == other
}

fn main() {}
