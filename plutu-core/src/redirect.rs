//! The hosted page to which a payer is sent. Its rules are here; how it is read from an answer is
//! in [`reply`](crate::reply).

use std::fmt;

use crate::url;

/// The hosted checkout page to send the payer's browser to.
///
/// The URL's query carries the payment's token: send it whole, and keep it out of logs. `Debug`
/// does not show it.
///
/// A URL that is not https (http on this machine only), has no host, holds user information,
/// control characters or backslashes, or is longer than 2,048 bytes is refused when the answer is
/// read (our decision: a payer is never sent to such a page).
#[derive(Clone)]
#[must_use = "send the payer to the page: `redirect.url()`"]
pub struct Redirect {
    url: String,
}

impl Redirect {
    /// Checks the URL of an answer. The error is the broken rule.
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
