//! Local Bank Cards: Libyan bank cards, in Libyan dinars.

use plutu_derive::plutu_gateway;

/// Local Bank Cards, of the Numo network: the payer pays by Libyan bank card on a hosted page.
///
/// ```
/// use plutu_core::gateways::local_bank_cards;
/// use plutu_core::{Language, Request};
///
/// let request = local_bank_cards::Confirm::builder()
///     .amount("5.00".parse()?)
///     .invoice_no("14022023".parse()?)
///     .return_url("https://shop.example/paid".parse()?)
///     .lang(Language::En)
///     .build();
/// assert_eq!(
///     request.wire().form,
///     "amount=5.00&invoice_no=14022023&return_url=https%3A%2F%2Fshop.example%2Fpaid&lang=en"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[plutu_gateway(name = "localbankcards", currency = "LYD")]
pub mod local_bank_cards {
    use crate::field::*;

    /// Opens a card payment. The reply is the page to send the payer to.
    ///
    /// It moves no money: the payer pays on that page.
    #[derive(Clone)]
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// What the payer pays, in Libyan dinars.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The page to which the payer's browser returns with the signed callback.
        pub return_url: ReturnUrl,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
        /// The language of the hosted page. Without it, Plutu uses Arabic.
        pub lang: Option<Language>,
    }

    /// The signed query that the payer's browser brings back to `return_url`.
    ///
    /// It never arrives if the payer closes the page, and it arrives twice if the payer reloads the
    /// page. The documentation does not say whether a declined card is reported at all.
    #[derive(Clone, PartialEq, Eq)]
    #[callback]
    pub struct Callback {
        /// The order's number.
        pub invoice_no: InvoiceNo,
        /// The signed amount, in Libyan dinars.
        pub amount: Amount,
        /// Plutu's id of the payment. The documentation does not promise it for a canceled payment.
        pub transaction_id: Option<TransactionId>,
    }
}
