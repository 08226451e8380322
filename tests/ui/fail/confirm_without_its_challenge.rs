//~ no function or associated item named `builder` found for struct

use plutu_core::gateways::sadad;

fn confirm() {
    let _ = sadad::Confirm::builder();
}

fn main() {}
