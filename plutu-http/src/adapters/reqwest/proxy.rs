//! The proxies that the environment names. reqwest silently ignores one that it cannot read and
//! connects directly, so it is checked here first.
//!
//! The rules are those of hyper-util, from which reqwest has them: for https, the first of
//! `HTTPS_PROXY` and `https_proxy` that is set, and then of `ALL_PROXY` and `all_proxy`. A
//! [`reqwest::ClientBuilder`] does not show its own proxies, so the environment is checked even if
//! the builder has some.

use std::env;
use std::env::VarError;

use http::Uri;

use super::no_proxy;
use crate::adapters::proxy_host;
use crate::base_url::BaseUrl;
use crate::build_error::ProxyError;

/// Refuses a proxy of the environment that reqwest would not use.
pub(super) fn check(base_url: &BaseUrl) -> Result<(), ProxyError> {
    if base_url.is_loopback() || no_proxy::exempts(base_url.host()) {
        return Ok(());
    }
    for names in [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]] {
        let Some((variable, value)) = names.into_iter().find_map(set) else {
            continue;
        };
        // An empty value stands for no proxy, and hides the lower-case variable.
        if value.as_deref() == Ok("") {
            continue;
        }
        if env::var_os("REQUEST_METHOD").is_some() {
            return Err(ProxyError::Cgi { variable });
        }
        if !value.as_deref().is_ok_and(is_proxy_url) {
            return Err(ProxyError::Unreadable {
                variable,
                client: "reqwest",
            });
        }
        return Ok(());
    }
    Ok(())
}

/// The variable with its value, if it is set.
fn set(name: &'static str) -> Option<(&'static str, Result<String, VarError>)> {
    match env::var(name) {
        Err(VarError::NotPresent) => None,
        value => Some((name, value)),
    }
}

/// Whether reqwest reads this value as a proxy.
fn is_proxy_url(value: &str) -> bool {
    let Ok(uri) = value.parse::<Uri>() else {
        return false;
    };
    let is_known = uri
        .scheme_str()
        .is_none_or(|scheme| SCHEMES.contains(&scheme));
    is_known && uri.authority().is_some_and(proxy_host::is_valid)
}

// reqwest refuses to connect through a SOCKS proxy if it lacks its feature `socks`.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
