//! Sadad: Al-Madar's mobile wallet, in Libyan dinars.

use plutu_derive::plutu_gateway;

/// Sadad, the mobile wallet of Al-Madar: the payer confirms with a one-time password of six digits.
///
/// Plutu sends no callback: the reply to [`Confirm`](sadad::Confirm) settles the order. No status
/// endpoint is documented either. So if the answer to `Confirm` is lost, a person must look up
/// whether the payer paid.
///
/// ```
/// use plutu_core::Request;
/// use plutu_core::gateways::sadad;
///
/// // First page: the payer's number. The payer gets a text message.
/// let verify = sadad::Verify::builder()
///     .mobile_number("+218 91 363 2323".parse()?)
///     .birth_year("1990".parse()?)
///     .amount("12.50".parse()?)
///     .build();
/// let body = br#"{"status":200,"result":{"process_id":1234567890123},"message":"OTP has been sent to your mobile number"}"#;
/// let challenge = verify.reply(200, body)?;
///
/// // Second page: the password. The order's amount is compared with the first step's.
/// let confirm = sadad::Confirm::answering(&challenge, "12.50".parse()?)?
///     .code("111111".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .build();
/// let body = br#"{"status":200,"result":{"transaction_id":100900,"amount":12.5},"message":"Transaction completed successfully"}"#;
/// let receipt = confirm.reply(200, body)?;
/// let paid = receipt.settle(&"INV-1001".parse()?, "12.50".parse()?)?;
/// assert_eq!(paid.transaction_id().map(|id| id.as_str()), Some("100900"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[plutu_gateway(name = "sadadapi", currency = "LYD")]
pub mod sadad {
    use crate::field::*;

    /// Sends the payer a one-time password.
    ///
    /// It moves no money. If you send it again, the payer gets another message.
    #[derive(Clone)]
    #[request(reply = Challenge)]
    pub struct Verify {
        /// The payer's Al-Madar number, which starts with 091 or 093.
        pub mobile_number: SadadNumber,
        /// The payer's year of birth.
        pub birth_year: BirthYear,
        /// What the payer pays, in Libyan dinars.
        pub amount: Amount,
    }

    /// Takes the money.
    ///
    /// If the answer is lost, the money may have moved: never send this request again
    /// automatically.
    #[derive(Clone)]
    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    pub struct Confirm {
        /// The id of the started payment, from the challenge.
        pub process_id: ProcessId,
        /// The password from the text message.
        pub code: Otp<6>,
        /// The order's amount in Libyan dinars, the same as in the first step.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
    }
}
