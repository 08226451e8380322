//! The body of an answer: how much of it is read, and whether it is complete.

#[cfg(any(feature = "reqwest", feature = "tower"))]
use bytes::Bytes;
#[cfg(any(feature = "reqwest", feature = "tower"))]
use http::HeaderMap;
#[cfg(any(feature = "reqwest", feature = "tower"))]
use http::header;

#[cfg(any(feature = "reqwest", feature = "tower"))]
use super::error::TransportErrorKind;

/// The longest body of an answer that is read, in bytes: 1 MiB. Plutu's answers are far shorter.
pub const MAX_BODY: usize = 1_048_576;

/// Checks that a body has the length that the header `Content-Length` announces, if there is one.
///
/// If an HTTP/2 server resets the stream with `NO_ERROR`, hyper ends the body without an error,
/// although the rest is missing.
#[cfg(any(feature = "reqwest", feature = "tower"))]
pub(crate) fn check_length(headers: &HeaderMap, body: &Bytes) -> Result<(), TransportErrorKind> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<usize>().ok());
    if announced.is_none_or(|length| length == body.len()) {
        Ok(())
    } else {
        Err(TransportErrorKind::ResponseBody)
    }
}

#[cfg(all(test, any(feature = "reqwest", feature = "tower")))]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;
    use http::HeaderValue;
    use http::header;

    use super::check_length;

    #[test]
    fn a_body_has_the_announced_length() {
        let body = Bytes::from_static(b"{}");
        assert!(check_length(&HeaderMap::new(), &body).is_ok());
        let table = [("2", true), ("1", false), ("3", false), ("none", true)];
        for (length, complete) in table {
            let length = HeaderValue::from_static(length);
            let headers = HeaderMap::from_iter([(header::CONTENT_LENGTH, length)]);
            assert_eq!(check_length(&headers, &body).is_ok(), complete);
        }
    }
}
