//! A request as a server received it.

use std::fmt;

/// A complete request that a [`Server`](super::Server) has read.
///
/// `Debug` shows only the first line and the length, because the rest may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Received(Vec<u8>);

impl Received {
    /// The request in `bytes`, if it is complete. Its body has a length or is chunked.
    pub(in crate::transport) fn read(bytes: &[u8]) -> Option<Self> {
        let request = Self(bytes.to_vec());
        let (_, body) = request.parts()?;
        let whole = if request.is_chunked() {
            body.ends_with(b"0\r\n\r\n")
        } else {
            let length = request.header("content-length").map_or(Ok(0), str::parse);
            length.is_ok_and(|length: usize| body.len() >= length)
        };
        whole.then_some(request)
    }

    /// The whole request as a string. Bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// The first line, such as `POST /api/v1/transaction/mpgs/confirm HTTP/1.1`.
    #[must_use]
    pub fn line(&self) -> &str {
        self.head().lines().next().unwrap_or_default()
    }

    /// The names and values of the headers, in their order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.head().lines().skip(1);
        lines.filter_map(|line| Some((line.split_once(':')?.0, line.split_once(':')?.1.trim())))
    }

    /// The value of the first header with this name, in upper or lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The body. If it is chunked, the chunks are joined.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let body = self.parts().map_or(&[][..], |(_, body)| body);
        if self.is_chunked() {
            unchunked(body)
        } else {
            body.to_vec()
        }
    }

    fn head(&self) -> &str {
        let head = self.parts().map_or(&self.0[..], |(head, _)| head);
        str::from_utf8(head).unwrap_or_default()
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some()
    }

    fn parts(&self) -> Option<(&[u8], &[u8])> {
        split_once(&self.0, b"\r\n\r\n")
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({:?}, {} bytes)", self.line(), self.0.len())
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some((size, after)) = split_once(rest, b"\r\n") {
        let size = str::from_utf8(size).unwrap_or_default();
        let size = usize::from_str_radix(size, 16).unwrap_or_default();
        let Some((chunk, after)) = after.split_at_checked(size) else {
            break;
        };
        body.extend_from_slice(chunk);
        rest = after.get(2..).unwrap_or_default();
    }
    body
}

fn split_once<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes
        .windows(separator.len())
        .position(|window| window == separator)?;
    let (before, after) = bytes.split_at_checked(at)?;
    Some((before, after.get(separator.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::Received;

    #[test]
    fn a_request_is_read_when_it_is_complete() {
        let sized = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na=b";
        let chunked =
            b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\na=\r\n1\r\nb\r\n0\r\n\r\n";
        for whole in [&sized[..], &chunked[..]] {
            for cut in 0..whole.len() {
                assert_eq!(Received::read(&whole[..cut]), None, "{cut}");
            }
            let received = Received::read(whole).unwrap();
            assert_eq!(received.body(), b"a=b");
            assert_eq!(received.line(), "POST / HTTP/1.1");
        }
    }
}
