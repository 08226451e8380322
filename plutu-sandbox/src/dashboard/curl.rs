//! curl commands: one that sends a callback, and one that opens a first payment.

use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

use crate::address;
use crate::curl;
use crate::gateway::Endpoint;
use crate::report::CallbackReport;
use crate::shell::quoted;

/// The command that sends a callback like the sandbox.
pub(super) fn of_callback(callback: &CallbackReport) -> String {
    curl::sending(callback.url(), callback.body(), " \\\n  ")
}

/// The commands that open a payment at this sandbox. They fetch the credentials, so that the page
/// contains no secret.
pub(super) fn of_first_payment(origin: &str, page: Endpoint) -> String {
    let env = format!("{origin}{}/env", address::CONTROL);
    let fields = page.fields().iter().filter(|field| field.is_required);
    let fields = fields.map(|field| {
        let pair = format!("{}={}", field.wire, example(field));
        format!(" \\\n  -d {}", quoted(&pair))
    });
    format!(
        r#"eval "$(curl -s {})"
curl "$PLUTU_BASE_URL{}" \
  -H "Authorization: Bearer $PLUTU_ACCESS_TOKEN" \
  -H "X-API-KEY: $PLUTU_API_KEY"{}"#,
        quoted(&env),
        page.path(),
        fields.collect::<String>()
    )
}

/// A field's example. For a URL, it is a shop on this machine.
fn example(field: &FieldSpec) -> &'static str {
    match field.kind() {
        FieldKind::ReturnUrl => "http://localhost:3000/paid",
        FieldKind::CallbackUrl => "http://localhost:3000/callback",
        _ => field.example(),
    }
}
