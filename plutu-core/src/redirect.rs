//! The hosted checkout page, and the rules for its URL. The module [`reply`](crate::reply) reads it
//! from an answer.

use std::fmt;

use crate::url;

/// The hosted checkout page to send the payer's browser to.
///
/// The URL's query contains the payment's token. Send the whole URL to the browser, and keep it out
/// of logs. `Debug` does not show it.
///
/// The URL is checked when the answer is read (our decision: a payer is never sent to a suspicious
/// page). It must be an absolute https URL with a host; http is accepted only for this machine. It
/// must not be longer than 2,048 bytes or contain user information. It must consist of visible
/// ASCII characters other than `\`, `"`, `<` and `>`.
#[derive(Clone)]
#[must_use = "send the payer to the page: `redirect.url()`"]
pub struct Redirect {
    url: String,
}

impl Redirect {
    /// Checks the URL of an answer. The error names the broken rule.
    pub(crate) fn new(url: String) -> Result<Self, &'static str> {
        if url.len() > 2_048 {
            return Err("it is longer than 2,048 bytes");
        }
        let parts = url::check(&url)?;
        if !parts.https && !url::is_loopback_host(parts.host) {
            return Err("it is not https");
        }
        Ok(Self { url })
    }

    /// The page's URL, with the payment's token in its query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redirect([redacted])")
    }
}
