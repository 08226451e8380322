//! T-Lync: Tadawul's page with many ways to pay, in dinars.

use plutu_derive::plutu_gateway;

/// T-Lync, of Tadawul: the payer chooses a way to pay on a hosted page.
///
/// The [`Callback`](tlync::Callback) is posted to the shop's server as JSON, and settles the order.
/// The payer's browser comes back separately with a [`Return`](tlync::Return), which chooses the
/// page that the payer sees and proves nothing.
///
/// ```
/// use plutu_core::callback::sign;
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
/// let hashed = sign(pairs, &secret_key);
/// let body = format!(
///     r#"{{"gateway":"tlync","approved":"1","amount":"12.50","invoice_no":"INV-1001","payment_method":"sadad","transaction_id":"100900","hashed":"{hashed}"}}"#
/// );
/// let callback = tlync::Callback::verify_json(body.as_bytes(), &Verifier::new(secret_key))?;
/// match callback.settle(&"INV-1001".parse()?, "12.50".parse()?)? {
///     Settlement::Paid(paid) => assert_eq!(paid.invoice_no().as_str(), "INV-1001"),
///     Settlement::Canceled | Settlement::Undecided => unreachable!("this one is approved"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[plutu_gateway(name = "tlync", currency = "LYD")]
pub mod tlync {
    use crate::field::*;

    /// Opens a payment and answers with the page to send the payer to.
    ///
    /// It moves no money: the payer does, on that page.
    #[derive(Clone)]
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// What the payer pays, in Libyan dinars.
        pub amount: Amount,
        /// The order's number, unique and not used before.
        pub invoice_no: InvoiceNo,
        /// The payer's number.
        pub mobile_number: MobileNumber,
        /// Where the payer's browser comes back to.
        pub return_url: ReturnUrl,
        /// Where Plutu's server posts the callback: a public address.
        pub callback_url: CallbackUrl,
        /// The payer's email address.
        pub email: Option<Email>,
        /// The payer's address.
        pub customer_ip: Option<IpAddr>,
        /// The language of the hosted page, Arabic unless given.
        pub lang: Option<Language>,
    }

    /// What Plutu's server posts to `callback_url`.
    ///
    /// `approved` is "1 or 0 (true, false)" and "must be checked to be 1" (documentation), and the
    /// official WooCommerce plugin handles one that is not approved. So a callback with `0` may
    /// come; it settles as [`Settlement::Undecided`](crate::Settlement::Undecided). There is no
    /// `canceled`.
    ///
    /// In the genuine callback of the PHP SDK's tests the keys come in the order `gateway`,
    /// `approved`, `amount`, `invoice_no`, `payment_method`, `transaction_id`, `hashed`, and all
    /// values are strings. The order received is the order that was signed. Numbers are read as
    /// well.
    #[derive(Clone)]
    #[callback(approved_only)]
    pub struct Callback {
        /// The amount that was signed, in Libyan dinars.
        pub amount: Amount,
        /// The order's number.
        pub invoice_no: InvoiceNo,
        /// How the payer paid, where the callback says it. It is no part of the decision whether
        /// the order is paid. (The documentation spells the key `paymet_method`; the wire has this
        /// one.)
        pub payment_method: Option<PaymentMethod>,
        /// Plutu's number of the payment.
        pub transaction_id: TransactionId,
    }

    /// What the payer's browser brings back to `return_url`. It does not prove a payment: every
    /// payer sees one. Its `approved` may be `0`, too.
    #[derive(Clone)]
    #[return_page]
    pub struct Return {
        /// The order's number.
        pub invoice_no: InvoiceNo,
    }
}
