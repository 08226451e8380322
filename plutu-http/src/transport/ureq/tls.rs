//! Which TLS ureq has. That depends on features, and so does whether it has any.

#[cfg(not(any(
    feature = "native-tls",
    feature = "rustls",
    feature = "rustls-no-provider"
)))]
mod choice {
    use ureq::Agent;
    use ureq::config::Config;
    use ureq::config::ConfigBuilder;
    use ureq::typestate::AgentScope;

    use crate::transport::TransportError;
    use crate::transport::ureq::unusable;

    pub(crate) fn default_config() -> ConfigBuilder<AgentScope> {
        Agent::config_builder()
    }

    pub(crate) fn check(_config: &Config) -> Result<(), TransportError> {
        Err(unusable(
            "https through ureq needs a feature of plutu-http: `rustls` or `native-tls`",
        ))
    }
}

#[cfg(any(
    feature = "native-tls",
    feature = "rustls",
    feature = "rustls-no-provider"
))]
mod choice {
    use ureq::Agent;
    use ureq::config::Config;
    use ureq::config::ConfigBuilder;
    use ureq::tls::RootCerts;
    use ureq::tls::TlsConfig;
    use ureq::tls::TlsProvider;
    use ureq::typestate::AgentScope;

    use crate::transport::TransportError;
    use crate::transport::provider;
    use crate::transport::ureq::unusable;

    /// The configuration, unless the caller has one of his own: rustls where there is a feature for it, and
    /// else the platform's TLS with the platform's certificates.
    pub(crate) fn default_config() -> ConfigBuilder<AgentScope> {
        let builder = Agent::config_builder();
        if HAS_RUSTLS {
            return builder;
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::NativeTls)
            .root_certs(RootCerts::PlatformVerifier);
        builder.tls_config(tls.build())
    }

    /// Checks that what was chosen is there.
    pub(crate) fn check(config: &Config) -> Result<(), TransportError> {
        let tls = config.tls_config();
        let is_platform = matches!(tls.root_certs(), RootCerts::PlatformVerifier);
        match tls.provider() {
            TlsProvider::Rustls if !HAS_RUSTLS => Err(unusable(
                "rustls, which this configuration asks for, needs the feature `rustls` of plutu-http: enable it, \
                 or set the configuration's provider to NativeTls",
            )),
            TlsProvider::Rustls if is_platform && !cfg!(feature = "platform-verifier") => {
                Err(unusable(
                    "these root certificates need the feature `platform-verifier` of plutu-http",
                ))
            }
            TlsProvider::Rustls if has_provider(tls) => Ok(()),
            TlsProvider::Rustls => provider::missing().map_or(Ok(()), Err),
            TlsProvider::NativeTls if !cfg!(feature = "native-tls") => Err(unusable(
                "the platform's TLS needs the feature `native-tls` of plutu-http",
            )),
            _ => Ok(()),
        }
    }

    /// Whether the configuration brings a provider of cryptography of its own.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    fn has_provider(tls: &TlsConfig) -> bool {
        tls.unversioned_rustls_crypto_provider().is_some()
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
    fn has_provider(_tls: &TlsConfig) -> bool {
        false
    }

    const HAS_RUSTLS: bool = cfg!(any(feature = "rustls", feature = "rustls-no-provider"));
}

pub(super) use self::choice::check;
pub(crate) use self::choice::default_config;
