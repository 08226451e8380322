//! Describes a single value: a field of a request or of a callback.

use plutu_core::GatewaySpec;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

use crate::openapi::json::Object;
use crate::prose;

/// The schema of a field that is sent.
pub(super) fn sent(gateway: &GatewaySpec, field: &FieldSpec) -> Object {
    let schema = match field.kind() {
        FieldKind::IpAddress => Object::new(),
        _ => Object::new().with("type", "string"),
    };
    let schema = schema.with_some("description", description(field, rule(gateway, field)));
    let schema = match field.kind() {
        FieldKind::Language => schema.with("enum", ["ar", "en"]),
        FieldKind::Choice { values } => schema.with("enum", values.to_vec()),
        FieldKind::Currency => schema.with("const", gateway.currency),
        FieldKind::ReturnUrl | FieldKind::CallbackUrl => schema.with("format", "uri"),
        FieldKind::Email => schema.with("format", "email"),
        FieldKind::IpAddress => schema.with("anyOf", ["ipv4", "ipv6"].map(format)),
        _ => schema.with_some("pattern", pattern(field)),
    };
    schema
        .with("examples", [field.example()])
        .with_some("x-plutu-hidden", field.is_hidden().then_some(true))
}

/// The schema of a field that Plutu sends. It promises less, because nobody checks what Plutu
/// sends.
pub(super) fn received(gateway: &GatewaySpec, field: &FieldSpec, is_body: bool) -> Object {
    let schema = match (field.kind(), is_body) {
        (FieldKind::Amount, true) => Object::new().with("type", ["string", "number"]),
        (FieldKind::TransactionId | FieldKind::ProcessId, true) => {
            Object::new().with("type", ["string", "integer"])
        }
        _ => Object::new().with("type", "string"),
    };
    let schema = match field.kind() {
        FieldKind::Currency => schema.with("const", gateway.currency),
        FieldKind::Choice { values } => schema.with("enum", values.to_vec()),
        _ => schema,
    };
    schema
        .with_some("description", description(field, None))
        .with("examples", [field.example()])
}

fn format(format: &'static str) -> Object {
    Object::new().with("type", "string").with("format", format)
}

fn description(field: &FieldSpec, rule: Option<String>) -> Option<String> {
    let docs = prose::of(field.docs);
    let parts = [(!docs.is_empty()).then_some(docs), rule];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The known and the unknown rules for the values that Plutu accepts.
fn rule(gateway: &GatewaySpec, field: &FieldSpec) -> Option<String> {
    let rule = match field.kind() {
        FieldKind::Amount => "A decimal number above zero with at most two decimals.",
        FieldKind::InvoiceNo => {
            "Letters, digits, `.`, `_` and `-`. The maximum length is not known, nor whether a failed \
             attempt uses up the number."
        }
        FieldKind::ReturnUrl => return Some(return_url_rule(gateway)),
        FieldKind::CallbackUrl => {
            "Absolute, http or https. Plutu does not support private and localhost addresses."
        }
        FieldKind::MobileNumber => "Ten digits, or nine without the leading zero.",
        FieldKind::BirthYear => {
            "Four digits. The official PHP SDK accepts years from 1940 to twelve years ago."
        }
        FieldKind::Otp { digits } => {
            return Some(format!("{digits} digits; leading zeros matter."));
        }
        FieldKind::ProcessId => "The digits from the reply.",
        FieldKind::PaymentMethod => "The set is open.",
        _ => return None,
    };
    Some(rule.to_owned())
}

/// A signed key in the query of a return URL would break the signature.
fn return_url_rule(gateway: &GatewaySpec) -> String {
    let signed = gateway.return_page.or(gateway.callback);
    let keys = signed.map_or(&[][..], |signed| signed.keys);
    let keys = keys.iter().chain([&"hashed"]);
    let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    format!(
        "Absolute, http or https. Its query must not contain any of {}.",
        keys.join(", ")
    )
}

fn pattern(field: &FieldSpec) -> Option<String> {
    Some(match field.kind() {
        FieldKind::Amount => r"^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$".to_owned(),
        FieldKind::InvoiceNo => "^[A-Za-z0-9._-]+$".to_owned(),
        FieldKind::MobileNumber => mobile_number(field),
        FieldKind::BirthYear => "^[0-9]{4}$".to_owned(),
        FieldKind::Otp { digits } => format!("^[0-9]{{{digits}}}$"),
        FieldKind::ProcessId => "^[0-9]+$".to_owned(),
        _ => return None,
    })
}

/// The numbers that the field accepts. Gateways differ in the third digit, which names the network.
fn mobile_number(field: &FieldSpec) -> String {
    let takes = |digit: &char| field.check(&format!("09{digit}0000000")).is_ok();
    let digits: String = ('0'..='9').filter(takes).collect();
    match digits.as_str() {
        "" => "^0?9[0-9]{8}$".to_owned(),
        digits => format!("^0?9[{digits}][0-9]{{7}}$"),
    }
}
