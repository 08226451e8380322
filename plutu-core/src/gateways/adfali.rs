//! Adfali: the mobile payment of the Bank of Commerce and Development, in dinars.

use plutu_derive::plutu_gateway;

/// Adfali, of the Bank of Commerce and Development: the payer confirms with a one-time password of
/// four digits. In the API's paths it is called `edfali`.
///
/// Plutu sends no callback: the reply to [`Confirm`](adfali::Confirm) settles the order. No status
/// endpoint is documented either, so a person must look up a confirmation whose answer was lost.
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
    /// It moves no money. Sent again, it sends another message to the payer.
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
    /// If its answer is lost, the money may have moved: never send it again automatically.
    #[derive(Clone)]
    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    pub struct Confirm {
        /// The number of the payment that was begun, from the challenge.
        pub process_id: ProcessId,
        /// The password from the text message.
        pub code: Otp<4>,
        /// The order's amount, which is the first step's, in Libyan dinars.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
    }
}
