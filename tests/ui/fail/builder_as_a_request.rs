//~ is not a request

use plutu_core::Request;
use plutu_core::gateways::tlync;

fn path(request: &impl Request) -> String {
    request.wire().path
}

fn main() {
    let builder = tlync::Confirm::builder();
    path(&builder);
}
