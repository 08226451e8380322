//! A client over each adapter that is compiled in, all with the same methods.

use std::time::Duration;

use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::blocking;
use plutu_http::core::Credentials;
use plutu_http::core::Redirect;
use plutu_http::core::Request;

/// A client of either kind.
#[derive(Clone)]
pub(crate) enum AnyClient {
    Async(Client),
    Blocking(blocking::Client),
}

impl AnyClient {
    pub(crate) async fn send<R>(&self, request: R) -> Result<Redirect, SendError>
    where
        R: Request<Reply = Redirect> + Send + 'static,
    {
        match self.clone() {
            Self::Async(client) => client.send(&request).await,
            Self::Blocking(client) => tokio::task::spawn_blocking(move || client.send(&request))
                .await
                .unwrap(),
        }
    }
}

/// A time-out so long that it never decides a test, even on a slow machine.
pub(crate) const LONG: Duration = Duration::from_secs(600);

/// Builds a client over one adapter, from credentials, a base URL, a connect time-out and a total
/// time-out.
pub(crate) type Make = fn(Credentials, &str, Duration, Duration) -> AnyClient;

/// Every adapter that is compiled in, with its name.
pub(crate) const ADAPTERS: &[(&str, Make)] = &[
    #[cfg(feature = "reqwest")]
    ("reqwest", |credentials, base_url, connect, total| {
        let builder = Client::builder(credentials).base_url(base_url);
        let builder = builder.connect_timeout(connect).timeout(total);
        AnyClient::Async(builder.build().unwrap())
    }),
    #[cfg(feature = "tower")]
    ("tower", |credentials, base_url, connect, total| {
        let builder = Client::builder(credentials).base_url(base_url);
        let builder = builder.connect_timeout(connect).timeout(total);
        AnyClient::Async(builder.transport(hyper()).build().unwrap())
    }),
    #[cfg(feature = "ureq")]
    ("ureq", |credentials, base_url, connect, total| {
        let builder = blocking::Client::builder(credentials).base_url(base_url);
        let builder = builder.connect_timeout(connect).timeout(total);
        AnyClient::Blocking(builder.build().unwrap())
    }),
];

/// hyper's own client, as a tower service.
#[cfg(feature = "tower")]
fn hyper() -> impl plutu_http::Transport {
    use hyper_util::client::legacy;
    use hyper_util::rt::TokioExecutor;
    use plutu_http::TransportErrorKind;
    use plutu_http::transport::TowerTransport;

    let service = legacy::Client::builder(TokioExecutor::new()).build_http();
    TowerTransport::new(service, tokio::time::sleep).classify(|error: &legacy::Error| {
        if error.is_connect() {
            TransportErrorKind::Connect
        } else {
            TransportErrorKind::Other
        }
    })
}
