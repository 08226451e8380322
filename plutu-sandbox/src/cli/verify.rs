//! `verify`: explains why a callback verifies or not, for shops in any language.

use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::process::ExitCode;

use plutu_core::GatewaySpec;
use plutu_core::SecretKey;
use plutu_core::callback::CallbackError;
use plutu_core::callback::Explanation;
use plutu_core::callback::explain_described;
use plutu_core::spec::SignedSpec;
use serde::de::IgnoredAny;
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

/// The verdict and its explanation. There is none if nothing can be read.
struct Report {
    /// `None` if the callback verifies.
    error: Option<String>,
    explanation: Option<Explanation>,
}

/// The names of the signed messages of these gateways, for example `mpgs` and `tlync-return`.
pub(super) fn kinds(gateways: &Gateways) -> Vec<String> {
    Kind::all(gateways).map(|kind| kind.name()).collect()
}

pub(super) fn run(verify: &Verify, gateways: &Gateways) -> Result<ExitCode, Failure> {
    let raw = read(&verify.callback)?;
    let raw = query_or_body(&raw);
    let report = match misread(raw) {
        Some(error) => Report::of_unreadable(error),
        None => verify.explain(raw, gateways)?,
    };
    let mut out = anstream::stdout().lock();
    if verify.json {
        writeln!(out, "{}", visible::json(&report.json()))?;
    } else {
        for line in report.lines() {
            writeln!(out, "{}", printable(&line))?;
        }
    }
    Ok(if report.error.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Verify {
    fn explain(&self, raw: &str, gateways: &Gateways) -> Result<Report, Failure> {
        let secrets = self.secrets()?;
        let kind = match &self.kind {
            Some(name) => Kind::all(gateways).find(|kind| kind.name() == *name),
            None => Kind::of(raw, gateways),
        };
        let kind = kind.ok_or_else(|| invalid("--kind")("no gateway signs anything"))?;
        if kind.is_return && is_body(raw) {
            let error = "a return page is a query, and this is a body";
            return Ok(Report::of_unreadable(error.to_owned()));
        }
        let explanation = explain_described(kind.gateway, kind.signed, raw, &secrets);
        Ok(Report::of(explanation))
    }

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

impl Report {
    fn of(explanation: Explanation) -> Self {
        Self {
            error: explanation.error().map(words),
            explanation: Some(explanation),
        }
    }

    /// The report of a callback with nothing to verify in it.
    const fn of_unreadable(error: String) -> Self {
        Self {
            error: Some(error),
            explanation: None,
        }
    }

    fn lines(&self) -> Vec<String> {
        let verdict = self.error.as_deref().unwrap_or("it verifies");
        let verdict = format!("verdict: {verdict}");
        let explanation = self.explanation.as_ref().map(ToString::to_string);
        let explanation = explanation.unwrap_or_default();
        // The first line is the verdict in the words for Rust.
        let rest = explanation.lines().skip(1).map(str::to_owned);
        std::iter::once(verdict).chain(rest).collect()
    }

    fn json(&self) -> serde_json::Value {
        let explanation = self.explanation.as_ref();
        let causes = explanation.map(Explanation::causes).unwrap_or_default();
        let causes = causes.iter().map(ToString::to_string);
        json!({
            "verified": self.error.is_none(),
            "error": self.error,
            "causes": causes.collect::<Vec<_>>(),
            "canonical": explanation.map(Explanation::canonical).unwrap_or_default(),
            "expected": explanation.map(Explanation::expected).unwrap_or_default(),
        })
    }
}

/// The error in words for any language. Those of the library name functions of Rust.
fn words(error: &CallbackError) -> String {
    match error {
        CallbackError::MissingSignature => {
            "the callback has no signature: pass the raw query or body as received, including `hashed`"
                .to_owned()
        }
        CallbackError::SignatureMismatch => {
            "the callback's signature does not match: it was forged, changed on the way, or signed with another \
             secret; pass the raw query or body as received, because a framework that parses it and writes it \
             again breaks the signature"
                .to_owned()
        }
        // It is a JSON object: `misread` has looked.
        CallbackError::MalformedBody => {
            "the callback's body has a key twice, too many levels, or a value that PHP cannot read".to_owned()
        }
        error => error.to_string(),
    }
}

/// Why a body cannot be read: it is not JSON, or not an object. The error does not repeat the body.
fn misread(raw: &str) -> Option<String> {
    if !is_body(raw) {
        return None;
    }
    // A `Value` has no number above 1e308, and no more than 127 levels: that is not a mistake of
    // JSON.
    match serde_json::from_str::<IgnoredAny>(raw) {
        Ok(_) if raw.trim_start().starts_with('{') => None,
        Ok(_) => Some("the body is JSON, but not an object; expected `{…}`".to_owned()),
        Err(error) => Some(format!(
            "the body is not JSON: {error}; pass it as it was posted, in single quotes or through standard input"
        )),
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

/// Far longer than a valid callback.
const MAX_LEN: u64 = 1 << 20;

/// The query of a URL. A body stays unchanged.
fn query_or_body(raw: &str) -> &str {
    match raw.split_once('?') {
        Some((_, query)) if !is_body(raw) => query,
        _ => raw,
    }
}

/// Whether this is meant as JSON. A query begins with a key.
fn is_body(raw: &str) -> bool {
    raw.trim_start().starts_with(['{', '[', '"'])
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

    /// The kind that a callback names in `gateway`. A query without a `gateway` is a return page.
    /// If the gateway is unknown, the gateway that was added last is assumed.
    fn of(raw: &str, gateways: &Gateways) -> Option<Self> {
        let name = gateway(raw);
        let is_return = name.is_none() && !is_body(raw);
        let mut kinds = Self::all(gateways).filter(|kind| kind.is_return == is_return);
        let named = kinds.find(|kind| name.as_deref() == Some(kind.gateway.name));
        let fits = |kind: &Self| kind.is_return == is_return;
        named
            .or_else(|| Self::all(gateways).rfind(fits))
            .or_else(|| Self::all(gateways).next_back())
    }
}

/// A body that names its gateway. The other values are not read.
#[derive(serde::Deserialize)]
struct Named {
    gateway: Option<String>,
}

fn gateway(raw: &str) -> Option<String> {
    if is_body(raw) {
        return serde_json::from_str::<Named>(raw).ok()?.gateway;
    }
    let mut pairs = form_urlencoded::parse(raw.as_bytes());
    // A query that was copied from a page's source has `&amp;` between its pairs.
    let name = pairs.find(|(name, _)| name.trim_start_matches("amp;") == "gateway");
    name.map(|(_, gateway)| gateway.into_owned())
}
