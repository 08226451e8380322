//! The host and the port of a proxy.

use http::uri::Authority;

/// Whether there is a host, and the port, if there is one, is a number. If the port is not a
/// number, both HTTP clients silently use the default port, where no proxy listens.
pub(super) fn is_valid(authority: &Authority) -> bool {
    let host = authority.host();
    let host_and_port = authority.as_str().rsplit('@').next().unwrap_or_default();
    let port = host_and_port.strip_prefix(host).unwrap_or_default();
    !host.is_empty() && (port.is_empty() || authority.port_u16().is_some())
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn a_proxy_has_a_host_and_its_port_is_a_number() {
        let table = [
            ("proxy.example", true),
            ("proxy.example:3128", true),
            ("name:password@proxy.example:3128", true),
            ("name:p@ssword@proxy.example", true),
            ("[::1]:3128", true),
            ("proxy.example:port", false),
            ("proxy.example:65536", false),
            ("proxy.example:", false),
            (":3128", false),
        ];
        for (authority, valid) in table {
            let found = authority
                .parse()
                .is_ok_and(|authority| is_valid(&authority));
            assert_eq!(found, valid, "{authority}");
        }
    }
}
