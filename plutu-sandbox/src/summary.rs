//! Summaries of a gateway's description, for people and documents.

use plutu_core::GatewaySpec;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;
use plutu_core::spec::ReplyKind;
use plutu_core::spec::RequestSpec;

use crate::gateway::Gateway;

/// Describes how the payer pays.
pub(crate) fn payer_pays(gateway: &GatewaySpec) -> String {
    let mut requests = gateway.requests.iter();
    let mut fields = requests.clone().flat_map(|request| request.fields);
    match (fields.find_map(digits), requests.any(is_page)) {
        (Some(digits), _) => format!("with a one-time password of {digits} digits"),
        (None, true) => "on a hosted page".to_owned(),
        (None, false) => "not described".to_owned(),
    }
}

/// Describes what settles an order.
pub(crate) fn settles(gateway: &'static GatewaySpec) -> String {
    let charge = gateway.requests.iter().find(|request| request.moves_money);
    let reply = charge.map(|request| format!("the reply to {}", request.action));
    let callback = gateway.callback.map(|_| callback(gateway).to_owned());
    match (reply, callback) {
        (Some(reply), Some(callback)) => format!("{reply}, or {callback}"),
        (reply, callback) => reply
            .or(callback)
            .unwrap_or_else(|| "not described".to_owned()),
    }
}

/// The callback, and who carries it.
fn callback(gateway: &'static GatewaySpec) -> &'static str {
    if Gateway::of(gateway).is_posted() {
        "the callback, posted to the shop's server"
    } else {
        "the callback, in the payer's browser"
    }
}

fn digits(field: &FieldSpec) -> Option<usize> {
    match field.kind() {
        FieldKind::Otp { digits } => Some(digits),
        _ => None,
    }
}

fn is_page(request: &RequestSpec) -> bool {
    request.reply == ReplyKind::Redirect
}

#[cfg(test)]
mod tests {
    use plutu_core::Gateway;
    use plutu_core::gateways::adfali;
    use plutu_core::gateways::mpgs;
    use plutu_core::gateways::tlync;
    use plutu_core::plutu_gateway;

    use super::settles;

    /// A gateway with one-time passwords and with hosted pages.
    #[plutu_gateway(name = "both", currency = "LYD")]
    mod both {
        use plutu_core::field::*;

        #[request(reply = Challenge)]
        pub(super) struct Verify {
            pub(super) amount: Amount,
        }

        #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
        pub(super) struct Pay {
            pub(super) process_id: ProcessId,
            pub(super) code: Otp<6>,
            pub(super) amount: Amount,
            pub(super) invoice_no: InvoiceNo,
        }

        #[callback]
        pub(super) struct Callback {
            pub(super) amount: Amount,
            pub(super) invoice_no: InvoiceNo,
            pub(super) transaction_id: Option<TransactionId>,
        }
    }

    #[test]
    fn it_names_the_reply_and_the_callback() {
        for (gateway, expected) in [
            (adfali::Gateway::SPEC, "the reply to confirm"),
            (mpgs::Gateway::SPEC, "the callback, in the payer's browser"),
            (
                tlync::Gateway::SPEC,
                "the callback, posted to the shop's server",
            ),
            (
                both::Gateway::SPEC,
                "the reply to pay, or the callback, in the payer's browser",
            ),
        ] {
            assert_eq!(settles(gateway), expected);
        }
    }
}
