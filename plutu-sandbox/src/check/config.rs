//! The file that says how a shop is checked, so that the command line stays short.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What the file says. The command line has the same options, and wins.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) gateway: Option<String>,
    pub(crate) run: Option<String>,
    pub(crate) start: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) paid: Option<String>,
    pub(crate) amount: Option<String>,
    /// Sent with the check's own visits, and with no callback.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

impl Config {
    /// Reads a file's text. The error says the line.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count().saturating_add(1));
            format!("line {line}: {}", error.message())
        })
    }
}

/// A file to begin with.
pub(crate) const EXAMPLE: &str = include_str!("example.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_read_as_it_is_and_with_everything_in_it() {
        let config = Config::read(EXAMPLE).unwrap();
        assert_eq!(config.gateway.as_deref(), Some("mpgs"));
        assert!(config.code.is_none() && config.headers.is_empty());
        let whole = ["# code", "# amount", "# [headers]", "# Authorization"];
        let uncomment =
            |text: String, line: &&str| text.replace(*line, line.trim_start_matches("# "));
        let config = Config::read(&whole.iter().fold(EXAMPLE.to_owned(), uncomment)).unwrap();
        assert_eq!(config.amount.as_deref(), Some("12.50"));
        assert!(config.code.is_some() && config.headers.contains_key("Authorization"));
    }

    #[test]
    fn an_error_names_its_line() {
        for (text, line) in [
            ("\n\nstrat = 'x'", "line 3: unknown field `strat`"),
            ("a = ", "line 1: "),
        ] {
            let error = Config::read(text).err().unwrap();
            assert!(error.starts_with(line), "{error}");
        }
    }
}
