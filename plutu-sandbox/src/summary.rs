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
    let receipt = gateway.requests.iter().find(|request| request.moves_money);
    match (gateway.callback, receipt) {
        (Some(_), _) if Gateway::of(gateway).is_posted() => {
            "the callback, posted to the shop's server".to_owned()
        }
        (Some(_), _) => "the callback, in the payer's browser".to_owned(),
        (None, Some(request)) => format!("the reply to {}", request.action),
        (None, None) => "not described".to_owned(),
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
