//! The return URL: where the payer's browser comes back to, with the signed callback in its query.

use crate::callback;
use crate::field::text_field;
use crate::url;

text_field! {
    /// The page of the shop to which the payer's browser returns: an absolute http or https URL.
    ///
    /// Plutu adds its parameters to the URL's own query, so a query that holds a callback's key would
    /// break every genuine callback; such a URL is refused, in every spelling that PHP reads as that
    /// key (`amount`, `invoice.no`, `approved[]`). A fragment would swallow the parameters and is
    /// refused too, as are user information and characters that must be percent-encoded.
    ///
    /// ```
    /// use plutu_core::field::ReturnUrl;
    ///
    /// let url: ReturnUrl = "https://shop.example/paid?order=77".parse()?;
    /// assert_eq!(url.as_str(), "https://shop.example/paid?order=77");
    /// assert!("https://shop.example/paid?amount=5".parse::<ReturnUrl>().is_err());
    /// assert!("javascript:alert(1)".parse::<ReturnUrl>().is_err());
    /// # Ok::<(), plutu_core::field::InvalidField>(())
    /// ```
    ReturnUrl, "return URL", check
}

fn check(text: &str) -> Result<(), &'static str> {
    let query = url::check(text)?.query;
    if text.contains('#') {
        return Err("it has a fragment");
    }
    if query.is_some_and(callback::holds_callback_key) {
        return Err("its query holds a key of Plutu's callbacks");
    }
    Ok(())
}
