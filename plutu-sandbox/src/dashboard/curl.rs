//! Commands for a terminal: a callback sent by hand, and a first payment.

use crate::address;
use crate::report::CallbackReport;
use crate::shell::quoted;

/// The command that sends a callback as the sandbox does.
pub(super) fn of_callback(callback: &CallbackReport) -> String {
    let url = quoted(callback.url());
    match callback.body() {
        None => format!("curl -i {url}"),
        Some(body) => format!(
            "curl -i {url} \\\n  -H 'Content-Type: application/json' \\\n  --data-raw {}",
            quoted(body)
        ),
    }
}

/// The commands that open a payment at the sandbox at this address. They fetch the credentials by
/// themselves, so that the page holds no secret.
pub(super) fn of_first_payment(origin: &str) -> String {
    let env = format!("{origin}{}/env", address::CONTROL);
    format!(
        r#"eval "$(curl -s {})"
curl "$PLUTU_BASE_URL/transaction/mpgs/confirm" \
  -H "Authorization: Bearer $PLUTU_ACCESS_TOKEN" \
  -H "X-API-KEY: $PLUTU_API_KEY" \
  -d amount=12.50 \
  -d invoice_no=INV-1001 \
  -d return_url=http://localhost:3000/paid"#,
        quoted(&env)
    )
}
