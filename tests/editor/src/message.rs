//! JSON-RPC messages on a byte stream, each after a header with its length.

use std::io;
use std::io::BufRead;
use std::io::Read as _;
use std::io::Write;

use serde_json::Value;

/// Reads the next message. `None` is the end of the stream.
pub(crate) fn read(stream: &mut impl BufRead) -> io::Result<Option<Value>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok();
        }
    }
    let length: u64 = length.ok_or_else(|| io::Error::other("a message without a length"))?;
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    Ok(Some(serde_json::from_slice(&body)?))
}

/// Writes a message.
pub(crate) fn write(stream: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(stream, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    stream.flush()
}
