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
pub(crate) const EXAMPLE: &str = r#"# How `plutu-sandbox check --config FILE` attacks this shop. The command line has the same options, and wins.

# The gateway that the shop pays with: see `plutu-sandbox gateways`.
gateway = "mpgs"

# Starts the shop, with PLUTU_BASE_URL, PLUTU_API_KEY, PLUTU_ACCESS_TOKEN, PLUTU_SECRET_KEY and PORT in its environment.
# Without it, a shop that is running is attacked, with the credentials that `plutu-sandbox serve` stores.
run = "php -S 127.0.0.1:$PORT shop.php"

# Begins a payment, and redirects to, or prints, the payment page. An address, or a command for the shell.
start = "http://127.0.0.1:{port}/pay?amount={amount}&invoice_no={invoice_no}"

# Whether an order is paid: 2xx or exit code 0 for yes, 404 or exit code 1 for no. A JSON object with a number `paid` says how often.
paid = "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}"

# Enters a one-time password, for gateways that have one. {started} is what `start` printed, or the address where it ended.
# code = "curl -sS -d code={code} {started}"

# The amount that {amount} stands for.
# amount = "12.50"

# Sent to the addresses above, and with no callback.
# [headers]
# Authorization = "Bearer of-the-test-shop"
"#;

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
