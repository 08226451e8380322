//! The environment variable `NO_PROXY`, read the way reqwest reads it.

use std::env;
use std::net::IpAddr;

/// Whether `NO_PROXY` exempts this host from every proxy.
pub(super) fn exempts(host: &str) -> bool {
    let value = env::var("NO_PROXY").or_else(|_| env::var("no_proxy"));
    value.is_ok_and(|value| matches(&value, host))
}

fn matches(value: &str, host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut entries = value.split(',').map(str::trim);
    match host.parse::<IpAddr>() {
        Ok(address) => entries.any(|entry| is_network_of(entry, address)),
        Err(_) => entries.any(|entry| is_domain_of(entry, host)),
    }
}

/// Whether an entry is `*`, the host, or a domain above it.
fn is_domain_of(entry: &str, host: &str) -> bool {
    if entry == "*" {
        return true;
    }
    let domain = entry.strip_prefix('.').unwrap_or(entry);
    let Some(start) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    let Some((before, end)) = host.split_at_checked(start) else {
        return false;
    };
    let is_whole_label = before.is_empty() || before.ends_with('.');
    !domain.is_empty() && is_whole_label && end.eq_ignore_ascii_case(domain)
}

/// Whether an entry is the address, or a network that holds it: `192.168.0.0/16`.
fn is_network_of(entry: &str, address: IpAddr) -> bool {
    let Some((network, length)) = entry.split_once('/') else {
        return entry.parse() == Ok(address);
    };
    match (network.parse(), address, length.parse::<u32>()) {
        (Ok(IpAddr::V4(network)), IpAddr::V4(address), Ok(length @ 0..=32)) => {
            let difference = network.to_bits() ^ address.to_bits();
            difference.leading_zeros() >= length
        }
        (Ok(IpAddr::V6(network)), IpAddr::V6(address), Ok(length @ 0..=128)) => {
            let difference = network.to_bits() ^ address.to_bits();
            difference.leading_zeros() >= length
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn entries_are_domains_addresses_and_networks() {
        let table = [
            ("api.plutus.ly", "api.plutus.ly", true),
            ("API.plutus.ly", "api.Plutus.ly", true),
            ("plutus.ly", "api.plutus.ly", true),
            (".plutus.ly", "api.plutus.ly", true),
            (".plutus.ly", "plutus.ly", true),
            ("a.example, plutus.ly ,b.example", "api.plutus.ly", true),
            ("*", "api.plutus.ly", true),
            ("lutus.ly", "api.plutus.ly", false),
            ("api.plutus.ly.example", "api.plutus.ly", false),
            ("*.plutus.ly", "api.plutus.ly", false),
            ("", "api.plutus.ly", false),
            (".", "api.plutus.ly", false),
            ("10.1.2.3", "10.1.2.3", true),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.1.2.0/31", "10.1.2.3", false),
            ("0.0.0.0/0", "10.1.2.3", true),
            ("10.0.0.0/33", "10.1.2.3", false),
            ("*", "10.1.2.3", false),
            ("2001:db8::/32", "[2001:db8::1]", true),
            ("2001:db8::1", "[2001:db8::1]", true),
            ("2001:db9::/32", "[2001:db8::1]", false),
            ("10.0.0.0/8", "[2001:db8::1]", false),
        ];
        for (value, host, exempt) in table {
            assert_eq!(matches(value, host), exempt, "{value:?} for {host}");
        }
    }
}
