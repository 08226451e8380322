//~ Receipt` that must be used

#![deny(unused_must_use)]

use plutu_core::ReplyError;
use plutu_core::Request;
use plutu_core::gateways::sadad;

fn read(request: &sadad::Confirm, body: &[u8]) -> Result<(), ReplyError> {
    request.reply(200, body)?;
    Ok(())
}

fn main() {}
