//! A server that speaks HTTP/2 over TLS, frame by frame, and plays one fault.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::ServerConnection;
use rustls::StreamOwned;
use rustls::crypto::ring;

use super::fault::Fault;
use super::frame;
use super::frame::Frame;
use super::frame::go_away;

type Stream = StreamOwned<ServerConnection, TcpStream>;

pub struct Server {
    address: SocketAddr,
    authority: String,
    posts: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(fault: Fault) -> Self {
        let names = vec!["127.0.0.1".to_owned()];
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(names).unwrap();
        let key = signing_key.serialize_der().try_into().unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let config = Arc::new(config);

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            authority: cert.pem(),
            posts: Arc::default(),
        };
        let posts = Arc::clone(&server.posts);
        thread::spawn(move || {
            for socket in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let stream = StreamOwned::new(connection, socket.unwrap());
                let posts = Arc::clone(&posts);
                // A failed connection is a part of the fault.
                thread::spawn(move || _ = Connection { stream, posts }.play(fault));
            }
        });
        server
    }

    pub fn base_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The certificate that a client must trust.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The number of requests that began.
    pub fn posts(&self) -> usize {
        self.posts.load(Ordering::SeqCst)
    }
}

struct Connection {
    stream: Stream,
    posts: Arc<AtomicUsize>,
}

impl Connection {
    fn play(mut self, fault: Fault) -> io::Result<()> {
        let mut preface = [0; frame::PREFACE.len()];
        self.stream.read_exact(&mut preface)?;
        assert_eq!(preface, frame::PREFACE);
        match fault {
            Fault::ClosedAtOnce => return self.close(),
            Fault::Garbage => {
                self.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")?;
                return self.close();
            }
            _ => self.write(&frame::frame(frame::SETTINGS, 0, 0, &[]))?,
        }
        if fault == Fault::GoAwayAtOnce {
            self.write(&frame::go_away(0, frame::NO_ERROR))?;
        }
        loop {
            let (number, stream) = self.request()?;
            if !self.answer(fault, number, stream)? {
                return self.close();
            }
        }
    }

    /// Reads a complete request. Returns its number at this server, and its stream.
    fn request(&mut self) -> io::Result<(usize, u32)> {
        let mut number = 0;
        loop {
            let read = Frame::read(&mut self.stream)?;
            match read.kind {
                frame::SETTINGS if read.flags & frame::ACK == 0 => {
                    self.write(&frame::frame(frame::SETTINGS, frame::ACK, 0, &[]))?;
                }
                frame::PING if read.flags & frame::ACK == 0 => {
                    self.write(&frame::frame(frame::PING, frame::ACK, 0, &read.payload))?;
                }
                frame::HEADERS => number = self.posts.fetch_add(1, Ordering::SeqCst),
                _ => {}
            }
            let may_end = matches!(read.kind, frame::HEADERS | frame::DATA);
            if may_end && read.flags & frame::END_STREAM != 0 {
                return Ok((number, read.stream));
            }
        }
    }

    /// Answers a request, and returns whether the connection stays open. A request that is sent
    /// again is answered with a success.
    fn answer(&mut self, fault: Fault, number: usize, stream: u32) -> io::Result<bool> {
        let (bytes, is_open) = match fault {
            Fault::LateAnswer | Fault::EarlyAnswer if number == 0 => {
                let unasked = if fault == Fault::LateAnswer {
                    stream
                } else {
                    stream + 2
                };
                ([success(stream), success(unasked)].concat(), true)
            }
            Fault::GoAwayBetween if number == 0 => {
                let go_away = go_away(stream, frame::NO_ERROR);
                ([success(stream), go_away].concat(), false)
            }
            Fault::RefusedLater if number != 1 => (success(stream), true),
            Fault::Refusal | Fault::LateAnswer | Fault::EarlyAnswer => (refusal(stream), true),
            Fault::Success | Fault::GoAwayBetween => (success(stream), true),
            _ if number > fault.first_posts() => (success(stream), true),
            Fault::Redirect => {
                let head = frame::head(stream, "307", &[("location", "/again")]);
                ([head, end(stream, SUCCESS)].concat(), true)
            }
            Fault::ClosedAtOnce | Fault::Garbage | Fault::Closed => (Vec::new(), false),
            Fault::RefusedStream | Fault::RefusedLater => {
                (frame::reset(stream, frame::REFUSED_STREAM), true)
            }
            Fault::Canceled => (frame::reset(stream, frame::CANCEL), true),
            Fault::InternalError => (frame::reset(stream, frame::INTERNAL_ERROR), true),
            Fault::NoError => (frame::reset(stream, frame::NO_ERROR), true),
            Fault::Http11Required => (frame::reset(stream, frame::HTTP_1_1_REQUIRED), true),
            Fault::GoAwayAtOnce | Fault::GoAwayBefore => (go_away(0, frame::NO_ERROR), false),
            Fault::GoAwayAfter => (go_away(stream, frame::NO_ERROR), false),
            Fault::Calm => (go_away(0, frame::ENHANCE_YOUR_CALM), false),
            Fault::CutHead => {
                let mut head = head(stream, SUCCESS.len());
                head.truncate(head.len() / 2);
                (head, false)
            }
            Fault::ShortBody => {
                let head = head(stream, SUCCESS.len() + 1);
                ([head, end(stream, SUCCESS)].concat(), true)
            }
            Fault::CutBody => (partly(stream, &[]), false),
            Fault::CanceledInBody => {
                let reset = frame::reset(stream, frame::CANCEL);
                (partly(stream, &reset), true)
            }
            Fault::NoErrorInBody => {
                let reset = frame::reset(stream, frame::NO_ERROR);
                (partly(stream, &reset), true)
            }
            Fault::NoErrorInBodyWithoutLength => {
                let head = frame::head(stream, "200", &[]);
                let data = frame::frame(frame::DATA, 0, stream, half());
                let reset = frame::reset(stream, frame::NO_ERROR);
                ([head, data, reset].concat(), true)
            }
            Fault::Silence => (Vec::new(), true),
            Fault::ProvisionalThenSilence => (frame::head(stream, "103", &[]), true),
            Fault::HeadThenSilence => (head(stream, SUCCESS.len()), true),
        };
        self.write(&bytes)?;
        Ok(is_open)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)?;
        self.stream.flush()
    }

    fn close(mut self) -> io::Result<()> {
        self.stream.conn.send_close_notify();
        self.stream.flush()?;
        // If a socket is closed with unread bytes, the connection is reset and the last frames are
        // lost.
        self.stream
            .sock
            .set_read_timeout(Some(Duration::from_secs(1)))?;
        self.stream.sock.shutdown(std::net::Shutdown::Write)?;
        while self.stream.sock.read(&mut [0; 4096])? > 0 {}
        Ok(())
    }
}

fn success(stream: u32) -> Vec<u8> {
    [head(stream, SUCCESS.len()), end(stream, SUCCESS)].concat()
}

fn refusal(stream: u32) -> Vec<u8> {
    [frame::head(stream, "400", &[]), end(stream, REFUSAL)].concat()
}

/// A success whose body ends in the middle, followed by `then`.
fn partly(stream: u32, then: &[u8]) -> Vec<u8> {
    let data = frame::frame(frame::DATA, 0, stream, half());
    [&head(stream, SUCCESS.len()), &data, then].concat()
}

fn half() -> &'static [u8] {
    SUCCESS.as_bytes().split_at(SUCCESS.len() / 2).0
}

fn head(stream: u32, length: usize) -> Vec<u8> {
    frame::head(stream, "200", &[("content-length", &length.to_string())])
}

fn end(stream: u32, body: &str) -> Vec<u8> {
    frame::frame(frame::DATA, frame::END_STREAM, stream, body.as_bytes())
}

const SUCCESS: &str = r#"{"status":200,"result":{"transaction_id":1,"amount":12.5}}"#;

const REFUSAL: &str = r#"{"error":{"status":400,"code":"INVALID_OTP","message":"no"}}"#;
