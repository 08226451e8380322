//! Adfali: the mobile payment of the Bank of Commerce and Development, in Libyan dinars.

use plutu_derive::plutu_gateway;

/// Adfali, of the Bank of Commerce and Development: the payer confirms with a one-time password of
/// four digits. The API's paths spell it `edfali`.
///
/// Plutu sends no callback: the reply to [`Confirm`](adfali::Confirm) settles the order. No status
/// endpoint is documented either. So if the answer to `Confirm` is lost, a person must look up
/// whether the payer paid.
///
/// ```
/// use plutu_core::Request;
/// use plutu_core::gateways::adfali;
///
/// let verify = adfali::Verify::builder()
///     .mobile_number("0923632323".parse()?)
///     .amount("12.50".parse()?)
///     .build();
/// assert_eq!(verify.wire().path, "/transaction/edfali/verify");
/// assert_eq!(verify.wire().form, "mobile_number=0923632323&amount=12.50");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[plutu_gateway(name = "edfali", currency = "LYD")]
pub mod adfali {
    use crate::field::*;

    /// Sends the payer a one-time password.
    ///
    /// It moves no money. If you send it again, the payer gets another message.
    #[derive(Clone)]
    #[request(reply = Challenge)]
    pub struct Verify {
        /// The payer's number.
        pub mobile_number: MobileNumber,
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
        pub code: Otp<4>,
        /// The order's amount in Libyan dinars, the same as in the first step.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
    }
}
