//! The TOML file that `--config` reads: the options of the command line, and several gateways.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::way::Way;

/// The content of the file. The command line has the same options and overrides them.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    gateway: Option<String>,
    run: Option<String>,
    start: Option<String>,
    code: Option<String>,
    again: Option<String>,
    paid: Option<String>,
    failed: Option<String>,
    amount: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The gateways that the shop pays with, by their names.
    #[serde(default)]
    gateways: BTreeMap<String, Way>,
}

impl Config {
    /// Reads a file's text. The error names the line.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count().saturating_add(1));
            format!("line {line}: {}", error.message())
        })?;
        if config.gateway.is_some() && !config.gateways.is_empty() {
            return Err("expected either `gateway` or `[gateways.…]`, found both".to_owned());
        }
        Ok(config)
    }

    /// The command that starts the shop.
    pub(crate) fn run(&self) -> Option<&str> {
        self.run.as_deref()
    }

    /// The gateway of a file that has one.
    pub(crate) fn one(&self) -> Option<&str> {
        self.gateway.as_deref()
    }

    /// The gateways of a file that has a table for each.
    pub(crate) fn several(&self) -> impl Iterator<Item = &str> {
        self.gateways.keys().map(String::as_str)
    }

    /// How to pay through the gateway of this name: its own table, and then the options for all.
    pub(crate) fn way(&self, gateway: &str) -> Way {
        let own = self.gateways.get(gateway).cloned().unwrap_or_default();
        own.or(self.for_all())
    }

    fn for_all(&self) -> Way {
        let config = self.clone();
        Way {
            start: config.start,
            code: config.code,
            again: config.again,
            paid: config.paid,
            failed: config.failed,
            amount: config.amount,
            headers: config.headers,
        }
    }
}

/// A file to begin with.
pub(crate) const EXAMPLE: &str = include_str!("example.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_valid() {
        let config = Config::read(EXAMPLE).unwrap();
        assert_eq!(config.one(), Some("mpgs"));
        assert_eq!(config.several().count(), 0);
        let way = config.way("mpgs");
        assert!(config.run().is_some() && way.start.is_some() && way.paid.is_some());
        assert!(way.code.is_none() && way.headers.is_empty());
    }

    #[test]
    fn the_example_is_valid_with_every_commented_option() {
        let is_option = |line: &&str| line.starts_with("# [") || line.contains(" = ");
        let uncomment = |line: &str| line.trim_start_matches("# ").to_owned() + "\n";
        let text: String = EXAMPLE.lines().filter(is_option).map(uncomment).collect();
        let text = text.replace("gateway = \"mpgs\"\n", "");
        let config = Config::read(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(config.several().eq(["mpgs", "sadadapi"]));
        let way = config.way("sadadapi");
        let given = [&way.start, &way.code, &way.again, &way.paid, &way.failed];
        assert!(given.iter().all(|it| it.is_some()), "{way:?}");
        assert_eq!(way.amount.as_deref(), Some("12.50"));
        assert!(way.headers.contains_key("Authorization"), "{way:?}");
    }

    #[test]
    fn a_gateway_has_its_own_options_and_those_for_all() {
        let text = "paid = 'p'\nstart = 's'\n[headers]\nA = '1'\nB = '2'\n\
                    [gateways.mpgs]\nstart = 'm'\nheaders.B = '3'\n[gateways.tlync]\n";
        let config = Config::read(text).unwrap();
        let (mpgs, tlync) = (config.way("mpgs"), config.way("tlync"));
        assert_eq!(mpgs.start.as_deref(), Some("m"));
        assert_eq!(tlync.start.as_deref(), Some("s"));
        assert_eq!(mpgs.paid, tlync.paid);
        let values: Vec<_> = mpgs.headers.values().map(String::as_str).collect();
        assert_eq!(values, ["1", "3"]);
    }

    #[test]
    fn an_error_names_its_line() {
        for (text, expected) in [
            ("\n\nstrat = 'x'", "line 3: unknown field `strat`"),
            ("a = ", "line 1: "),
            ("[gateways.mpgs]\nrun = 'x'", "line 2: unknown field `run`"),
            ("gateway = 'mpgs'\n[gateways.tlync]", "found both"),
        ] {
            let error = Config::read(text).err().unwrap();
            assert!(error.contains(expected), "{error}");
        }
    }
}
