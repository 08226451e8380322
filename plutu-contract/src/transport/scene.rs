//! A fault with the servers that it needs: none, one or two. Afterwards, the scene shows what the
//! client did.

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use super::answers;
use super::fault::Fault;
use super::queue;
use super::queue::FullQueue;
use super::server::Act;
use super::server::Certificate;
use super::server::Read;
use super::server::Server;
use super::server::Then;

/// A server or address that plays a [`Fault`] for a client that sends a request to its
/// [`base_url`](Self::base_url).
///
/// After the fault, every request is answered with the success of a charge of 12.50. So a client
/// that sends a request again gets a success, and is noticed.
///
/// ```
/// use plutu_contract::transport::{Fault, Scene};
///
/// let scene = Scene::of(Fault::TemporaryRedirect)?;
/// assert!(scene.base_url().starts_with("http://127.0.0.1:"));
/// // A client would send a request here.
/// assert_eq!(scene.posts(), 0);
/// assert!(scene.elsewhere().is_some_and(|target| target.connections() == 0));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Scene {
    base_url: String,
    server: Option<Server>,
    elsewhere: Option<Server>,
    first_posts: usize,
    /// The bytes that the server writes first, after the first posts.
    written: Vec<u8>,
    /// Keeps a port taken.
    _port: Option<Socket>,
    queue: Option<FullQueue>,
}

impl Scene {
    /// Creates the scene of a fault.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not provide a port, or if a certificate cannot be
    /// created.
    pub fn of(fault: Fault) -> io::Result<Self> {
        match fault {
            Fault::RefusedPort => {
                let port = queue::bound()?;
                let scene = Self::at(http(queue::local_address(&port)?));
                Ok(Self {
                    _port: Some(port),
                    ..scene
                })
            }
            Fault::UnresolvedName => Ok(Self::at("https://plutu.invalid/api/v1".to_owned())),
            Fault::ConnectStall => {
                let queue = FullQueue::start()?;
                let scene = Self::at(http(queue.address()));
                Ok(Self {
                    queue: Some(queue),
                    ..scene
                })
            }
            Fault::TlsToPlain => Self::instead_of_tls(
                Act::bytes("HTTP/1.1 400 Bad Request\r\n\r\n").read(Read::Byte),
            ),
            Fault::TlsClosed => Self::instead_of_tls(Act::close().read(Read::Byte)),
            Fault::TlsStall => {
                Self::instead_of_tls(Act::close().read(Read::Nothing).then(Then::Stall))
            }
            Fault::SelfSigned => Self::tls(Certificate::SelfSigned),
            Fault::WrongName => Self::tls(Certificate::WrongName),
            Fault::Expired => Self::tls(Certificate::Expired),
            Fault::ReusedClosed => Self::playing_after(answers::success(), Act::close()),
            Fault::LateAnswer => Self::playing_after(answers::success_twice(), answers::act(fault)),
            _ if fault.is_redirect() => {
                let elsewhere = Server::start([answers::success()])?;
                let answer = answers::redirect(fault, &elsewhere.base_url());
                let scene = Self::playing([answer])?;
                Ok(Self {
                    elsewhere: Some(elsewhere),
                    ..scene
                })
            }
            _ => Self::playing([answers::act(fault)]),
        }
    }

    /// Creates a scene without a fault: every request is answered with the success of a charge of
    /// 12.50.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not provide a port.
    pub fn of_success() -> io::Result<Self> {
        Self::playing([answers::success()])
    }

    /// The base URL for a client.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The number of requests that are answered with a success before the fault happens.
    #[must_use]
    pub fn first_posts(&self) -> usize {
        self.first_posts
    }

    /// The number of complete requests that the server has read after these
    /// [first ones](Self::first_posts).
    #[must_use]
    pub fn posts(&self) -> usize {
        let all = self.server().map_or(0, |server| server.requests().len());
        all.saturating_sub(self.first_posts)
    }

    /// The server, if there is one.
    #[must_use]
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// The server to which a redirect leads.
    #[must_use]
    pub fn elsewhere(&self) -> Option<&Server> {
        self.elsewhere.as_ref()
    }

    /// Whether the server closed a connection because the client waited longer than
    /// [`Server::PATIENCE`].
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.server.as_ref().is_some_and(Server::gave_up)
            || self.queue.as_ref().is_some_and(FullQueue::gave_up)
    }

    /// The first answer that the server writes after the [first posts](Self::first_posts).
    pub(super) fn written(&self) -> &[u8] {
        &self.written
    }

    pub(super) fn playing(acts: impl Into<Vec<Act>>) -> io::Result<Self> {
        let acts = with_success(acts);
        let written = acts.first().map(Act::written).unwrap_or_default().to_vec();
        let server = Server::start(acts)?;
        let scene = Self::at(server.base_url());
        Ok(Self {
            server: Some(server),
            written,
            ..scene
        })
    }

    /// A server that answers one request before the fault happens.
    fn playing_after(first: Act, act: Act) -> io::Result<Self> {
        let written = act.written().to_vec();
        let scene = Self::playing([first, act])?;
        Ok(Self {
            first_posts: 1,
            written,
            ..scene
        })
    }

    fn tls(certificate: Certificate) -> io::Result<Self> {
        let acts = with_success([]);
        let server = Server::start_with(acts, Some(certificate.config()?))?;
        let scene = Self::at(server.base_url());
        Ok(Self {
            server: Some(server),
            ..scene
        })
    }

    /// A plain server behind an https URL.
    fn instead_of_tls(act: Act) -> io::Result<Self> {
        let scene = Self::playing([act])?;
        let base_url = scene.base_url.replacen("http:", "https:", 1);
        Ok(Self { base_url, ..scene })
    }

    fn at(base_url: String) -> Self {
        Self {
            base_url,
            server: None,
            elsewhere: None,
            first_posts: 0,
            written: Vec::new(),
            _port: None,
            queue: None,
        }
    }
}

fn with_success(acts: impl Into<Vec<Act>>) -> Vec<Act> {
    let mut acts = acts.into();
    acts.push(answers::success());
    acts
}

fn http(address: SocketAddr) -> String {
    format!("http://{address}/api/v1")
}
