//! MPGS: international cards, in US dollars.

use plutu_derive::plutu_gateway;

/// Mastercard Payment Gateway Services: the payer pays by card on a hosted page.
///
/// "It currently supports USD" (documentation). The request has no field for a currency: the
/// account decides. The official `WooCommerce` plugin offers euros too. For an account in euros,
/// declare a gateway of your own with the currency `EUR`.
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_core::{Request, SecretKey, Settlement, Verifier};
///
/// // First: request the payment page, and send the payer there.
/// let request = mpgs::Confirm::builder()
///     .amount("5.00".parse()?)
///     .invoice_no("232323".parse()?)
///     .return_url("https://shop.example/paid".parse()?)
///     .build();
/// assert_eq!(request.wire().path, "/transaction/mpgs/confirm");
///
/// // Later: the payer's browser comes back with this query.
/// // (It is genuine, from the PHP SDK's tests.)
/// let query = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323\
///     &transaction_id=100918\
///     &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
/// let verifier = Verifier::new(SecretKey::new("sk_caf8cdd67e554180100dbee62d57dd12eb57acbd")?);
/// let callback = mpgs::Callback::verify(query, &verifier)?;
/// match callback.settle(&"232323".parse()?, "5.00".parse()?)? {
///     Settlement::Paid(paid) => assert_eq!(paid.transaction_id().map(|id| id.as_str()), Some("100918")),
///     Settlement::Canceled | Settlement::Undecided => unreachable!("this callback is approved"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[plutu_gateway(name = "mpgs", currency = "USD")]
pub mod mpgs {
    use crate::field::*;

    /// Opens a card payment. The reply is the page to send the payer to.
    ///
    /// It moves no money: the payer pays on that page.
    #[derive(Clone)]
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// What the payer pays, in US dollars.
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
        /// The signed amount, in US dollars.
        pub amount: Amount,
        /// The currency, which must be the gateway's.
        pub currency: Currency,
        /// The order's number.
        pub invoice_no: InvoiceNo,
        /// Plutu's id of the payment. The documentation does not promise it for a canceled payment.
        pub transaction_id: Option<TransactionId>,
    }
}
