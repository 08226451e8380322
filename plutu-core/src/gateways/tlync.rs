//! T-Lync: Tadawul's hosted page with many ways to pay, in Libyan dinars.

use plutu_derive::plutu_gateway;

/// T-Lync, of Tadawul: the payer chooses a way to pay on a hosted page.
///
/// Plutu's server posts the [`Callback`](tlync::Callback) to the shop's server as JSON. It settles
/// the order. The payer's browser returns separately, with a [`Return`](tlync::Return). Use it only
/// to choose the page that the payer sees: it does not prove a payment.
///
/// ```
/// use plutu_core::callback::signed_json;
/// use plutu_core::gateways::tlync;
/// use plutu_core::{SecretKey, Settlement, Verifier};
///
/// let secret_key = SecretKey::new("sk_of_this_example")?;
/// let pairs = [
///     ("gateway", "tlync"),
///     ("approved", "1"),
///     ("amount", "12.50"),
///     ("invoice_no", "INV-1001"),
///     ("payment_method", "sadad"),
///     ("transaction_id", "100900"),
/// ];
/// let body = signed_json(pairs, &secret_key); // in a shop: the body that Plutu's server posts
/// let callback = tlync::Callback::verify_json(body.as_bytes(), &Verifier::new(secret_key))?;
/// match callback.settle(&"INV-1001".parse()?, "12.50".parse()?)? {
///     Settlement::Paid(paid) => assert_eq!(paid.invoice_no().as_str(), "INV-1001"),
///     Settlement::Canceled | Settlement::Undecided => unreachable!("this callback is approved"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[plutu_gateway(name = "tlync", currency = "LYD")]
pub mod tlync {
    use crate::field::*;

    /// Opens a payment. The reply is the page to send the payer to.
    ///
    /// It moves no money: the payer pays on that page.
    #[derive(Clone)]
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// What the payer pays, in Libyan dinars.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The payer's number.
        pub mobile_number: MobileNumber,
        /// The page to which the payer's browser returns.
        pub return_url: ReturnUrl,
        /// The public URL to which Plutu's server posts the callback.
        pub callback_url: CallbackUrl,
        /// The payer's email address.
        pub email: Option<Email>,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
        /// The language of the hosted page. Without it, Plutu uses Arabic.
        pub lang: Option<Language>,
    }

    /// The signed JSON that Plutu's server posts to `callback_url`.
    ///
    /// `approved` is "1 or 0 (true, false)" and "must be checked to be 1" (documentation), and the
    /// official WooCommerce plugin handles a callback that is not approved. So a callback with `0`
    /// may arrive. It settles as [`Settlement::Undecided`](crate::Settlement::Undecided). There is
    /// no `canceled`.
    ///
    /// In the genuine callback of the PHP SDK's tests, the keys have the order `gateway`,
    /// `approved`, `amount`, `invoice_no`, `payment_method`, `transaction_id`, `hashed`, and all
    /// values are strings. The signature covers the keys in the order received. Values that are
    /// numbers are accepted as well.
    #[derive(Clone, PartialEq, Eq)]
    #[callback(approved_only)]
    pub struct Callback {
        /// The signed amount, in Libyan dinars.
        pub amount: Amount,
        /// The order's number.
        pub invoice_no: InvoiceNo,
        /// How the payer paid, if the callback says it. It does not affect whether the order is
        /// paid. (The documentation spells the key `paymet_method`; genuine callbacks use
        /// `payment_method`.)
        pub payment_method: Option<PaymentMethod>,
        /// Plutu's id of the payment.
        pub transaction_id: TransactionId,
    }

    /// The signed query that the payer's browser brings back to `return_url`. It does not prove a
    /// payment: it carries no amount, and every payer sees it. Its `approved` may be `0`, too.
    #[derive(Clone, PartialEq, Eq)]
    #[return_page]
    pub struct Return {
        /// The order's number.
        pub invoice_no: InvoiceNo,
    }
}
