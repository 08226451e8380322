//! The server of the contract test, and clients that send to it.

use std::net::SocketAddr;

use plutu_contract::transport;
use plutu_contract::transport::Received;
use plutu_http::Client;
use plutu_http::ClientBuilder;

use crate::clients::LONG;
use crate::requests;

pub(crate) use plutu_contract::transport::Act;
pub(crate) use plutu_contract::transport::Read;
pub(crate) use plutu_contract::transport::Then;

/// A server that stops when it is dropped.
pub(crate) struct Server(transport::Server);

impl Server {
    /// Starts a server that plays the acts in order and repeats the last one.
    pub(crate) fn start(acts: impl Into<Vec<Act>>) -> Self {
        Self(transport::Server::start(acts).unwrap())
    }

    pub(crate) fn base_url(&self) -> String {
        self.0.base_url()
    }

    /// Its base URL with `https`, although it does not speak TLS.
    pub(crate) fn tls_base_url(&self) -> String {
        self.base_url().replacen("http:", "https:", 1)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address()
    }

    /// A client of this server, through reqwest.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder(requests::credentials())
            .base_url(self.base_url())
            .timeout(LONG)
    }

    /// The requests that were read completely, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.0.requests().iter().map(Received::text).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.0.connections()
    }
}
