//! `verify`: why a callback verifies or does not, for shops in any language.

use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::process::ExitCode;

use plutu_core::SecretKey;
use plutu_core::callback::Explanation;
use plutu_core::callback::explain;
use plutu_core::callback::explain_return;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::secret::SECRET_KEY;
use crate::cli::secret::kept_secret_key;
use crate::visible;
use crate::visible::printable;

/// Says whether a callback verifies, and if not, why: what was signed, its hash, and what would
/// have matched.
///
/// It shows hashes that a forger would want: for a developer's desk, never for a server. It exits
/// with 0 if the callback verifies and with 1 if not.
#[derive(clap::Args)]
pub(super) struct Verify {
    /// The URL that the browser came back to, its query, or a JSON body; `-` reads it from the
    /// standard input
    callback: String,
    /// What it is; found from its `gateway` unless given
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// A secret key that may have signed it; may be given several times. The one that `serve` keeps
    /// unless given; one is better given in the environment
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: Vec<String>,
    /// Prints a JSON object: the verdict, the causes, the signed text and its hash with each secret
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    Mpgs,
    Localbankcards,
    Tlync,
    TlyncReturn,
}

pub(super) fn run(verify: &Verify) -> Result<ExitCode, Failure> {
    let raw = read(&verify.callback)?;
    let raw = query_or_body(&raw);
    let secrets = verify.secrets()?;
    let kind = verify.kind.unwrap_or_else(|| Kind::of(raw));
    let explanation = kind.explain(raw, &secrets);

    let mut out = anstream::stdout().lock();
    if verify.json {
        writeln!(out, "{}", visible::json(&as_json(&explanation)))?;
    } else {
        for line in explanation.to_string().lines() {
            writeln!(out, "{}", printable(line))?;
        }
    }
    Ok(if explanation.is_verified() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Verify {
    fn secrets(&self) -> Result<Vec<SecretKey>, Failure> {
        if self.secret_key.is_empty() {
            return Ok(vec![kept_secret_key()?]);
        }
        let secrets = self.secret_key.iter();
        secrets
            .map(|text| SecretKey::new(text).map_err(invalid(SECRET_KEY)))
            .collect()
    }
}

fn read(callback: &str) -> io::Result<String> {
    if callback != "-" {
        return Ok(callback.to_owned());
    }
    let mut text = String::new();
    io::stdin().take(MAX_LEN).read_to_string(&mut text)?;
    Ok(text)
}

/// Far above what a callback may be.
const MAX_LEN: u64 = 1 << 20;

/// The part of a URL that is signed. A body stays as it is.
fn query_or_body(raw: &str) -> &str {
    let is_body = raw.trim_start().starts_with('{');
    match raw.split_once('?') {
        Some((_, query)) if !is_body => query,
        _ => raw,
    }
}

impl Kind {
    /// What a callback says it is. The return page of T-Lync is the one that does not.
    fn of(raw: &str) -> Self {
        let gateway = gateway(raw);
        match gateway.as_deref() {
            Some("mpgs") => Self::Mpgs,
            Some("localbankcards") => Self::Localbankcards,
            Some(_) => Self::Tlync,
            None => Self::TlyncReturn,
        }
    }

    fn explain(self, raw: &str, secrets: &[SecretKey]) -> Explanation {
        match self {
            Self::Mpgs => explain::<mpgs::Callback>(raw, secrets),
            Self::Localbankcards => explain::<local_bank_cards::Callback>(raw, secrets),
            Self::Tlync => explain::<tlync::Callback>(raw, secrets),
            Self::TlyncReturn => explain_return::<tlync::Return>(raw, secrets),
        }
    }
}

fn gateway(raw: &str) -> Option<String> {
    if raw.trim_start().starts_with('{') {
        let body: serde_json::Value = serde_json::from_str(raw).ok()?;
        return Some(body.get("gateway")?.as_str()?.to_owned());
    }
    let mut pairs = form_urlencoded::parse(raw.as_bytes());
    // A query that was copied from the source of a page has `&amp;` between its pairs.
    let name = pairs.find(|(name, _)| name.trim_start_matches("amp;") == "gateway");
    name.map(|(_, gateway)| gateway.into_owned())
}

fn as_json(explanation: &Explanation) -> serde_json::Value {
    let causes = explanation.causes().iter().map(ToString::to_string);
    json!({
        "verified": explanation.is_verified(),
        "error": explanation.error().map(ToString::to_string),
        "causes": causes.collect::<Vec<_>>(),
        "canonical": explanation.canonical(),
        "expected": explanation.expected(),
    })
}
