//! A gateway that is declared with plutu-http as the only dependency.

use plutu_http::core::plutu_gateway;

/// A gateway that another library declares.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod coastpay {
    use plutu_http::core::field::*;

    /// Opens a payment page.
    #[request(reply = Redirect)]
    pub struct Open {
        /// The amount to pay.
        pub amount: Amount,
        /// The number of the order.
        pub invoice_no: InvoiceNo,
        /// The language of the page.
        pub lang: Option<Language>,
    }

    /// The parameters with which the payer's browser returns.
    #[callback]
    pub struct Callback {
        /// The paid amount.
        pub amount: Amount,
        /// The number of the order.
        pub invoice_no: InvoiceNo,
        /// The number of the payment.
        pub transaction_id: TransactionId,
    }
}

pub use plutu_http::core::field as fields;

/// A gateway whose module does not import from plutu-http itself.
#[plutu_gateway(name = "oasispay", currency = "LYD", crate = ::plutu_http::core)]
pub mod oasispay {
    use super::fields::*;

    /// Opens a payment page.
    #[request(reply = Redirect)]
    pub struct Open {
        /// The amount to pay.
        pub amount: Amount,
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use plutu_http::blocking::Client;
    use plutu_http::core::AccessToken;
    use plutu_http::core::ApiKey;
    use plutu_http::core::Credentials;
    use plutu_http::core::SecretKey;
    use plutu_http::core::Settlement;
    use plutu_http::core::Verifier;
    use plutu_http::core::callback::signed_query;
    use plutu_http::testing::Script;

    use crate::coastpay;

    #[test]
    fn a_payment_needs_only_plutu_http() -> Result<(), Box<dyn Error>> {
        let plutu = Script::new().result(r#"{"redirect_url":"https://pay.example/1"}"#);
        let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
        let client = Client::builder(credentials)
            .transport(plutu.clone())
            .build()?;
        let request = coastpay::Open::builder()
            .amount("12.50".parse()?)
            .invoice_no("INV-1001".parse()?)
            .build();
        assert_eq!(client.send(&request)?.url(), "https://pay.example/1");
        let sent = &plutu.requests()[0];
        assert_eq!(sent.path(), "/api/v1/transaction/coastpay/open");

        let secret_key = SecretKey::new("sk_of_this_test")?;
        let query = signed_query(
            [
                ("gateway", "coastpay"),
                ("approved", "1"),
                ("amount", "12.50"),
                ("invoice_no", "INV-1001"),
                ("transaction_id", "1"),
            ],
            &secret_key,
        );
        let callback = coastpay::Callback::verify(&query, &Verifier::new(secret_key))?;
        let settlement = callback.settle(&"INV-1001".parse()?, "12.50".parse()?)?;
        assert!(matches!(settlement, Settlement::Paid(_)));
        Ok(())
    }

    /// rustc suggests these paths, because the crate's name is `plutu_core`.
    #[test]
    fn the_paths_that_the_compiler_suggests_exist() {
        let amount: plutu_http::plutu_core::Amount<plutu_http::plutu_core::currency::LYD> =
            "12.50".parse().unwrap();
        let same: coastpay::Amount = amount;
        assert_eq!(same.to_string(), "12.50");
    }
}
