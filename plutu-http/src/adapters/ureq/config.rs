//! ureq's configuration: the settings that a payment depends on, and checks for settings at which
//! ureq would panic.

use std::time::Duration;

use ureq::config::AutoHeaderValue;
use ureq::config::Config;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;
use ureq::unversioned::transport::DefaultConnector;

use super::proxy;
use super::tls;
use crate::base_url::BaseUrl;
use crate::build_error::BuildError;
use crate::timeouts::Timeouts;
use crate::transport::error::TransportError;
use crate::transport::error::TransportErrorKind;

/// Replaces the settings that a payment depends on.
pub(super) fn finish(
    builder: ConfigBuilder<AgentScope>,
    base_url: &BaseUrl,
    timeouts: Timeouts,
) -> Config {
    let builder = builder
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .accept_encoding(AutoHeaderValue::None)
        .max_idle_connections(0)
        .max_idle_connections_per_host(0)
        .timeout_resolve(Some(timeouts.connect.min(LONGEST)))
        .timeout_connect(Some(timeouts.connect.min(LONGEST)))
        .timeout_global(Some(timeouts.total.min(LONGEST)))
        .timeout_per_call(None)
        .timeout_per_read(None)
        .timeout_per_write(None)
        .timeout_send_request(None)
        .timeout_send_body(None)
        .timeout_recv_response(None)
        .timeout_recv_body(None);
    // A proxy would see everything that is sent over plain http.
    if base_url.is_loopback() {
        builder.proxy(None).build()
    } else {
        builder.build()
    }
}

/// Rejects a configuration that ureq would ignore, or at which it would panic.
pub(super) fn check(
    config: &Config,
    base_url: &BaseUrl,
    connector: &DefaultConnector,
) -> Result<(), BuildError> {
    if base_url.is_https() {
        tls::check(config)?;
    }
    if base_url.is_loopback() {
        return Ok(());
    }
    let uri = base_url.join("/").map_err(|error| {
        BuildError::Transport(TransportError::new(TransportErrorKind::Build, error))
    })?;
    Ok(proxy::check(config, &uri, connector)?)
}

/// A year. ureq adds each time-out to the time of its clock, and panics if the sum overflows, as
/// with `Duration::MAX`.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);
