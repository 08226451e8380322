//! The lines for a shop's `.env`: the base URL and the credentials. The program prints them, and
//! the control API returns them.

use crate::account::Account;
use crate::shell;

/// One variable per line, in a form that a shell can read too.
pub(crate) fn of(account: &Account) -> String {
    let lines = variables(account);
    let lines = lines.map(|(name, value)| format!("{name}={}\n", shell::quoted(&value)));
    lines.concat()
}

/// The names and values of the variables.
pub(crate) fn variables(account: &Account) -> [(&'static str, String); 4] {
    let credentials = account.credentials();
    let (api_key, access_token) = (credentials.api_key(), credentials.access_token());
    [
        ("PLUTU_BASE_URL", account.base_url()),
        ("PLUTU_API_KEY", api_key.expose().to_owned()),
        ("PLUTU_ACCESS_TOKEN", access_token.expose().to_owned()),
        ("PLUTU_SECRET_KEY", account.secret_key().expose().to_owned()),
    ]
}
