//! Three gateways, declared with the public attribute only, as a library author would. The tests
//! pay with each of them. The sandbox has no code for them.

use plutu_http::core::plutu_gateway;

/// MPGS for a merchant with an account in euros. It replaces the built-in one.
#[plutu_gateway(name = "mpgs", currency = "EUR", crate = ::plutu_http::core)]
pub mod euro_cards {
    use plutu_http::core::field::*;

    /// Opens a card payment.
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// The amount that the payer pays.
        pub amount: Amount,
        /// The order's number.
        pub invoice_no: InvoiceNo,
        /// The URL to which the payer's browser returns.
        pub return_url: ReturnUrl,
    }

    /// The parameters with which the payer's browser returns.
    #[callback]
    pub struct Callback {
        /// What the payer paid.
        pub amount: Amount,
        /// Euros.
        pub currency: Currency,
        /// The order's number.
        pub invoice_no: InvoiceNo,
        /// Plutu's number of the payment.
        pub transaction_id: Option<TransactionId>,
    }
}

/// Harbor Wallet: a one-time password of five digits, and an account number of its own form.
#[plutu_gateway(name = "harborwallet", currency = "LYD", crate = ::plutu_http::core)]
pub mod harbor_wallet {
    use std::str::FromStr;

    use plutu_http::core::field::*;

    /// The number of a wallet: `W` and six digits. It is personal.
    #[derive(Clone)]
    pub struct WalletNo(String);

    impl FromStr for WalletNo {
        type Err = FieldError;

        fn from_str(text: &str) -> Result<Self, FieldError> {
            let digits = text.strip_prefix('W').unwrap_or_default();
            if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(FieldError::new(
                    "wallet number",
                    "it is not W and six digits",
                ));
            }
            Ok(Self(text.to_owned()))
        }
    }

    impl std::fmt::Debug for WalletNo {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("WalletNo([redacted])")
        }
    }

    impl RequestField for WalletNo {
        const HIDDEN: bool = true;
        const EXAMPLE: &'static str = "W123456";

        fn check(text: &str) -> Result<(), FieldError> {
            text.parse::<Self>().map(drop)
        }

        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    /// Sends the payer a one-time password.
    #[request(reply = Challenge, action = "begin")]
    pub struct Begin {
        /// The payer's wallet.
        #[wire("wallet")]
        pub wallet_no: WalletNo,
        /// What the payer pays.
        pub amount: Amount,
    }

    /// Takes the money.
    #[request(reply = Receipt, action = "pay", answers = Begin(process_id, amount), moves_money)]
    pub struct Pay {
        /// The payment that was begun.
        pub process_id: ProcessId,
        /// The password from the message.
        pub code: Otp<5>,
        /// The order's amount.
        pub amount: Amount,
        /// The order's number.
        pub invoice_no: InvoiceNo,
    }
}

/// Coast Pay: a hosted page, and a callback that also signs the till of the request and the counter
/// at which the payer paid.
#[plutu_gateway(name = "coastpay", currency = "LYD", crate = ::plutu_http::core)]
pub mod coast_pay {
    use std::str::FromStr;

    use plutu_http::core::field::*;

    /// A till: a letter and two digits.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Till(String);

    impl FromStr for Till {
        type Err = FieldError;

        fn from_str(text: &str) -> Result<Self, FieldError> {
            match text.as_bytes() {
                [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'] => Ok(Self(text.to_owned())),
                _ => Err(FieldError::new("till", "it is not a letter and two digits")),
            }
        }
    }

    impl RequestField for Till {
        const EXAMPLE: &'static str = "A01";

        fn check(text: &str) -> Result<(), FieldError> {
            text.parse::<Self>().map(drop)
        }

        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    impl CallbackField for Till {
        const EXAMPLE: &'static str = "A01";

        fn read(text: &str) -> Result<Self, FieldError> {
            text.parse()
        }
    }

    /// Where the payer paid.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Counter {
        /// In the harbor.
        Harbor,
        /// In the old town.
        OldTown,
    }

    impl CallbackField for Counter {
        const KIND: FieldKind = FieldKind::Choice {
            values: &["harbor", "old-town"],
        };
        const EXAMPLE: &'static str = "harbor";

        fn read(text: &str) -> Result<Self, FieldError> {
            match text {
                "harbor" => Ok(Self::Harbor),
                "old-town" => Ok(Self::OldTown),
                _ => Err(FieldError::new("counter", "there is no such counter")),
            }
        }
    }

    /// Opens a payment. See [`Callback`] for its result.
    #[request(reply = Redirect, action = "open-page")]
    pub struct Open {
        /// What the payer pays.
        pub amount: Amount,
        /// The order's number.
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        /// Where the payer's browser comes back to.
        pub return_url: ReturnUrl,
        /// The shop's till.
        pub till: Till,
        /// A note of the shop's.
        pub note: Option<PlainText>,
    }

    /// What the payer's browser brings back.
    #[callback]
    pub struct Callback {
        /// The order's number.
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        /// What the payer paid.
        pub amount: Amount,
        /// The till of the request.
        pub till: Till,
        /// Where the payer paid.
        pub counter: Option<Counter>,
        /// Plutu's number of the payment.
        pub transaction_id: Option<TransactionId>,
    }
}
