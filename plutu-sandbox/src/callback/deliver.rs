//! Sends callbacks to the shop's server.
//!
//! It uses a client for one connection instead of a full HTTP client: it cannot follow a redirect,
//! use a proxy or send anything twice.

use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;
use std::pin::pin;
use std::time::Duration;
use std::time::Instant;

use axum::http::Request;
use axum::http::header;
use hyper::body::Body as _;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;

use crate::payments::Delivery;
use crate::payments::Message;
use crate::payments::SentCallback;
use crate::shop_server::ShopServer;

/// Sends a message to the shop's server, and returns it with the result.
pub(crate) async fn deliver(message: Message, reachable: &[String]) -> SentCallback {
    send(message, reachable, TIME_OUT).await
}

async fn send(message: Message, reachable: &[String], time_out: Duration) -> SentCallback {
    let Some(server) = ShopServer::of(&message.url, reachable) else {
        return SentCallback::new(message, Some(Delivery::NotSent));
    };
    let began = Instant::now();
    let mut answer = None;
    let sent = timeout(time_out, server.send(message.body.clone(), &mut answer)).await;
    let delivery = match (&answer, sent) {
        (Some(ShopAnswer { status, .. }), _) => Delivery::Answered { status: *status },
        (None, Ok(_)) => Delivery::Failed,
        (None, Err(_)) => Delivery::TimedOut,
    };
    SentCallback {
        duration_ms: u64::try_from(began.elapsed().as_millis()).ok(),
        answer: answer.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()),
        ..SentCallback::new(message, Some(delivery))
    }
}

/// The answer of the shop's server, as far as it has arrived.
struct ShopAnswer {
    status: u16,
    /// At most [`MAX_ANSWER`] bytes.
    body: Vec<u8>,
}

impl ShopServer {
    /// Sends the message, and fills in `answer` while it arrives. So a late or endless body does
    /// not lose the status.
    async fn send(
        &self,
        body: Option<String>,
        answer: &mut Option<ShopAnswer>,
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        let stream = self.connect().await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let request = self.request(body)?;
        let mut exchange = pin!(async {
            let response = sender.send_request(request).await?;
            let answer = answer.insert(ShopAnswer {
                status: response.status().as_u16(),
                body: Vec::new(),
            });
            read_beginning(response.into_body(), &mut answer.body).await
        });
        tokio::select! {
            biased;
            done = &mut exchange => done?,
            // The connection may have ended with the answer.
            _ = connection => exchange.await?,
        }
        Ok(())
    }

    /// The request: a POST for a JSON callback, and a GET for a query.
    fn request(&self, body: Option<String>) -> Result<Request<String>, axum::http::Error> {
        let target = self.uri().path_and_query();
        let target = target.map_or("/", |target| target.as_str());
        let request = match &body {
            Some(_) => Request::post(target).header(header::CONTENT_TYPE, "application/json"),
            None => Request::get(target),
        };
        let host = self.uri().authority();
        request
            .header(header::HOST, host.map_or("", |host| host.as_str()))
            .header(header::CONNECTION, "close")
            .body(body.unwrap_or_default())
    }
}

/// Reads the beginning of a body, up to [`MAX_ANSWER`].
async fn read_beginning(mut body: Incoming, beginning: &mut Vec<u8>) -> hyper::Result<()> {
    while beginning.len() < MAX_ANSWER
        && let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        if let Ok(data) = frame?.into_data() {
            let room = MAX_ANSWER.saturating_sub(beginning.len());
            beginning.extend(data.into_iter().take(room));
        }
    }
    Ok(())
}

/// How long the shop's server has for its answer (our decision). Plutu's own limit is not known.
const TIME_OUT: Duration = Duration::from_secs(5);

/// How much of the shop's answer is kept, in bytes: enough for the message of an error page.
const MAX_ANSWER: usize = 2000;

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::io::Write as _;

    use super::*;
    use crate::payments::Carrier;

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_not_waited_for() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let message = Message {
            carrier: Carrier::Server,
            url: format!("http://{}", server.local_addr().unwrap()),
            body: Some("{}".to_owned()),
            canonical: String::new(),
        };
        let sent = send(message, &[], Duration::from_millis(20)).await;
        assert_eq!(sent.delivery, Some(Delivery::TimedOut));
        assert!(sent.answer.is_none() && sent.duration_ms.is_some());
    }

    /// A shop's server that gives this answer and then keeps the connection open.
    fn shop_that_answers(answer: String) -> Message {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/paid?a=1", server.local_addr().unwrap());
        std::thread::spawn(move || {
            let (mut connection, _) = server.accept().unwrap();
            let request = connection.read(&mut [0; 1000]).unwrap();
            assert!(request > 0);
            connection.write_all(answer.as_bytes()).unwrap();
            std::thread::sleep(Duration::from_secs(2));
        });
        Message {
            carrier: Carrier::Browser,
            url,
            body: None,
            canonical: String::new(),
        }
    }

    #[tokio::test]
    async fn a_body_that_stalls_does_not_undo_the_answer() {
        let head = "HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\n";
        let message = shop_that_answers(format!("{head}Fatal error: "));
        let sent = send(message, &[], Duration::from_millis(200)).await;
        assert_eq!(sent.delivery, Some(Delivery::Answered { status: 500 }));
        assert_eq!(sent.answer.as_deref(), Some("Fatal error: "));
    }

    #[tokio::test]
    async fn the_beginning_of_a_long_body_is_kept() {
        let body = "x".repeat(MAX_ANSWER * 3);
        let message = shop_that_answers(format!("HTTP/1.1 200 OK\r\n\r\n{body}"));
        let sent = send(message, &[], Duration::from_secs(1)).await;
        assert_eq!(sent.delivery, Some(Delivery::Answered { status: 200 }));
        assert_eq!(sent.answer.as_ref().map(String::len), Some(MAX_ANSWER));
        assert!(sent.weight() > MAX_ANSWER, "it counts as memory");
    }
}
