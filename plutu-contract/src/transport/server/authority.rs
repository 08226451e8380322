//! The good and bad certificates of the server. They are created for each test process, and their
//! keys are never stored.

use std::io;
use std::sync::Arc;
use std::sync::LazyLock;

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::DnType;
use rcgen::IsCa;
use rcgen::KeyPair;
use rcgen::date_time_ymd;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;

/// The certificate, in PEM format, of the authority that signs the certificates of a
/// [`Server`](super::Server).
///
/// Configure a client to trust it, to test the client with a certificate for another host or with
/// an expired one. A client that does not trust it refuses every certificate for the same reason.
/// The certificate is created for this process, and its key is never stored.
///
/// # Errors
///
/// Returns an error if the certificate cannot be created, for example because the system provides
/// no randomness.
///
/// ```
/// let pem = plutu_contract::transport::authority()?;
/// assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn authority() -> io::Result<&'static str> {
    Ok(&issuer()?.pem)
}

/// The certificate that the server shows.
#[derive(Clone, Copy, Debug)]
pub(in crate::transport) enum Certificate {
    /// For this machine, signed by the authority.
    Good,
    /// For this machine, self-signed.
    SelfSigned,
    /// For another host, signed by the authority.
    WrongName,
    /// For this machine, signed by the authority, and expired.
    Expired,
}

impl Certificate {
    /// The TLS settings of a server with this certificate.
    pub(in crate::transport) fn config(self) -> io::Result<Arc<ServerConfig>> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let params = self.params().map_err(io::Error::other)?;
        let certificate = match self {
            Self::SelfSigned => params.self_signed(&key),
            Self::Good | Self::WrongName | Self::Expired => {
                params.signed_by(&key, &issuer()?.issuer)
            }
        };
        let chain = vec![certificate.map_err(io::Error::other)?.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
        // Sets a provider, so that the application's choice does not matter.
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
            .map_err(io::Error::other)?;
        Ok(Arc::new(config))
    }

    fn params(self) -> Result<CertificateParams, rcgen::Error> {
        let names = match self {
            Self::WrongName => vec!["elsewhere.example".to_owned()],
            Self::Good | Self::SelfSigned | Self::Expired => {
                vec!["127.0.0.1".to_owned(), "localhost".to_owned()]
            }
        };
        let mut params = CertificateParams::new(names)?;
        if matches!(self, Self::Expired) {
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        Ok(params)
    }
}

/// The issuer of the certificates, with its own certificate.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    pem: String,
}

fn issuer() -> io::Result<&'static Authority> {
    static ISSUER: LazyLock<Result<Authority, rcgen::Error>> = LazyLock::new(|| {
        let mut params = CertificateParams::new(Vec::new())?;
        // The name differs from those of the certificates, so that they do not look self-signed.
        params
            .distinguished_name
            .push(DnType::CommonName, "authority of the contract test");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let pem = issuer.pem();
        Ok(Authority { issuer, pem })
    });
    ISSUER.as_ref().map_err(io::Error::other)
}
