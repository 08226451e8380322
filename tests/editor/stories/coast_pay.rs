//! The declaration that the stories are about.

/// The declaration.
pub(crate) const DECLARATION: &str = r#"
/// Coast Pay.
#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod coast_pay {
    use plutu_core::field::*;

    /// Sends the payer a one-time password.
    #[request(reply = Challenge)]
    pub struct Verify {
        /// The payer's telephone.
        #[wire("phone")]
        pub mobile_number: MobileNumber,
        pub amount: Amount,
    }

    /// Takes the money.
    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub code: Otp<6>,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        /// The language of the message.
        pub lang: Option<Language>,
    }

    /// What the payer brings back.
    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        /// The branch where the payer paid.
        pub branch: Option<PlainText>,
        pub transaction_id: Option<TransactionId>,
    }
}
"#;

/// The declaration, and below it what a shop does with it.
pub(crate) fn with(shop: &str) -> String {
    format!("{DECLARATION}{shop}")
}

/// The declaration with one part of it typed differently.
pub(crate) fn typed(part: &str, typed: &str) -> String {
    assert!(DECLARATION.contains(part), "no `{part}` in the declaration");
    DECLARATION.replacen(part, typed, 1)
}
