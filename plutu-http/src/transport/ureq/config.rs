//! ureq's configuration: what a payment needs, and what ureq would otherwise stop the program over.

use ureq::ProxyProtocol;
use ureq::config::AutoHeaderValue;
use ureq::config::Config;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

use crate::endpoint::Endpoint;
use crate::transport::TransportError;
use crate::transport::ureq::tls;
use crate::transport::ureq::unusable;

/// Sets what a payment needs.
pub(super) fn finish(builder: ConfigBuilder<AgentScope>, endpoint: &Endpoint) -> Config {
    let timeouts = endpoint.timeouts;
    let builder = builder
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .accept_encoding(AutoHeaderValue::None)
        .max_idle_connections(0)
        .max_idle_connections_per_host(0)
        .timeout_resolve(Some(timeouts.connect))
        .timeout_connect(Some(timeouts.connect))
        .timeout_global(Some(timeouts.total))
        .timeout_per_call(None)
        .timeout_per_read(None)
        .timeout_per_write(None)
        .timeout_send_request(None)
        .timeout_send_body(None)
        .timeout_recv_response(None)
        .timeout_recv_body(None);
    // Plain http would show everything to a proxy that the environment names.
    if endpoint.base_url.is_loopback() {
        builder.proxy(None).build()
    } else {
        builder.build()
    }
}

/// Refuses what ureq would panic at when it connects.
pub(super) fn check(config: &Config, endpoint: &Endpoint) -> Result<(), TransportError> {
    if endpoint.base_url.is_https() {
        tls::check(config)?;
    }
    let has_socks = config
        .proxy()
        .is_some_and(|proxy| is_socks(proxy.protocol()) && !proxy.is_from_env());
    if has_socks && !cfg!(feature = "socks-proxy") {
        return Err(unusable(
            "a SOCKS proxy needs the feature `socks-proxy` of plutu-http",
        ));
    }
    Ok(())
}

fn is_socks(protocol: ProxyProtocol) -> bool {
    !matches!(protocol, ProxyProtocol::Http | ProxyProtocol::Https)
}
