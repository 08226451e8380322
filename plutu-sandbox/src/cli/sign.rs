//! `sign`: signs a query, so that a shop in any language can compare its own signature.

use std::io::Write as _;
use std::process::ExitCode;

use plutu_core::callback;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::secret::Secret;
use crate::visible;

/// Signs the parameters of a query in their order, and prints the query with its signature.
///
/// A parameter `hashed` is left out. `+` is a space and `%XX` a byte, as in any query.
#[derive(clap::Args)]
pub(super) struct Sign {
    /// The query, for example 'gateway=mpgs&approved=1&amount=5.00'
    query: String,
    #[command(flatten)]
    secret: Secret,
    /// Prints a JSON object: the signed string, the signature and the query
    #[arg(long)]
    json: bool,
}

pub(super) fn run(sign: &Sign) -> Result<ExitCode, Failure> {
    let secret_key = sign.secret.read()?;
    let pairs = form_urlencoded::parse(sign.query.trim_start_matches('?').as_bytes());
    let pairs: Vec<_> = pairs.filter(|(name, _)| name != "hashed").collect();
    let pairs = pairs
        .iter()
        .map(|(name, text)| (name.as_ref(), text.as_ref()));
    let query = callback::signed_query(pairs.clone(), &secret_key);
    let mut out = anstream::stdout().lock();
    if sign.json {
        let signed = json!({
            "canonical": callback::canonical(pairs.clone()),
            "hashed": callback::sign(pairs, &secret_key),
            "query": query,
        });
        writeln!(out, "{}", visible::json(&signed))?;
    } else {
        writeln!(out, "{query}")?;
    }
    Ok(ExitCode::SUCCESS)
}
