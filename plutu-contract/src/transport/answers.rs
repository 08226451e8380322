//! The good and bad answers of the scenes' servers.

use plutu_http::transport::MAX_BODY;

use super::fault::Fault;
use super::server::Act;
use super::server::Read;
use super::server::Then;

/// The body of an answer that every charge reads as a success.
pub(super) const SUCCESS: &str = r#"{"status":200,"result":{"transaction_id":"1","amount":12.5}}"#;

/// A page, as a proxy sends it.
pub(super) const HTML: &str = "<html><h1>Bad Gateway</h1></html>";

/// An answer with a body of the maximum length that a transport reads.
pub(super) fn longest() -> Act {
    Act::answer("200 OK", &" ".repeat(MAX_BODY))
}

pub(super) fn success() -> Act {
    Act::answer("200 OK", SUCCESS)
}

/// A success, followed by another success that arrives late.
pub(super) fn success_twice() -> Act {
    let late = success().written().to_vec();
    success().then(Then::Late(late))
}

/// A redirect to the server at `base_url`.
pub(super) fn redirect(fault: Fault, base_url: &str) -> Act {
    let status = match fault {
        Fault::MovedPermanently => "301 Moved Permanently",
        Fault::Found => "302 Found",
        Fault::SeeOther => "303 See Other",
        Fault::TemporaryRedirect => "307 Temporary Redirect",
        _ => "308 Permanent Redirect",
    };
    Act::answer_with(
        status,
        &[&format!("location: {base_url}/elsewhere")],
        SUCCESS,
    )
}

/// The act that plays `fault` on connections without TLS.
pub(super) fn act(fault: Fault) -> Act {
    match fault {
        Fault::ClosedUnread => Act::close().read(Read::Nothing),
        Fault::ResetMidway => Act::close().read(Read::Byte).then(Then::Reset),
        Fault::Reset => Act::close().then(Then::Reset),
        Fault::Silence => Act::close().then(Then::Stall),
        Fault::ProvisionalThenSilence => {
            Act::bytes("HTTP/1.1 100 Continue\r\n\r\n").then(Then::Stall)
        }
        Fault::Garbage => Act::bytes("\x16\x03\x01 this is not HTTP\r\n\r\n"),
        Fault::Http09 => Act::bytes(SUCCESS),
        Fault::CutHead => Act::bytes("HTTP/1.1 200 OK\r\ncontent-le"),
        Fault::HugeHead => {
            let line = format!("x-padding: {}\r\n", "a".repeat(4096));
            Act::bytes("HTTP/1.1 200 OK\r\n").then(Then::Flood(line.into(), 16_384))
        }
        Fault::HeadThenSilence => Act::bytes(head(SUCCESS.len())).then(Then::Stall),
        Fault::Trickle => Act::bytes(head(1_000_000)).then(Then::Trickle(b" ".into())),
        Fault::CutBody => Act::bytes(head(SUCCESS.len().saturating_add(1)) + SUCCESS),
        Fault::CutChunks => {
            let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
            Act::bytes(format!("{head}{:x}\r\n{SUCCESS}\r\n", SUCCESS.len()))
        }
        Fault::ResetInBody => {
            Act::bytes(head(SUCCESS.len().saturating_add(1)) + SUCCESS).then(Then::Reset)
        }
        Fault::LargeBody => Act::bytes(head(10 * MEBIBYTE)).then(flood(10)),
        Fault::EndlessBody => Act::bytes("HTTP/1.1 200 OK\r\n\r\n").then(flood(256)),
        _ => complete(fault),
    }
}

/// The faults that are complete answers.
fn complete(fault: Fault) -> Act {
    match fault {
        Fault::Gzip => {
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                GZIPPED.len()
            );
            Act::bytes([head.as_bytes(), GZIPPED].concat()).then(Then::Keep)
        }
        Fault::NoContent => Act::bytes("HTTP/1.1 204 No Content\r\n\r\n").then(Then::Keep),
        Fault::SuccessHtml => Act::answer("200 OK", HTML),
        Fault::SuccessCutJson => Act::answer("200 OK", r#"{"status":200,"result":{"redir"#),
        Fault::SuccessOddResult => Act::answer(
            "200 OK",
            r#"{"status":200,"result":{"redirect_url":1,"transaction_id":{}}}"#,
        ),
        Fault::SuccessInnerStatus => Act::answer("200 OK", r#"{"status":422}"#),
        Fault::Refusal | Fault::LateAnswer => Act::answer("400 Bad Request", INVALID_OTP),
        Fault::RefusalOtherCode => Act::answer("400 Bad Request", BACKEND_ERROR),
        Fault::RefusalMessage => Act::answer("422 Unprocessable Content", r#"{"message":"no"}"#),
        Fault::TooManyRequests => Act::answer_with(
            "429 Too Many Requests",
            &["retry-after: 0"],
            r#"{"error":{"status":429,"code":"TOO_MANY_REQUESTS","message":"wait"}}"#,
        ),
        Fault::RefusalHtml => Act::answer("404 Not Found", HTML),
        Fault::ServerError => Act::answer("500 Internal Server Error", INVALID_OTP),
        Fault::ServerErrorHtml => {
            Act::answer_with("503 Service Unavailable", &["retry-after: 0"], HTML)
        }
        _ => Act::close(),
    }
}

fn head(content_length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {content_length}\r\n\r\n")
}

/// Writes this many mebibytes of white space, which may precede any JSON.
fn flood(mebibytes: usize) -> Then {
    Then::Flood(vec![b' '; MEBIBYTE], mebibytes)
}

const MEBIBYTE: usize = 1_048_576;

const INVALID_OTP: &str =
    r#"{"error":{"status":400,"code":"INVALID_OTP","message":"The code is wrong"}}"#;

const BACKEND_ERROR: &str =
    r#"{"error":{"status":400,"code":"BACKEND_ERROR","message":"Something failed"}}"#;

/// [`SUCCESS`], compressed with gzip.
const GZIPPED: &[u8] =
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xabV*.I,)-V\xb2220\xd0Q*J-.\xcd)Q\xb2\xaaV*)J\xcc+\
    NL.\xc9\xcc\xcf\x8b\xcfLQ\xb2R2T\xd2QJ\xcc\xcd/\xcd\x03J\x1b\x1a\xe9\x99\xd6\xd6\x02\x00\
    cTl\xd0<\x00\x00\x00";
