//! What the server does with a connection or a request. The [`script`](super::script) plays it.

/// What a [`Server`](super::Server) does: how much it reads, what it writes, and what then becomes
/// of the connection.
///
/// ```
/// use plutu_contract::transport::{Act, Then};
///
/// // A part of an answer, and then silence.
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

    /// Reads a request, answers with more headers (lines without line ends), and keeps the
    /// connection.
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

    /// Changes what becomes of the connection.
    pub fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }
}

/// How much an [`Act`] reads before it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Read {
    /// Nothing: the act begins when the connection is made, before TLS.
    Nothing,
    /// The first byte that the client sends, before TLS.
    Byte,
    /// A complete request.
    Whole,
}

/// What becomes of a connection after an [`Act`] has written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Then {
    /// It is kept for the next request.
    Keep,
    /// It is kept, and these bytes are written as soon as the next request arrives on it, before
    /// that request is read: a late answer to an earlier request.
    Late(Vec<u8>),
    /// It is closed. If the client sent more than was read, the system resets it.
    Close,
    /// It is reset: bytes on their way are lost, and the client sees an error.
    Reset,
    /// It is kept, and nothing more is written.
    Stall,
    /// These bytes are written over and over, with pauses, until the client closes it.
    Trickle(Vec<u8>),
    /// These bytes are written this often, as fast as the client takes them, and it is closed.
    Flood(Vec<u8>, usize),
}
