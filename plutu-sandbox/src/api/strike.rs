//! Applies faults to the API's answer.

use std::time::Duration;

use axum::body;
use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use tokio::time::sleep;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::fault::Fault;
use crate::hangup::HangupError;

/// The answer that replaces the real one. The request is not carried out then.
pub(super) fn instead(faults: &[Fault]) -> Option<Response> {
    faults.iter().find_map(|fault| match fault {
        Fault::Error { status, code } => Some(Refusal::ordered(*status, code).into_response()),
        Fault::RateLimit { retry_after } => {
            let mut response = Refusal::ordered(429, TOO_MANY).into_response();
            let seconds = HeaderValue::from(retry_after.as_secs());
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Some(response)
        }
        Fault::Html502 => Some((StatusCode::BAD_GATEWAY, Html(BAD_GATEWAY)).into_response()),
        Fault::DropBefore => Some(HangupError.into_response()),
        _ => None,
    })
}

/// Changes the answer after the request was carried out.
pub(super) async fn afterwards(
    account: &Account,
    faults: &[Fault],
    mut response: Response,
) -> Response {
    for fault in faults {
        match fault {
            Fault::Delay(time) => delay(account, *time).await,
            Fault::DropAfter => return HangupError.into_response(),
            Fault::CutJson => response = cut(response).await,
            _ => {}
        }
    }
    response
}

/// Waits, unless too many answers are delayed already. The call goes on after its client has left,
/// so the number of connections does not limit them.
async fn delay(account: &Account, time: Duration) {
    if let Some(_place) = account.place_to_answer_late() {
        sleep(time).await;
    }
}

/// Cuts the body in half. The rest of the answer stays unchanged.
async fn cut(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    // The API's own answers are complete and short.
    let mut bytes = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    bytes.truncate(bytes.len() / 2);
    Response::from_parts(head, Body::from(bytes))
}

/// Plutu's spelling, according to the official plugins.
const TOO_MANY: &str = "TOO_MAY_REQUESTS";

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
