//! Adfali: the mobile payment of the Bank of Commerce and Development, in dinars.

use crate::plutu_gateway;

/// Adfali, of the Bank of Commerce and Development: the payer confirms with a one-time password of four
/// digits. In the API's paths it is called `edfali`.
///
/// There is no callback: the reply to [`Confirm`](adfali::Confirm) settles the order. There is no endpoint
/// to ask for a payment either, so a confirmation whose answer was lost must be looked up by a person.
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
    /// It moves no money. Asked again, it sends another message.
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
    /// If its answer is lost, the money may have moved: never send it again by itself.
    #[derive(Clone)]
    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    pub struct Confirm {
        /// The number of the payment that was begun.
        pub process_id: ProcessId,
        /// The password from the text message.
        pub code: Otp<4>,
        /// The amount of the first step, in Libyan dinars.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
    }
}
