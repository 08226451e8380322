//! T27: no rejection, answer or line of the log holds a secret.

use std::net::SocketAddr;
use std::sync::Arc;

use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::mpgs;
use plutu_web::Signed;

use crate::http1;
use crate::logs;
use crate::on_actix;
use crate::on_axum;
use crate::shop::Ledger;
use crate::shop::Verifiers;

const SECRET_KEY: &str = "sk_CANARY-secret-key-51c0";

/// A value that a forger sends. It must not be repeated either, because it could add markup to a
/// page or a false line to the log.
const PAYLOAD: &str = "CANARY-payload-8d2b";

fn secret_key() -> SecretKey {
    SecretKey::new(SECRET_KEY).unwrap()
}

/// Queries that are rejected, and the hashes that would have been correct.
fn refused() -> (Vec<String>, Vec<String>) {
    let genuine = signed_query([("gateway", "mpgs"), ("approved", "1")], &secret_key());
    let payload = signed_query([("gateway", PAYLOAD), ("approved", "1")], &secret_key());
    let hash = |query: &str| query.rsplit_once('=').unwrap().1.to_owned();
    let hashes = vec![hash(&genuine), hash(&payload)];
    let wrong = "0".repeat(64);
    let queries = vec![
        genuine.replace(&hashes[0], &wrong),
        payload.replace(&hashes[1], &wrong),
        genuine.replace(&hashes[0], PAYLOAD),
        format!("approved={PAYLOAD}&approved={PAYLOAD}"),
        format!("{PAYLOAD}={PAYLOAD}"),
        signed_query([("gateway", "mpgs"), ("approved", PAYLOAD)], &secret_key()),
        signed_query(
            [("gateway", "mpgs"), ("approved", "1"), ("amount", PAYLOAD)],
            &secret_key(),
        ),
        genuine,
        payload,
    ];
    (queries, hashes)
}

fn needles(hashes: &[String]) -> Vec<String> {
    let hex: Vec<String> = SECRET_KEY
        .bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let numbers: Vec<String> = SECRET_KEY.bytes().map(|byte| byte.to_string()).collect();
    let mut needles = vec![
        SECRET_KEY.to_lowercase(),
        SECRET_KEY.to_lowercase().chars().rev().collect(),
        hex.concat(),
        numbers.join(", "),
        PAYLOAD.to_lowercase(),
    ];
    needles.extend(hashes.iter().map(|hash| hash.to_lowercase()));
    needles
}

#[track_caller]
fn assert_clean(text: &str, hashes: &[String]) {
    let text = text.to_lowercase();
    for needle in needles(hashes) {
        assert!(!text.contains(&needle), "{needle} in {text}");
    }
}

#[test]
fn the_scan_finds_a_leaked_secret() {
    for leak in [
        SECRET_KEY.to_owned(),
        format!("{:?}", SECRET_KEY.as_bytes()),
        PAYLOAD.to_uppercase(),
    ] {
        let found = std::panic::catch_unwind(|| assert_clean(&format!("a {leak} b"), &[]));
        assert!(found.is_err(), "{leak}");
    }
}

#[test]
fn t27_rejections_show_no_secret() {
    let (queries, hashes) = refused();
    let verifier = Verifier::new(secret_key());
    for query in &queries {
        let rejection = Signed::<mpgs::Callback>::from_query("GET", Some(query), &verifier)
            .map(drop)
            .unwrap_err();
        let text = on_axum::shown(&rejection);
        assert!(text.len() > 20);
        assert_clean(&text, &hashes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t27_answers_and_logs_show_no_secret() {
    logs::start();
    let (queries, hashes) = refused();
    let opens: [fn(Verifiers, Arc<Ledger>) -> SocketAddr; 2] = [on_axum::open, on_actix::open];
    for open in opens {
        let address = open(Verifiers::new(secret_key()), Arc::default());
        for query in &queries {
            for path in ["mpgs", "cards", "tlync/return", "explained"] {
                let answer = http1::request(address, "GET", &format!("/{path}?{query}")).await;
                assert_clean(&format!("{answer:?}"), &hashes);
            }
            for path in ["tlync", "explained"] {
                let body = format!(
                    r#"{{"{PAYLOAD}":"{PAYLOAD}","hashed":"{PAYLOAD}","approved":{query:?}}}"#
                );
                let answer =
                    http1::post(address, &format!("/{path}"), PAYLOAD, body.as_bytes()).await;
                assert_clean(&format!("{answer:?}"), &hashes);
            }
        }
    }
    let lines = logs::lines();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("WARN plutu_web") && line.contains("does not match")),
        "{lines:?}"
    );
    assert_clean(&lines.join("\n"), &hashes);
}

#[test]
fn debug_of_an_extractor_shows_the_callback_and_no_secret() {
    use crate::coast::coast_pay;
    use crate::shop::CoastVerifier;

    let pairs = [
        ("gateway", "coastpay"),
        ("approved", "1"),
        ("points", "5"),
        ("ref", "INV-4"),
        ("transaction_id", "7"),
        ("till", "harbor"),
    ];
    let query = signed_query(pairs, &secret_key());
    let verifier = Verifier::new(secret_key());
    let signed = Signed::<coast_pay::Callback>::from_query("GET", Some(&query), &verifier).unwrap();
    let signed = Signed::<_, CoastVerifier>::new(signed.into_inner());
    let text = format!("{signed:?}");
    assert!(
        text.starts_with("Signed(Callback {") && text.contains("INV-4"),
        "{text}"
    );
    assert_clean(&text, &[query.rsplit_once('=').unwrap().1.to_owned()]);
}
