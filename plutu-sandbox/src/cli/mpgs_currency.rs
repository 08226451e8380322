//! MPGS in the currencies of merchants' accounts. The documentation names US dollars, and the
//! official WooCommerce plugin also offers euros. The request has no currency field, so the account
//! decides.

use clap::ValueEnum;
use plutu_core::Gateway as _;
use plutu_core::GatewaySpec;
use plutu_core::gateways::mpgs;
use plutu_core::plutu_gateway;

/// The currency of the merchant's MPGS account.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(super) enum MpgsCurrency {
    #[value(name = "LYD")]
    Lyd,
    #[value(name = "USD")]
    Usd,
    #[value(name = "EUR")]
    Eur,
    #[value(name = "GBP")]
    Gbp,
}

impl MpgsCurrency {
    /// MPGS in this currency.
    pub(super) fn gateway(self) -> &'static GatewaySpec {
        match self {
            Self::Lyd => lyd::Gateway::SPEC,
            Self::Usd => mpgs::Gateway::SPEC,
            Self::Eur => eur::Gateway::SPEC,
            Self::Gbp => gbp::Gateway::SPEC,
        }
    }
}

/// Declares MPGS the way plutu-core does, in another currency.
macro_rules! mpgs_in {
    ($module:ident, $currency:tt) => {
        /// Mastercard Payment Gateway Services: the payer pays by card on a hosted page.
        #[plutu_gateway(name = "mpgs", currency = $currency)]
        #[expect(unreachable_pub, reason = "only the description is used")]
        mod $module {
            use plutu_core::field::*;

            /// Opens a card payment and answers with the page to send the payer to.
            #[request(reply = Redirect)]
            pub struct Confirm {
                /// What the payer pays.
                pub amount: Amount,
                /// The order's number, unique and not used before.
                pub invoice_no: InvoiceNo,
                /// Where the payer's browser comes back to with the signed callback.
                pub return_url: ReturnUrl,
                /// The payer's address.
                pub customer_ip: Option<IpAddr>,
                /// The language of the hosted page, Arabic unless given.
                pub lang: Option<Language>,
            }

            /// What the payer's browser brings back to `return_url`.
            #[callback]
            pub struct Callback {
                /// The amount that was signed.
                pub amount: Amount,
                /// The currency, which must be the gateway's.
                pub currency: Currency,
                /// The order's number.
                pub invoice_no: InvoiceNo,
                /// Plutu's number of the payment.
                pub transaction_id: Option<TransactionId>,
            }
        }
    };
}

mpgs_in!(lyd, "LYD");
mpgs_in!(eur, "EUR");
mpgs_in!(gbp, "GBP");

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;
    use plutu_core::Gateway as _;
    use plutu_core::gateways::mpgs;

    use super::MpgsCurrency;

    /// The facts of a description, without its documentation and its currency.
    fn facts(spec: &plutu_core::GatewaySpec) -> impl PartialEq + std::fmt::Debug {
        let fields = spec.requests.iter().flat_map(|request| request.fields);
        let fields = fields.map(|field| (field.wire, field.kind(), field.is_required));
        let callback = spec
            .callback
            .map(|callback| (callback.keys, callback.flags));
        (spec.name, fields.collect::<Vec<_>>(), callback)
    }

    #[test]
    fn they_differ_only_in_the_currency() {
        for currency in MpgsCurrency::value_variants() {
            let spec = currency.gateway();
            let named = currency.to_possible_value().unwrap();
            assert_eq!(named.get_name(), spec.currency);
            assert_eq!(facts(spec), facts(mpgs::Gateway::SPEC));
        }
    }
}
