//! The shop's own addresses: where the payer's browser comes back to, and where T-Lync posts its callback.

use std::borrow::Cow;

use crate::callback;
use crate::field::text_field;
use crate::url;

text_field! {
    /// The page of the shop to which the payer's browser returns: an absolute http or https URL.
    ///
    /// Plutu adds its parameters to the URL's own query, so a query that holds a callback's key would
    /// break every genuine callback; such a URL is refused, in every spelling that PHP reads as that
    /// key (`amount`, `invoice.no`, `approved[]`). So is a query of more than 6 KiB or 48 parameters, since a
    /// callback of more than 8 KiB or 64 is refused (our decision). A fragment would swallow the parameters and is
    /// refused too, as are user information and characters that must be percent-encoded.
    ///
    /// ```
    /// use plutu_core::field::ReturnUrl;
    ///
    /// let url: ReturnUrl = "https://shop.example/paid?order=77".parse()?;
    /// assert_eq!(url.as_str(), "https://shop.example/paid?order=77");
    /// assert!("https://shop.example/paid?amount=5".parse::<ReturnUrl>().is_err());
    /// assert!("javascript:alert(1)".parse::<ReturnUrl>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    ReturnUrl, "return URL", read, shown
}

text_field! {
    /// The address of the shop's server to which T-Lync posts its callback: an absolute http or https URL.
    ///
    /// The documentation asks for a public address ("private and localhost URLs are not supported"); what
    /// Plutu does with another is not documented, and the sandbox takes this machine's. The rules are those
    /// of [`ReturnUrl`].
    ///
    /// ```
    /// use plutu_core::field::CallbackUrl;
    ///
    /// let url: CallbackUrl = "https://shop.example/plutu/callback".parse()?;
    /// assert!("https://shop.example/?invoice.no=1".parse::<CallbackUrl>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    CallbackUrl, "callback URL", read, shown
}

fn read(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let query = url::check(text)?.query;
    if text.contains('#') {
        return Err("it has a fragment");
    }
    callback::check_own_query(query.unwrap_or_default())?;
    Ok(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::CallbackUrl;
    use super::ReturnUrl;
    use crate::callback::Verifier;
    use crate::callback::signed_query;
    use crate::credentials::SecretKey;
    use crate::gateways::mpgs;

    #[test]
    fn pages_of_a_shop_are_taken() {
        for url in [
            "https://shop.example/paid",
            "http://127.0.0.1:8080/paid?order=77",
            "HTTPS://shop.example",
            "https://shop.example?",
            "https://[::1]:443/x",
            "https://shop.example/%D9%85?q=a+b&amounts=1&xapproved=1",
            "https://shop.example/@me",
        ] {
            assert_eq!(url.parse::<ReturnUrl>().unwrap().as_str(), url);
        }
    }

    #[test]
    fn t28_what_is_no_page_is_refused() {
        for (url, reason) in [
            ("", "absolute"),
            ("shop.example/paid", "absolute"),
            ("//shop.example", "absolute"),
            ("/paid", "absolute"),
            ("javascript:alert(1)", "absolute"),
            ("javascript://shop.example/%0Aalert(1)", "absolute"),
            ("ftp://shop.example", "absolute"),
            ("https:/shop.example", "absolute"),
            ("https:\\\\shop.example", "absolute"),
            ("https://", "valid"),
            ("https:///paid", "valid"),
            ("https://shop.example/a b", "percent-encoded"),
            ("https://shop.example/\u{645}", "percent-encoded"),
            ("https://shop.example/\r\nX: y", "percent-encoded"),
            ("https://shop.example/a\\b", "percent-encoded"),
            (" https://shop.example", "absolute"),
            ("https://shop.example\n", "percent-encoded"),
            ("https://shop.example:99999/", "port"),
            ("https://shop.example:x/", "valid"),
            ("https://user@shop.example/", "user information"),
            ("https://user:pass@shop.example/", "user information"),
            ("https://shop.example/paid#done", "fragment"),
        ] {
            let error = url.parse::<ReturnUrl>().unwrap_err();
            assert_eq!(error.field(), "return URL");
            assert!(error.reason().contains(reason), "{url:?}: {error}");
        }
    }

    #[test]
    fn t9_a_query_that_holds_a_callbacks_key_is_refused() {
        for key in [
            "gateway",
            "approved",
            "canceled",
            "hashed",
            "amount",
            "currency",
            "invoice_no",
            "payment_method",
            "transaction_id",
            "%61mount",
            "amount[]",
            "amount%5B0%5D",
            "invoice.no",
            "invoice[no",
            "+amount",
            "amount%00x",
            "transaction+id",
        ] {
            for query in [
                format!("{key}=1"),
                format!("a=b&{key}"),
                format!("{key}&a=b"),
            ] {
                let error = format!("https://shop.example/?{query}")
                    .parse::<ReturnUrl>()
                    .unwrap_err();
                assert!(
                    error.reason().contains("key of Plutu's callbacks"),
                    "{query}: {error}"
                );
            }
        }
        // A callback's query is read without the `?` in front of it.
        assert!(
            "https://shop.example/??amount=1"
                .parse::<ReturnUrl>()
                .is_err()
        );
    }

    #[test]
    fn t9_a_query_that_leaves_a_callback_no_room_is_refused() {
        let secret_key = SecretKey::new("sk_of_this_test").unwrap();
        let callback = signed_query(
            [
                ("gateway", "mpgs"),
                ("approved", "1"),
                ("amount", "5.00"),
                ("currency", "USD"),
                ("invoice_no", "232323"),
                ("transaction_id", &"\u{645}".repeat(127)),
            ],
            &secret_key,
        );
        let verifier = Verifier::new(secret_key);
        let comes_back = |query: &str| {
            let query = format!("{query}&{callback}");
            mpgs::Callback::verify(&query, &verifier).is_ok()
        };
        let taken =
            |query: &str| ReturnUrl::try_from(format!("https://shop.example/?{query}")).is_ok();

        for longest in [vec!["a=1"; 48].join("&"), "a".repeat(6_144)] {
            assert!(taken(&longest) && comes_back(&longest));
            assert!(!taken(&format!("{longest}&a")));
        }
        assert!(!taken(&"a&".repeat(65)));
    }

    #[test]
    fn a_callback_url_has_the_same_rules_under_its_own_name() {
        assert!(
            "http://127.0.0.1:8080/plutu?key=1"
                .parse::<CallbackUrl>()
                .is_ok()
        );
        for url in [
            "",
            "javascript:alert(1)",
            "https://shop.example/?payment_method=1",
            "https://shop.example/#x",
        ] {
            assert_eq!(
                url.parse::<CallbackUrl>().unwrap_err().field(),
                "callback URL",
                "{url}"
            );
        }
    }

    #[test]
    fn serde_checks_it_too() {
        assert!(serde_json::from_str::<ReturnUrl>(r#""javascript:alert(1)""#).is_err());
        let url: ReturnUrl = serde_json::from_str(r#""https://shop.example/""#).unwrap();
        assert_eq!(
            serde_json::to_string(&url).unwrap(),
            r#""https://shop.example/""#
        );
    }
}
