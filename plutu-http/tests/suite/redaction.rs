//! That no output shows a secret: every text that is one holds the word that is looked for here.

use std::error::Error;
use std::fmt::Debug;
use std::fmt::Write;

use bytes::Bytes;
use plutu_http::Client;
use plutu_http::TransportErrorKind;

use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;

/// All that an error shows.
fn shown(error: &dyn Error) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(text, "{error} {error:#} {error:?} {error:#?} ").unwrap();
        next = error.source();
    }
    text
}

fn assert_clean(what: &str, text: &str) {
    assert!(!text.is_empty());
    assert!(!text.contains("CANARY"), "{what}: {text}");
}

fn debugged(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn the_control_is_found() {
    assert!(shown(&std::io::Error::other("CANARY")).contains("CANARY"));
    assert!(debugged(&Some("CANARY")).contains("CANARY"));
    assert!(SUCCESS.contains("CANARY") && REFUSAL.contains("CANARY"));
    assert!(credentials().api_key().expose().contains("CANARY"));
}

#[test]
fn clients_and_builders_show_no_secret() {
    let builder = Client::builder(credentials())
        .base_url("https://CANARY:CANARY@plutu.example/?CANARY")
        .transport(async |_| Err(TransportErrorKind::Other.into()));
    assert_clean("builder", &debugged(&builder));
    let client = builder.base_url("https://plutu.example").build().unwrap();
    assert_clean("client", &debugged(&client));
    assert_clean("credentials", &format!("{:?}", credentials()));
}

#[tokio::test]
async fn errors_and_replies_show_no_secret() {
    let html = "<a href=\"https://pay.example/?token=CANARY\">CANARY</a>";
    let hostile = r#"{"status":200,"result":{"redirect_url":"javascript:CANARY"}}"#;
    let code = r#"{"error":{"status":400,"code":"CANARY CANARY","message":"CANARY"}}"#;
    let answers = [
        (422, REFUSAL),
        (502, html),
        (302, html),
        (200, hostile),
        (200, html),
        (400, code),
    ];
    for (status, body) in answers {
        let client = Client::builder(credentials())
            .transport(move |_| async move {
                let mut answer = http::Response::new(Bytes::from_static(body.as_bytes()));
                *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
                Ok(answer)
            })
            .build()
            .unwrap();
        assert_clean(body, &shown(&client.send(&charge()).await.unwrap_err()));
        assert_clean(body, &shown(&client.send(&checkout()).await.unwrap_err()));
    }
    let client = Client::builder(credentials())
        .transport(async |_| Ok(http::Response::new(Bytes::from_static(SUCCESS.as_bytes()))))
        .build()
        .unwrap();
    assert_clean("reply", &debugged(&client.send(&checkout()).await.unwrap()));
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn logs_show_no_secret_even_of_a_verbose_connection() {
    use crate::logs;
    use crate::server::Act;
    use crate::server::Server;
    use crate::server::json;

    logs::start();
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let verbose = || reqwest::Client::builder().connection_verbose(true);
    let client = server.builder().reqwest(verbose()).build().unwrap();
    client.send(&charge()).await.unwrap();
    assert_clean("logs", &logs::all());

    // That a verbose connection is heard at all, without us.
    let theirs = verbose().no_proxy().build().unwrap();
    theirs
        .post(server.base_url())
        .body("CONTROL")
        .send()
        .await
        .unwrap();
    assert!(logs::all().contains("CONTROL"));
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn errors_of_reqwest_show_no_secret() {
    use crate::server::Act;
    use crate::server::Server;

    let location = b"HTTP/1.1 302 Found\r\nlocation: http://CANARY:99999/?CANARY\r\n\r\n".to_vec();
    let garbage = b"CANARY CANARY CANARY\r\n\r\n".to_vec();
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nCANARY".to_vec();
    let header = b"HTTP/1.1 200 OK\r\nCANARY\r\n\r\n".to_vec();
    let acts = [location, garbage, cut, header].map(Act::AnswerAndClose);
    for act in acts
        .into_iter()
        .chain([Act::Close, Act::CloseUnread, Act::CloseMidway])
    {
        let server = Server::start([act]).await;
        let error = server.client().send(&charge()).await.unwrap_err();
        assert_clean("reqwest", &shown(&error));
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.contains("CANARY"))
        );
    }
}
