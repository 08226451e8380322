//! The lines for a shop's `.env`: the base URL and the credentials. The program prints them, and
//! the control API returns them.

use crate::account::Account;
use crate::shell;

/// One variable per line, in a form that a shell can read too.
pub(crate) fn of(account: &Account) -> String {
    let base_url = account.base_url();
    let credentials = account.credentials();
    let variables = [
        ("PLUTU_BASE_URL", base_url.as_str()),
        ("PLUTU_API_KEY", credentials.api_key().expose()),
        ("PLUTU_ACCESS_TOKEN", credentials.access_token().expose()),
        ("PLUTU_SECRET_KEY", account.secret_key().expose()),
    ];
    let lines = variables.map(|(name, value)| format!("{name}={}\n", shell::quoted(value)));
    lines.concat()
}
