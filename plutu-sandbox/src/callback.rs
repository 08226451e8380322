//! The signed callbacks: the one that the payer's browser carries to the shop, and the one that T-Lync
//! posts to the shop's server.
//!
//! The signature is plutu-core's: the encoding rule is written down there, once.

use plutu_core::SecretKey;
use plutu_core::callback;
use serde::Serialize;

use crate::gateway::RedirectGateway;
use crate::payments::Outcome;
use crate::payments::Payment;

/// The shop's return URL with the signed callback behind its own query.
pub(crate) fn return_url(payment: &Payment, outcome: Outcome, secret_key: &SecretKey) -> String {
    let url = payment.order.return_url.as_str();
    let separator = match url.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!(
        "{url}{separator}{}",
        signed_query(payment, outcome, secret_key)
    )
}

/// The gateway's parameters and their signature. The shop's own are not signed.
fn signed_query(payment: &Payment, outcome: Outcome, secret_key: &SecretKey) -> String {
    let order = &payment.order;
    let gateway = ("gateway", order.gateway.name());
    let flag = flag(outcome);
    let amount = ("amount", order.money.amount.as_str());
    let invoice_no = ("invoice_no", order.invoice_no.as_str());
    let id = payment.id.to_string();
    let transaction_id = ("transaction_id", id.as_str());
    // The order of the genuine vectors, which differs from gateway to gateway.
    match order.gateway {
        RedirectGateway::LocalBankCards => callback::signed_query(
            [gateway, flag, invoice_no, amount, transaction_id],
            secret_key,
        ),
        RedirectGateway::Mpgs => {
            let currency = ("currency", order.money.currency);
            callback::signed_query(
                [gateway, flag, amount, currency, invoice_no, transaction_id],
                secret_key,
            )
        }
        // The flag `canceled` is none of T-Lync's. What it sends back instead is not documented; that
        // it leaves the other flag out is our decision.
        RedirectGateway::Tlync => match outcome {
            Outcome::Approved => callback::signed_query([flag, invoice_no], secret_key),
            Outcome::Canceled => callback::signed_query([invoice_no], secret_key),
        },
    }
}

/// The JSON object that T-Lync posts to the shop's server. It is due when the payer approved: whether
/// T-Lync tells of a cancellation is not documented, and that it does not is our decision.
pub(crate) fn body(payment: &Payment, secret_key: &SecretKey) -> Option<String> {
    let order = &payment.order;
    let (RedirectGateway::Tlync, Some(Outcome::Approved)) = (order.gateway, payment.outcome) else {
        return None;
    };
    let body = Body {
        gateway: order.gateway.name(),
        approved: 1,
        invoice_no: order.invoice_no.as_str(),
        amount: &order.money.amount,
        transaction_id: payment.id,
        payment_method: payment.method.as_str(),
    };
    Some(body.signed(secret_key))
}

/// T-Lync's callback, in the order that it is sent and signed in.
///
/// The amount is text: as a number, PHP would sign 5.00 as `5`.
#[derive(Serialize)]
struct Body<'a> {
    gateway: &'a str,
    approved: u8,
    invoice_no: &'a str,
    amount: &'a str,
    transaction_id: u64,
    payment_method: &'a str,
}

impl Body<'_> {
    /// The JSON text, signature included. Signed are the values as text, as PHP turns them.
    fn signed(&self, secret_key: &SecretKey) -> String {
        let (approved, id) = (self.approved.to_string(), self.transaction_id.to_string());
        let pairs = [
            ("gateway", self.gateway),
            ("approved", &approved),
            ("invoice_no", self.invoice_no),
            ("amount", self.amount),
            ("transaction_id", &id),
            ("payment_method", self.payment_method),
        ];
        let hashed = callback::sign(pairs, secret_key);
        let signed = Signed { body: self, hashed };
        // Texts and numbers always have a JSON form.
        serde_json::to_string(&signed).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Signed<'a> {
    #[serde(flatten)]
    body: &'a Body<'a>,
    hashed: String,
}

/// Only one of the two flags is ever there.
fn flag(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Approved => ("approved", "1"),
        Outcome::Canceled => ("canceled", "1"),
    }
}

#[cfg(test)]
mod tests {
    use plutu_core::Language;

    use super::*;
    use crate::payments::Order;

    /// The secret of the first genuine vector (PHP SDK).
    const SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";

    /// The query of the first genuine vector.
    const APPROVED: &str = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00\
        &transaction_id=100900\
        &hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";

    fn returned(
        gateway: RedirectGateway,
        return_url: &str,
        outcome: Outcome,
        secret: &str,
    ) -> String {
        let (amount, invoice_no, id) = match gateway {
            RedirectGateway::LocalBankCards | RedirectGateway::Tlync => ("5", "14022023", 100_900),
            RedirectGateway::Mpgs => ("5.0", "232323", 100_918),
        };
        let order = Order {
            gateway,
            money: gateway.money(amount).unwrap(),
            invoice_no: invoice_no.parse().unwrap(),
            return_url: return_url.parse().unwrap(),
            callback_url: None,
            language: Language::Ar,
        };
        let payment = Payment::new(id, "token".to_owned(), order);
        super::return_url(&payment, outcome, &SecretKey::new(secret).unwrap())
    }

    fn local(return_url: &str) -> String {
        returned(
            RedirectGateway::LocalBankCards,
            return_url,
            Outcome::Approved,
            SECRET,
        )
    }

    #[test]
    fn local_bank_cards_answers_with_the_genuine_vector() {
        let url = local("https://shop.example/paid");
        assert_eq!(url, format!("https://shop.example/paid?{APPROVED}"));
    }

    #[test]
    fn mpgs_answers_with_the_genuine_vector() {
        let secret = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
        let url = returned(
            RedirectGateway::Mpgs,
            "https://shop.example/paid",
            Outcome::Approved,
            secret,
        );
        let query = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323\
            &transaction_id=100918\
            &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
        assert_eq!(url, format!("https://shop.example/paid?{query}"));
    }

    #[test]
    fn a_canceled_payment_has_the_other_flag() {
        let url = returned(
            RedirectGateway::LocalBankCards,
            "https://shop.example/paid",
            Outcome::Canceled,
            SECRET,
        );
        let query = "gateway=localbankcards&canceled=1&invoice_no=14022023&amount=5.00\
            &transaction_id=100900\
            &hashed=4D23A85675D6361E48995EE73BCE99EDAC61C976C89D9D0FC10F887D85D693DA";
        assert_eq!(url, format!("https://shop.example/paid?{query}"));
    }

    #[test]
    fn the_shops_own_query_comes_first_and_unsigned() {
        let url = local("https://shop.example/paid?order=77&checkout_page=Y");
        assert_eq!(
            url,
            format!("https://shop.example/paid?order=77&checkout_page=Y&{APPROVED}")
        );
    }

    #[test]
    fn no_empty_parameter_comes_between() {
        for (return_url, expected) in [
            ("https://shop.example", "https://shop.example?"),
            ("https://shop.example/paid?", "https://shop.example/paid?"),
            (
                "https://shop.example/paid?a=1&",
                "https://shop.example/paid?a=1&",
            ),
            (
                "https://shop.example/paid?a=b?",
                "https://shop.example/paid?a=b?&",
            ),
        ] {
            assert_eq!(local(return_url), format!("{expected}{APPROVED}"));
        }
    }

    #[test]
    fn the_shops_own_spelling_is_not_touched() {
        let own = "https://shop.example/paid?q=a+b%2a~'(%C3%A9)";
        assert_eq!(local(own), format!("{own}&{APPROVED}"));
    }
}
