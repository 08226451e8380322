//! The TLS that ureq has, depending on this crate's features.

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

    use crate::build_error::TlsError;

    pub(crate) fn default_config() -> ConfigBuilder<AgentScope> {
        Agent::config_builder()
    }

    pub(crate) fn check(_config: &Config) -> Result<(), TlsError> {
        Err(TlsError::Missing)
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

    use crate::adapters::provider;
    use crate::build_error::TlsError;

    /// The default configuration: rustls if its feature is enabled, or else the platform's TLS with
    /// the platform's certificates.
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

    /// Rejects TLS that ureq lacks. It would panic when it connects.
    pub(crate) fn check(config: &Config) -> Result<(), TlsError> {
        let tls = config.tls_config();
        let is_platform = matches!(tls.root_certs(), RootCerts::PlatformVerifier);
        match tls.provider() {
            TlsProvider::Rustls if !HAS_RUSTLS => Err(TlsError::Rustls),
            TlsProvider::Rustls if is_platform => Err(TlsError::PlatformVerifier),
            TlsProvider::Rustls if has_provider(tls) => Ok(()),
            TlsProvider::Rustls => provider::check(),
            TlsProvider::NativeTls if !cfg!(feature = "native-tls") => Err(TlsError::NativeTls),
            _ => Ok(()),
        }
    }

    /// Whether the configuration has a cryptography provider of its own.
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
