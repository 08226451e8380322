//! A client over each adapter, and over a closure, as an application would build them.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use plutu_contract::transport::authority;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::Timeouts;
use plutu_http::Transport;
use plutu_http::TransportError;
use plutu_http::TransportErrorKind;
use plutu_http::blocking;
use plutu_http::core::AccessToken;
use plutu_http::core::ApiKey;
use plutu_http::core::Credentials;
use plutu_http::core::Request;
use plutu_http::transport::MAX_BODY;
use plutu_http::transport::TowerTransport;
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tower::timeout::Timeout;
use tower::util::BoxCloneSyncService;
use ureq::config::RedirectAuthHeaders;

/// A client of either kind.
#[derive(Clone)]
pub enum AnyClient {
    Async(Client),
    Blocking(blocking::Client),
}

impl AnyClient {
    pub async fn send<R>(&self, request: R) -> Result<R::Reply, SendError>
    where
        R: Request<Reply: Send> + Send + Sync + 'static,
    {
        match self.clone() {
            Self::Async(client) => client.send(&request).await,
            Self::Blocking(client) => tokio::task::spawn_blocking(move || client.send(&request))
                .await
                .unwrap(),
        }
    }
}

/// The transport of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Adapter {
    Reqwest,
    Ureq,
    Tower,
    Closure,
}

impl Adapter {
    pub const ALL: [Self; 4] = [Self::Reqwest, Self::Ureq, Self::Tower, Self::Closure];

    pub fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Ureq => "ureq",
            Self::Tower => "tower",
            Self::Closure => "closure",
        }
    }

    /// Builds a client that trusts the authority of the faults. So only the names and dates of the
    /// certificates that it signs can be wrong. reqwest and ureq also get settings that an
    /// application may have set but should not have.
    pub fn client(self, base_url: &str, connect: Duration, total: Duration) -> AnyClient {
        self.client_that_trusts(authority().unwrap(), base_url, connect, total)
    }

    /// Builds such a client, but with trust in another authority, in PEM format.
    pub fn client_that_trusts(
        self,
        authority: &str,
        base_url: &str,
        connect: Duration,
        total: Duration,
    ) -> AnyClient {
        let builder = Client::builder(credentials())
            .base_url(base_url)
            .connect_timeout(connect)
            .timeout(total);
        let builder = match self {
            Self::Reqwest => builder.reqwest(
                reqwest_builder(authority)
                    .connection_verbose(true)
                    .redirect(Policy::limited(10))
                    .gzip(true),
            ),
            Self::Tower => builder.transport(tower_transport(authority, connect)),
            Self::Closure => builder.transport(closure(authority, connect)),
            Self::Ureq => {
                let builder = blocking::Client::builder(credentials())
                    .base_url(base_url)
                    .connect_timeout(connect)
                    .timeout(total)
                    .ureq(ureq_config(authority));
                return AnyClient::Blocking(builder.build().unwrap());
            }
        };
        AnyClient::Async(builder.build().unwrap())
    }
}

pub fn credentials() -> Credentials {
    Credentials::new(
        ApiKey::new(API_KEY).unwrap(),
        AccessToken::new(ACCESS_TOKEN).unwrap(),
    )
}

pub const API_KEY: &str = "CANARY-api-key/9f+3=";
pub const ACCESS_TOKEN: &str = "CANARY-access-token~4%7e";

fn reqwest_builder(authority: &str) -> reqwest::ClientBuilder {
    let authority = reqwest::Certificate::from_pem(authority.as_bytes()).unwrap();
    reqwest::Client::builder().tls_certs_only([authority])
}

fn ureq_config(authority: &str) -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    let authority = ureq::tls::Certificate::from_pem(authority.as_bytes()).unwrap();
    let roots = ureq::tls::RootCerts::new_with_certs(&[authority]);
    let tls = ureq::tls::TlsConfig::builder().root_certs(roots).build();
    ureq::Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(true)
        .max_redirects(10)
        .redirect_auth_headers(RedirectAuthHeaders::SameHost)
}

/// hyper's own client. Its connector does not know the client's connect time-out, so a time-out is
/// added around it.
fn tower_transport(authority: &str, connect: Duration) -> impl Transport {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    let https = HttpsConnectorBuilder::new()
        .with_tls_config(rustls_config(authority))
        .https_or_http()
        .enable_all_versions()
        .wrap_connector(http);
    let connector = BoxCloneSyncService::new(Timeout::new(https, connect));
    let service = legacy::Client::builder(TokioExecutor::new()).build::<_, Full<Bytes>>(connector);
    TowerTransport::new(service, tokio::time::sleep).classify(|error: &legacy::Error| {
        if error.is_connect() {
            TransportErrorKind::Connect
        } else {
            TransportErrorKind::Other
        }
    })
}

fn rustls_config(authority: &str) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap())
        .unwrap();
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// A transport as an application might write it: one closure over its own HTTP client, here plain
/// reqwest.
pub fn closure(authority: &str, connect: Duration) -> impl Transport {
    let client = reqwest_builder(authority)
        .connect_timeout(connect)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .no_gzip()
        .no_proxy()
        .build()
        .unwrap();
    move |request: http::Request<Bytes>| exchange(client.clone(), request)
}

async fn exchange(
    client: reqwest::Client,
    request: http::Request<Bytes>,
) -> Result<http::Response<Bytes>, TransportError> {
    let timeouts: Timeouts = request.extensions().get().copied().unwrap();
    let mut request = reqwest::Request::try_from(request)
        .map_err(|error| TransportError::new(TransportErrorKind::Build, error))?;
    *request.timeout_mut() = Some(timeouts.total);
    let mut answer = client.execute(request).await.map_err(|error| {
        if error.is_connect() {
            TransportError::new(TransportErrorKind::Connect, error)
        } else {
            TransportError::other(error)
        }
    })?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(TransportError::other)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_BODY {
            return Err(TransportErrorKind::TooLarge.into());
        }
    }
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}
