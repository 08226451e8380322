//! The URL that a payment page sends a payer to: an address of the shop with a signed query.

use plutu_core::callback::signed_json;
use plutu_core::callback::signed_query;
use plutu_sandbox::Sandbox;

/// A return URL of a payer, with its signed query.
#[derive(Clone)]
pub(crate) struct Returned {
    address: String,
    query: String,
}

impl Returned {
    pub(crate) fn new(url: &str) -> Self {
        let (address, query) = url.split_once('?').expect("what was signed");
        Self {
            address: address.to_owned(),
            query: query.to_owned(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}?{}", self.address, self.query)
    }

    /// The same query at another payer's return address.
    pub(crate) fn carried_to(&self, other: &Self) -> String {
        format!("{}?{}", other.address, self.query)
    }

    /// A genuine signature for another amount of this invoice: the URL, and the body if it is
    /// posted.
    pub(crate) fn over_another_amount(
        &self,
        sandbox: &Sandbox,
        shop: &str,
    ) -> (String, Option<String>) {
        let (_, gateway) = self.address.rsplit_once('/').unwrap();
        let mut pairs = vec![
            ("gateway", gateway),
            ("approved", "1"),
            ("amount", "0.01"),
            ("invoice_no", self.invoice_no()),
            ("transaction_id", "100900"),
        ];
        if gateway == "mpgs" {
            pairs.insert(3, ("currency", "USD"));
        }
        let secret_key = sandbox.secret_key();
        if gateway == "tlync" {
            let body = signed_json(pairs, &secret_key);
            return (format!("{shop}/plutu/tlync"), Some(body));
        }
        let query = signed_query(pairs, &secret_key);
        (format!("{}?{query}", self.address), None)
    }

    fn invoice_no(&self) -> &str {
        let mut pairs = self.query.split('&');
        let value = pairs.find_map(|pair| pair.strip_prefix("invoice_no="));
        value.expect("every gateway signs it")
    }
}
