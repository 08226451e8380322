//! The acts of a server: what it does with a connection or a request. The module
//! [`script`](super::script) plays them.

/// An act of a [`Server`](super::Server): how much it reads, what it writes, and what it then does
/// with the connection.
///
/// ```
/// use plutu_contract::transport::{Act, Then};
///
/// // Sends a part of an answer, and then nothing.
/// let act = Act::bytes("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").then(Then::Stall);
/// # let _ = act;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an act is played by a server"]
pub struct Act {
    pub(super) read: Read,
    pub(super) write: Vec<u8>,
    pub(super) then: Then,
}

impl Act {
    /// Reads a request, answers with this status line and body, and keeps the connection.
    pub fn answer(status: &str, body: &str) -> Self {
        Self::answer_with(status, &[], body)
    }

    /// Reads a request, answers with additional headers, and keeps the connection. Each header is a
    /// line without its line end.
    pub fn answer_with(status: &str, headers: &[&str], body: &str) -> Self {
        let length = body.len();
        let headers: String = headers.iter().flat_map(|line| [line, "\r\n"]).collect();
        Self::bytes(format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
             {headers}\r\n{body}"
        ))
        .then(Then::Keep)
    }

    /// Reads a request, writes exactly these bytes, and closes the connection.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            read: Read::Whole,
            write: bytes.into(),
            then: Then::Close,
        }
    }

    /// Reads a request and closes the connection.
    pub fn close() -> Self {
        Self::bytes([])
    }

    /// Changes how much is read.
    pub fn read(self, read: Read) -> Self {
        Self { read, ..self }
    }

    pub(in crate::transport) fn written(&self) -> &[u8] {
        &self.write
    }

    /// Changes what the server then does with the connection.
    pub fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }
}

/// How much an [`Act`] reads before it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Read {
    /// Nothing. The act begins as soon as the connection is accepted, before TLS.
    Nothing,
    /// The first byte that the client sends, before TLS.
    Byte,
    /// A complete request.
    Whole,
}

/// What the server does with a connection after an [`Act`] has written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Then {
    /// Keeps it for the next request.
    Keep,
    /// Keeps it, and writes these bytes as soon as the next request arrives, before that request is
    /// read. This is a late answer to an earlier request.
    Late(Vec<u8>),
    /// Closes it. If the client has sent more than the server has read, the system resets it.
    Close,
    /// Resets it. Bytes that are still being sent are lost, and the client gets an error.
    Reset,
    /// Keeps it, and writes nothing more.
    Stall,
    /// Writes these bytes again and again, with pauses, until the client closes it.
    Trickle(Vec<u8>),
    /// Writes these bytes this many times, as fast as the client accepts them, and closes it.
    Flood(Vec<u8>, usize),
}
