//! Building a client: its settings, and the settings that are rejected.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use plutu_http::BaseUrlError;
use plutu_http::BuildError;
use plutu_http::Client;
use plutu_http::ClientBuilder;
use plutu_http::Timeouts;
use plutu_http::TransportError;
use plutu_http::blocking;

use crate::requests::SUCCESS;
use crate::requests::checkout;
use crate::requests::credentials;

fn builder() -> ClientBuilder {
    Client::builder(credentials()).transport(async |_| unreachable())
}

fn unreachable() -> Result<http::Response<Bytes>, TransportError> {
    Err(TransportError::other("nothing is sent here"))
}

#[test]
fn base_url_errors_name_the_reason_and_never_the_url() {
    let table = [
        ("http://CANARY.example", BaseUrlError::PlainHttp),
        (
            "https://CANARY:CANARY@plutu.example",
            BaseUrlError::UserInfo,
        ),
        ("CANARY:CANARY@plutu.example", BaseUrlError::NotAbsolute),
        ("CANARY://CANARY@plutu.example", BaseUrlError::UserInfo),
        ("https://plutu.example?key=CANARY", BaseUrlError::Query),
        ("https://plutu.example#CANARY", BaseUrlError::Fragment),
        ("https://CANARY\n.example", BaseUrlError::Character),
    ];
    for (url, expected) in table {
        let error = builder().base_url(url).build().unwrap_err();
        let BuildError::BaseUrl(reason) = error else {
            panic!("{url}: {error}")
        };
        assert_eq!(reason, expected, "{url}");
        let source = error.source().unwrap().to_string();
        assert_eq!(source, expected.to_string());
        assert!(
            !format!("{error:?} {error} {source}").contains("CANARY"),
            "{url}"
        );
    }
}

/// A developer whose sandbox runs on another machine reads this.
#[test]
fn t25_plain_http_to_another_machine_is_explained() {
    let error = builder()
        .base_url("http://192.168.1.20:8080/api/v1")
        .build();
    let error = error.unwrap_err();
    assert_eq!(
        error.source().unwrap().to_string(),
        "it uses plain http, which would show the credentials to everybody on the network: use https; plain http \
         is allowed for this machine only (localhost, 127.0.0.0/8, [::1])"
    );
}

#[test]
fn zero_timeouts_are_rejected() {
    let zero = builder().timeout(Duration::ZERO).build().unwrap_err();
    assert!(matches!(zero, BuildError::ZeroTimeout));
    let zero = builder()
        .connect_timeout(Duration::ZERO)
        .build()
        .unwrap_err();
    assert!(matches!(zero, BuildError::ZeroTimeout));
    let nothing_left_for_connecting = builder()
        .timeout(Duration::from_nanos(1))
        .build()
        .unwrap_err();
    assert!(matches!(
        nothing_left_for_connecting,
        BuildError::ZeroTimeout
    ));
}

#[test]
fn the_connect_timeout_must_be_shorter_than_the_total_timeout() {
    let second = Duration::from_secs(1);
    for connect in [second, second * 2, Duration::MAX] {
        let error = builder()
            .timeout(second)
            .connect_timeout(connect)
            .build()
            .unwrap_err();
        let BuildError::ConnectTimeout {
            connect: reported,
            total,
        } = error
        else {
            panic!("{error}")
        };
        assert_eq!((reported, total), (connect, second));
    }
    let default_total = builder()
        .connect_timeout(Duration::from_secs(60))
        .build()
        .unwrap_err();
    assert!(matches!(default_total, BuildError::ConnectTimeout { .. }));
}

#[tokio::test]
async fn every_request_carries_its_timeouts() {
    let (millis, secs) = (Duration::from_millis, Duration::from_secs);
    let table = [
        (None, None, secs(10), secs(60)),
        (Some(secs(600)), None, secs(10), secs(600)),
        (Some(secs(20)), None, secs(10), secs(20)),
        (Some(secs(4)), None, secs(2), secs(4)),
        (Some(millis(1)), None, Duration::from_micros(500), millis(1)),
        (Some(Duration::MAX), None, secs(10), Duration::MAX),
        (None, Some(secs(59)), secs(59), secs(60)),
        (Some(secs(2)), Some(millis(1999)), millis(1999), secs(2)),
    ];
    for (timeout, connect_timeout, connect, total) in table {
        let mut builder =
            Client::builder(credentials()).transport(move |request: http::Request<Bytes>| {
                let timeouts = request.extensions().get::<Timeouts>().copied();
                let found =
                    timeouts.is_some_and(|found| found.connect == connect && found.total == total);
                async move {
                    assert!(found, "{timeouts:?} instead of {connect:?} and {total:?}");
                    Ok(http::Response::new(Bytes::from_static(SUCCESS.as_bytes())))
                }
            });
        if let Some(timeout) = timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(connect_timeout) = connect_timeout {
            builder = builder.connect_timeout(connect_timeout);
        }
        let _redirect = builder.build().unwrap().send(&checkout()).await.unwrap();
    }
}

#[cfg(all(
    feature = "reqwest",
    any(feature = "rustls", not(feature = "rustls-no-provider"))
))]
#[test]
fn a_client_needs_nothing_but_credentials() {
    let client = Client::new(credentials()).unwrap();
    assert!(format!("{client:?}").contains("https://api.plutus.ly/api/v1"));
}

#[cfg(all(
    feature = "ureq",
    any(
        feature = "rustls",
        all(feature = "native-tls", not(feature = "rustls-no-provider"))
    )
))]
#[test]
fn a_blocking_client_needs_nothing_but_credentials() {
    let client = blocking::Client::new(credentials()).unwrap();
    assert!(format!("{client:?}").contains("https://api.plutus.ly/api/v1"));
}

/// Also with `native-tls`, because rustls is used if both are enabled.
#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
#[test]
fn a_missing_cryptography_provider_is_an_error_and_not_a_panic() {
    use plutu_http::TlsError;

    #[cfg(feature = "reqwest")]
    assert!(matches!(
        Client::new(credentials()),
        Err(BuildError::Tls(TlsError::Provider))
    ));
    #[cfg(feature = "ureq")]
    assert!(matches!(
        blocking::Client::new(credentials()),
        Err(BuildError::Tls(TlsError::Provider))
    ));
}

#[cfg(all(
    feature = "ureq",
    not(any(
        feature = "native-tls",
        feature = "rustls",
        feature = "rustls-no-provider"
    ))
))]
#[test]
fn https_without_tls_is_an_error_and_not_a_panic() {
    use plutu_http::TlsError;

    let built = blocking::Client::new(credentials());
    assert!(matches!(built, Err(BuildError::Tls(TlsError::Missing))));
    let sandbox = blocking::Client::builder(credentials()).base_url("http://127.0.0.1:1");
    sandbox.build().unwrap();
}

#[cfg(all(feature = "ureq", feature = "rustls"))]
#[test]
fn tls_that_ureq_lacks_is_an_error_and_not_a_panic() {
    use plutu_http::TlsError;
    use ureq::tls::RootCerts;
    use ureq::tls::TlsConfig;
    use ureq::tls::TlsProvider;

    let build = |tls: TlsConfig| {
        let config = ureq::Agent::config_builder().tls_config(tls);
        blocking::Client::builder(credentials())
            .ureq(config)
            .build()
    };
    let native = TlsConfig::builder().provider(TlsProvider::NativeTls);
    let native = build(native.build());
    if cfg!(feature = "native-tls") {
        native.unwrap();
    } else {
        assert!(matches!(native, Err(BuildError::Tls(TlsError::NativeTls))));
    }
    // ureq does not show whether it has its feature `platform-verifier`.
    let platform = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
    assert!(matches!(
        build(platform.build()),
        Err(BuildError::Tls(TlsError::PlatformVerifier))
    ));
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn without_a_transport_no_client_is_built() {
    let error = Client::builder(credentials()).build().unwrap_err();
    assert!(matches!(error, BuildError::NoTransport));
}

#[cfg(not(feature = "ureq"))]
#[test]
fn without_a_transport_no_blocking_client_is_built() {
    let error = blocking::Client::builder(credentials())
        .build()
        .unwrap_err();
    assert!(matches!(error, BuildError::NoTransport));
}

#[test]
fn clients_and_errors_can_move_to_other_threads() {
    fn anywhere<T: Send + Sync + 'static>() {}
    fn cloned<T: Clone>() {}
    anywhere::<Client>();
    anywhere::<ClientBuilder>();
    anywhere::<BuildError>();
    anywhere::<plutu_http::SendError>();
    anywhere::<TransportError>();
    cloned::<Client>();
}
