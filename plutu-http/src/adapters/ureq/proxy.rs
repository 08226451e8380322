//! The proxy that ureq uses. ureq silently ignores a variable that it cannot read. Without its
//! feature `socks-proxy`, it also ignores a SOCKS proxy in the environment, and panics at one in
//! the configuration.

use std::env;
use std::env::VarError;

use ureq::Proxy;
use ureq::ProxyBuilder;
use ureq::ProxyProtocol;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::transport::DefaultConnector;

use crate::adapters::proxy_host;
use crate::build_error::ProxyError;

/// Rejects a proxy that ureq would not use for this URL.
///
/// If ureq can read none of the variables, the configuration has no proxy, whether or not the
/// caller removed it. So the environment is checked then.
pub(super) fn check(
    config: &Config,
    uri: &Uri,
    connector: &DefaultConnector,
) -> Result<(), ProxyError> {
    match config.proxy() {
        Some(proxy) if !proxy.is_from_env() => {
            if is_usable(proxy, connector) {
                Ok(())
            } else {
                Err(ProxyError::ConfiguredSocks)
            }
        }
        // The environment names a proxy that ureq can read, so the caller has removed it.
        None if Proxy::try_from_env().is_some() => Ok(()),
        _ if is_exempt(uri) => Ok(()),
        _ => check_environment(connector),
    }
}

/// Checks the variables in the order in which ureq reads them, up to the first that is set.
fn check_environment(connector: &DefaultConnector) -> Result<(), ProxyError> {
    for variable in VARIABLES {
        let value = match env::var(variable) {
            Err(VarError::NotPresent) => continue,
            Ok(value) if value.is_empty() => continue,
            value => value.unwrap_or_default(),
        };
        let Some(proxy) = Proxy::new(&value).ok().filter(has_valid_host) else {
            return Err(ProxyError::Unreadable {
                variable,
                client: "ureq",
            });
        };
        if !is_usable(&proxy, connector) {
            return Err(ProxyError::Socks { variable });
        }
        return Ok(());
    }
    Ok(())
}

fn has_valid_host(proxy: &Proxy) -> bool {
    proxy.uri().authority().is_some_and(proxy_host::is_valid)
}

/// Whether ureq can connect through this proxy.
fn is_usable(proxy: &Proxy, connector: &DefaultConnector) -> bool {
    match proxy.protocol() {
        ProxyProtocol::Http | ProxyProtocol::Https => true,
        _ => has_socks(connector),
    }
}

/// Whether ureq has its feature `socks-proxy`.
///
/// Only the `Debug` of ureq's connectors shows it: there is a connector for SOCKS, or another one
/// in its place that warns or panics. If a future version of ureq shows neither, a SOCKS proxy is
/// rejected.
fn has_socks(connector: &DefaultConnector) -> bool {
    let connectors = format!("{connector:?}");
    let mut names = connectors.split(|byte: char| !byte.is_ascii_alphanumeric());
    names.any(|name| name == "SocksConnector")
}

/// Whether `NO_PROXY` exempts this URL. ureq's own code decides.
fn is_exempt(uri: &Uri) -> bool {
    let value = env::var("NO_PROXY").or_else(|_| env::var("no_proxy"));
    let entries = value.unwrap_or_default();
    let proxy = Proxy::builder(ProxyProtocol::Http);
    let proxy = entries.split(',').fold(proxy, ProxyBuilder::no_proxy);
    proxy.build().is_ok_and(|proxy| proxy.is_no_proxy(uri))
}

const VARIABLES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];
