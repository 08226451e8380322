//! The proxies that the environment names. If reqwest cannot read one, it ignores it and connects
//! directly. So they are checked here first.
//!
//! reqwest uses the rules of hyper-util: for https, it reads `HTTPS_PROXY` or else `https_proxy`,
//! and then `ALL_PROXY` or else `all_proxy`. A [`reqwest::ClientBuilder`] does not show its own
//! proxies, so the environment is checked even if the builder has some.

use std::env;
use std::env::VarError;

use http::Uri;

use super::no_proxy;
use crate::adapters::proxy_host;
use crate::base_url::BaseUrl;
use crate::build_error::ProxyError;

/// Rejects a proxy in the environment that reqwest would ignore.
pub(super) fn check(base_url: &BaseUrl) -> Result<(), ProxyError> {
    if base_url.is_loopback() || no_proxy::exempts(base_url.host()) {
        return Ok(());
    }
    for names in [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]] {
        let Some((variable, value)) = names.into_iter().find_map(set) else {
            continue;
        };
        // An empty value means "no proxy", and the lower-case variable is then not read.
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

/// Returns the variable with its value, if it is set.
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

// Without its feature `socks`, reqwest reports an error when it connects through a SOCKS proxy.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
