//! `verify`: explains why a callback verifies or not, for shops in any language.

use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::process::ExitCode;

use plutu_core::GatewaySpec;
use plutu_core::SecretKey;
use plutu_core::callback::Explanation;
use plutu_core::callback::explain_described;
use plutu_core::spec::SignedSpec;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::secret::SECRET_KEY;
use crate::cli::secret::kept_secret_key;
use crate::gateway::Gateways;
use crate::visible;
use crate::visible::printable;

/// Explains whether a callback verifies, and if not, why: the signed string, its hash, and what
/// would have matched.
///
/// The output contains valid signatures, which a forger could use: run it on a developer's machine,
/// never on a server. The exit code is 0 if the callback verifies, and 1 if not.
#[derive(clap::Args)]
pub(super) struct Verify {
    /// The URL that the browser returned to, its query, or a JSON body; `-` reads it from standard
    /// input
    callback: String,
    /// The kind of callback [default: the one that its `gateway` names]
    #[arg(long)]
    kind: Option<String>,
    /// A secret key that may have signed it; may be given several times [default: the one that
    /// `serve` stores]. Prefer the environment: other programs can see the command line
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: Vec<String>,
    /// Prints a JSON object: the verdict, the causes, the signed string and its hash with each key
    #[arg(long)]
    json: bool,
}

/// A kind of signed message: a gateway's callback or its return page.
struct Kind {
    gateway: &'static GatewaySpec,
    signed: &'static SignedSpec,
    is_return: bool,
}

/// The names of the signed messages of these gateways, for example `mpgs` and `tlync-return`.
pub(super) fn kinds(gateways: &Gateways) -> Vec<String> {
    Kind::all(gateways).map(|kind| kind.name()).collect()
}

pub(super) fn run(verify: &Verify, gateways: &Gateways) -> Result<ExitCode, Failure> {
    let raw = read(&verify.callback)?;
    let raw = query_or_body(&raw);
    let secrets = verify.secrets()?;
    let kind = match &verify.kind {
        Some(name) => Kind::all(gateways).find(|kind| kind.name() == *name),
        None => Kind::of(raw, gateways),
    };
    let kind = kind.ok_or_else(|| invalid("--kind")("no gateway signs anything"))?;
    let explanation = explain_described(kind.gateway, kind.signed, raw, &secrets);

    let mut out = anstream::stdout().lock();
    if verify.json {
        writeln!(out, "{}", visible::json(&as_json(&explanation)))?;
    } else {
        for line in for_any_language(&explanation.to_string()).lines() {
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

/// The report without the advice in its verdict, the first line, on which Rust function to call.
fn for_any_language(report: &str) -> String {
    let (verdict, rest) = report.split_once('\n').unwrap_or((report, ""));
    let verdict = RUST_ADVICE
        .iter()
        .fold(verdict.to_owned(), |verdict, advice| {
            verdict.replace(advice, "")
        });
    format!("{verdict}\n{rest}")
}

const RUST_ADVICE: [&str; 2] = [
    "; pass a JSON body to `verify_json`",
    "; pass a query to `verify`",
];

fn read(callback: &str) -> io::Result<String> {
    if callback != "-" {
        return Ok(callback.to_owned());
    }
    let mut text = String::new();
    io::stdin().take(MAX_LEN).read_to_string(&mut text)?;
    Ok(text)
}

/// Far longer than a valid callback.
const MAX_LEN: u64 = 1 << 20;

/// The query of a URL. A body stays unchanged.
fn query_or_body(raw: &str) -> &str {
    let is_body = raw.trim_start().starts_with('{');
    match raw.split_once('?') {
        Some((_, query)) if !is_body => query,
        _ => raw,
    }
}

impl Kind {
    fn all(gateways: &Gateways) -> impl DoubleEndedIterator<Item = Self> {
        gateways.specs().flat_map(|gateway| {
            let signed = [(gateway.callback, false), (gateway.return_page, true)];
            let signed = signed.into_iter();
            signed.filter_map(move |(signed, is_return)| {
                Some(Self {
                    gateway,
                    signed: signed?,
                    is_return,
                })
            })
        })
    }

    fn name(&self) -> String {
        let end = if self.is_return { "-return" } else { "" };
        format!("{}{end}", self.gateway.name)
    }

    /// The kind that a callback names in `gateway`. Without a `gateway` it is a return page. If the
    /// gateway is unknown, the gateway that was added last is assumed.
    fn of(raw: &str, gateways: &Gateways) -> Option<Self> {
        let name = gateway(raw);
        let is_return = name.is_none();
        let mut kinds = Self::all(gateways).filter(|kind| kind.is_return == is_return);
        let named = kinds.find(|kind| name.as_deref() == Some(kind.gateway.name));
        let fits = |kind: &Self| kind.is_return == is_return;
        named
            .or_else(|| Self::all(gateways).rfind(fits))
            .or_else(|| Self::all(gateways).next_back())
    }
}

fn gateway(raw: &str) -> Option<String> {
    if raw.trim_start().starts_with('{') {
        let body: serde_json::Value = serde_json::from_str(raw).ok()?;
        return Some(body.get("gateway")?.as_str()?.to_owned());
    }
    let mut pairs = form_urlencoded::parse(raw.as_bytes());
    // A query that was copied from a page's source has `&amp;` between its pairs.
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
