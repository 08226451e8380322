//! The reply of the redirect gateways: where to send the payer.

use std::fmt;

use crate::field::FieldError;
use crate::reply::Reply;
use crate::reply::ReplyFields;
use crate::request::Request;
use crate::url;

/// The hosted checkout page to send the payer's browser to.
///
/// The URL's query carries the payment's token: send it whole, and keep it out of logs. `Debug` does not
/// show it.
///
/// A URL that is not https (http on this machine only), has no host, holds user information, control
/// characters or backslashes, or is longer than 2,048 bytes is refused when the answer is read (our
/// decision: a payer is never sent to such a page).
#[derive(Clone, PartialEq, Eq)]
pub struct Redirect {
    url: String,
}

impl Redirect {
    /// The page's URL, with the payment's token in its query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl<R: Request> Reply<R> for Redirect {
    fn read(_request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
        let url = result.required("redirect_url")?;
        check(&url).map_err(|reason| FieldError::new("redirect_url", reason))?;
        Ok(Self {
            url: url.into_owned(),
        })
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redirect([redacted])")
    }
}

fn check(text: &str) -> Result<(), &'static str> {
    if text.len() > 2_048 {
        return Err("it is longer than 2,048 bytes");
    }
    let parts = url::check(text)?;
    if !parts.https && !url::is_loopback_host(&parts.host) {
        return Err("it is not https");
    }
    Ok(())
}
