//! Redirects, which would hand the credentials and the form to another host.

use plutu_http::core::Certainty;
use plutu_http::core::ReplyError;
use plutu_http::core::reply::Problem;
use reqwest::redirect::Policy;

use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::server::Act;
use crate::server::Server;
use crate::server::answer;
use crate::server::json;

const STATUSES: [&str; 6] = [
    "300 Multiple Choices",
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

/// Asserts that a redirect ends where it is answered.
async fn assert_not_followed(status: &str, policy: Option<Policy>) {
    let elsewhere = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let location = format!(
        "location: {}/transaction/desk/confirm",
        elsewhere.base_url()
    );
    let server = Server::start([Act::Answer(answer(status, &location, SUCCESS))]).await;
    let mut builder = server.builder();
    if let Some(policy) = policy {
        builder = builder.reqwest(reqwest::Client::builder().redirect(policy));
    }
    let error = builder.build().unwrap().send(&charge()).await.unwrap_err();
    let Some(ReplyError::Unexpected(reply)) = error.reply_error() else {
        panic!("{status}: {error:?}")
    };
    assert_eq!(reply.problem(), &Problem::Status, "{status}");
    assert_eq!(error.certainty(), Certainty::Unknown, "{status}");
    assert_eq!(server.requests().len(), 1, "{status}");
    assert_eq!(elsewhere.connections(), 0, "{status}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in STATUSES {
        assert_not_followed(status, None).await;
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_by_a_callers_reqwest() {
    for status in STATUSES {
        assert_not_followed(status, Some(Policy::limited(10))).await;
    }
}

#[tokio::test]
async fn a_redirect_that_cannot_be_read_is_unknown() {
    for location in [
        "http://256.256.256.256/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "//",
        "ftp://plutu.example",
        "",
        "\\\\plutu",
    ] {
        let answer = answer("302 Found", &format!("location: {location}"), "");
        let server = Server::start([Act::Answer(answer)]).await;
        let error = server.client().send(&charge()).await.unwrap_err();
        assert_eq!(
            error.certainty(),
            Certainty::Unknown,
            "{location}: {error:?}"
        );
        assert_eq!(server.requests().len(), 1, "{location}");
    }
}
