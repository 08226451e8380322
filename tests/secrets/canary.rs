//! The secrets, and the search for them in every spelling.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use form_urlencoded::byte_serialize;

use crate::clients::ACCESS_TOKEN;
use crate::clients::API_KEY;

pub const SECRET_KEY: &str = "sk_CANARY-secret-key-51c0";
pub const OTP: &str = "739154";
pub const MOBILE_NUMBER: &str = "0913957182";
pub const EMAIL: &str = "canary.payer@mail.example";
/// The secret part of a checkout page's URL.
pub const CHECKOUT: &str = "CANARY-checkout-token-8d2b";

const ALL: [(&str, &str); 6] = [
    ("the API key", API_KEY),
    ("the access token", ACCESS_TOKEN),
    ("the secret key", SECRET_KEY),
    ("the one-time password", OTP),
    ("the mobile number", MOBILE_NUMBER),
    ("the checkout URL", CHECKOUT),
];

/// The secrets that a string contains, each with its spelling.
pub fn found_in(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for (name, secret) in ALL {
        for (spelling, needle) in spellings(secret) {
            let is_found = match spelling {
                Spelling::Base64 => text.contains(&needle),
                _ => shows(&lower, &needle.to_lowercase()),
            };
            if is_found {
                found.push(format!("{name} ({spelling:?})"));
            }
        }
    }
    found
}

/// A spelling of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    Plain,
    Reversed,
    /// Hexadecimal digits in upper or lower case.
    Hex,
    /// Every byte percent-encoded.
    Percent,
    /// Form encoding.
    Form,
    /// A list of bytes, as `Debug` shows it.
    Bytes,
    /// Base64 with either alphabet, beginning at any byte.
    Base64,
}

fn spellings(secret: &str) -> Vec<(Spelling, String)> {
    let bytes = secret.as_bytes();
    let numbers: Vec<_> = bytes.iter().map(u8::to_string).collect();
    let mut spellings = vec![
        (Spelling::Plain, secret.to_owned()),
        (Spelling::Reversed, secret.chars().rev().collect()),
        (Spelling::Hex, hex::encode(bytes)),
        (Spelling::Percent, percent(bytes)),
        (Spelling::Form, byte_serialize(bytes).collect()),
        (Spelling::Bytes, numbers.join(", ")),
    ];
    for before in 0..3 {
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            spellings.push((Spelling::Base64, base64_after(before, bytes, &engine)));
        }
    }
    spellings
}

fn percent(bytes: &[u8]) -> String {
    let escapes: Vec<_> = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
    escapes.concat()
}

/// The Base64 characters that depend only on `bytes`, if `before` other bytes precede them and any
/// others follow.
fn base64_after(before: usize, bytes: &[u8], engine: &base64::engine::GeneralPurpose) -> String {
    let text = engine.encode([&vec![0; before][..], bytes].concat());
    let first = (before * 8).div_ceil(6);
    let last = (before + bytes.len()) * 8 / 6;
    text[first..last].to_owned()
}

/// Whether a string shows a secret. Digits count only if no other digits or letters surround them,
/// because a part of a longer number matches by chance.
fn shows(text: &str, secret: &str) -> bool {
    let is_number = secret.bytes().all(|byte| byte.is_ascii_digit());
    text.match_indices(secret).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + secret.len()..].chars().next();
        !is_number
            || ![before, after]
                .into_iter()
                .flatten()
                .any(char::is_alphanumeric)
    })
}

#[test]
fn t27_a_leak_is_found_in_every_spelling() {
    use base64::engine::general_purpose::STANDARD;
    use base64::engine::general_purpose::URL_SAFE;

    for (name, secret) in ALL {
        let leaks = [
            secret.to_owned(),
            secret.to_uppercase(),
            secret.chars().rev().collect(),
            hex::encode(secret),
            hex::encode_upper(secret),
            format!("{:?}", secret.as_bytes()),
            byte_serialize(secret.as_bytes()).collect(),
            percent(secret.as_bytes()).to_uppercase(),
            STANDARD.encode(secret),
            STANDARD.encode(format!("?{secret}&")),
            STANDARD.encode(format!(">>{secret}~")),
            URL_SAFE.encode(format!("?>{secret}?>")),
            URL_SAFE.encode(format!("code={secret}&x=1")),
        ];
        for leak in leaks {
            let found = found_in(&format!("Sent {{ value: \"{leak}\" }} after 3 ms"));
            assert!(
                found.iter().any(|found| found.starts_with(name)),
                "{name}: {leak}: {found:?}"
            );
        }
    }
    assert!(found_in("[redacted] 0913 1739154 7391540 CANARY sk_").is_empty());
}
