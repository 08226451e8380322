//! A SOCKS proxy, with a feature of ureq that the application itself enables.

use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::thread;

use plutu_http::blocking::Client;
use plutu_http::core::Certainty;

use crate::clients::credentials;
use crate::matrix::charge;

#[test]
fn a_socks_proxy_is_used_with_ureqs_own_feature() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let proxy = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).unwrap();
        stream.write_all(&[5, 0]).unwrap();
        let mut request = [0; 20];
        stream.read_exact(&mut request).unwrap();
        // "Connection not allowed by ruleset."
        stream.write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        (greeting, request)
    });
    let theirs = ureq::Proxy::new(&format!("socks5h://{address}")).unwrap();
    let client = Client::builder(credentials())
        .base_url("https://plutu.invalid")
        .ureq(ureq::Agent::config_builder().proxy(Some(theirs)))
        .build()
        .unwrap();
    let error = client.send(&charge()).unwrap_err();
    assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");

    let (greeting, request) = proxy.join().unwrap();
    assert_eq!(greeting, [5, 1, 0]);
    let expected = [&[5, 1, 0, 3, 13], &b"plutu.invalid"[..], &[1, 187]].concat();
    assert_eq!(request[..], expected[..request.len()]);
}
