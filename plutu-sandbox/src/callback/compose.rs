//! The signed callbacks: the one that the payer's browser carries to the shop, and the one that
//! T-Lync posts to the shop's server.
//!
//! The signature is plutu-core's: the encoding rule is written down there, once.

use std::borrow::Cow;

use plutu_core::SecretKey;
use plutu_core::callback;
use serde::Serialize;
use serde::Serializer;

use crate::gateway::RedirectGateway;
use crate::payments::Outcome;
use crate::payments::Payment;

/// A callback: its parameters, in the order that they are sent and signed in.
pub(crate) struct Callback(Vec<Parameter>);

type Parameter = (Cow<'static, str>, String);

impl Callback {
    /// What the payer's browser brings to the shop's return URL.
    pub(crate) fn to_return(payment: &Payment, outcome: Outcome) -> Self {
        let order = &payment.order;
        let gateway = Some(text("gateway", order.gateway.name()));
        let amount = Some(text("amount", &order.money.amount));
        let invoice_no = Some(text("invoice_no", order.invoice_no.as_str()));
        let id = Some(text("transaction_id", &payment.id.to_string()));
        let flag = flag(outcome);
        // The order of the genuine vectors, which differs from gateway to gateway.
        let parameters = match order.gateway {
            RedirectGateway::LocalBankCards => vec![gateway, flag, invoice_no, amount, id],
            RedirectGateway::Mpgs => {
                let currency = Some(text("currency", order.money.currency));
                vec![gateway, flag, amount, currency, invoice_no, id]
            }
            // The flag `canceled` is none of T-Lync's. What it sends back instead is not
            // documented; that it leaves the other flag out is our decision.
            RedirectGateway::Tlync => vec![tlync_flag(outcome), invoice_no],
        };
        Self(parameters.into_iter().flatten().collect())
    }

    /// What T-Lync posts to the shop's server: the keys in the order of the genuine callback of the
    /// PHP SDK's tests, and every value a string.
    ///
    /// It is due when the payer approved, and after a decline, as `approved` is documented as "1 or
    /// 0". That nothing is posted after a cancellation is our decision.
    pub(crate) fn to_server(payment: &Payment) -> Option<Self> {
        let order = &payment.order;
        let RedirectGateway::Tlync = order.gateway else {
            return None;
        };
        Some(Self(vec![
            text("gateway", order.gateway.name()),
            tlync_flag(payment.outcome?)?,
            text("amount", &order.money.amount),
            text("invoice_no", order.invoice_no.as_str()),
            text("payment_method", payment.method.as_str()),
            text("transaction_id", &payment.id.to_string()),
        ]))
    }

    /// Gives a parameter another value, or adds it at the end.
    #[cfg(feature = "cli")]
    pub(crate) fn set(&mut self, name: &str, text: &str) {
        let text = text.to_owned();
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, value)) => *value = text,
            None => self.0.push((Cow::Owned(name.to_owned()), text)),
        }
    }

    /// Leaves a parameter out.
    #[cfg(feature = "cli")]
    pub(crate) fn unset(&mut self, name: &str) {
        self.0.retain(|(own, _)| own != name);
    }

    /// The text that is signed.
    pub(crate) fn canonical(&self) -> String {
        callback::canonical(self.pairs())
    }

    /// The signed query.
    pub(crate) fn query(&self, secret_key: &SecretKey) -> String {
        callback::signed_query(self.pairs(), secret_key)
    }

    /// The signed JSON text.
    pub(crate) fn json(&self, secret_key: &SecretKey) -> String {
        let hashed = callback::sign(self.pairs(), secret_key);
        let signed = Signed {
            callback: self,
            hashed,
        };
        // Texts always have a JSON form.
        serde_json::to_string(&signed).unwrap_or_default()
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0
            .iter()
            .map(|(name, text)| (name.as_ref(), text.as_str()))
    }
}

struct Signed<'a> {
    callback: &'a Callback,
    hashed: String,
}

impl Serialize for Signed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let hashed = ("hashed", self.hashed.as_str());
        serializer.collect_map(self.callback.pairs().chain([hashed]))
    }
}

/// The shop's return URL with the signed callback behind its own query.
pub(crate) fn return_url(payment: &Payment, query: &str) -> String {
    let url = payment.order.return_url.as_str();
    let separator = match url.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{url}{separator}{query}")
}

/// A signed text with another last digit of its signature, which stands at the end of queries and
/// bodies.
pub(crate) fn tampered(signed: &str) -> String {
    let digit = |char: char| char.is_ascii_hexdigit();
    let Some(position) = signed.rfind(digit) else {
        return signed.to_owned();
    };
    let (begin, end) = signed.split_at(position);
    let other = if end.starts_with('0') { "1" } else { "0" };
    let rest = end.get(1..).unwrap_or_default();
    format!("{begin}{other}{rest}")
}

/// Only one of the two flags is ever there, and none for what was declined: what a merchant hears
/// of that is not documented, but both flags say what did not happen, and they hear it nowhere
/// else.
fn flag(outcome: Outcome) -> Option<Parameter> {
    match outcome {
        Outcome::Approved => Some(text("approved", "1")),
        Outcome::Declined => None,
        Outcome::Canceled => Some(text("canceled", "1")),
    }
}

/// T-Lync's one flag, which is "1 or 0" (documentation).
fn tlync_flag(outcome: Outcome) -> Option<Parameter> {
    match outcome {
        Outcome::Approved => Some(text("approved", "1")),
        Outcome::Declined => Some(text("approved", "0")),
        Outcome::Canceled => None,
    }
}

fn text(name: &'static str, text: &str) -> Parameter {
    (Cow::Borrowed(name), text.to_owned())
}

#[cfg(test)]
mod tests {
    use plutu_core::Language;
    use plutu_core::PaymentMethod;

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
        let secret_key = SecretKey::new(secret).unwrap();
        let query = Callback::to_return(&payment, outcome).query(&secret_key);
        super::return_url(&payment, &query)
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
    fn a_declined_payment_is_not_approved() {
        let (local, tlync) = (RedirectGateway::LocalBankCards, RedirectGateway::Tlync);
        for (gateway, expected) in [
            (
                local,
                "?gateway=localbankcards&invoice_no=14022023&amount=5.00&transaction_id=100900&hashed=",
            ),
            (tlync, "?approved=0&invoice_no=14022023&hashed="),
        ] {
            let url = returned(gateway, "https://a.ly/", Outcome::Declined, SECRET);
            assert!(url.contains(expected), "{url}");
        }
    }

    fn tlync(outcome: Outcome) -> (String, String) {
        let order = Order {
            gateway: RedirectGateway::Tlync,
            money: RedirectGateway::Tlync.money("6.01").unwrap(),
            invoice_no: "43321".parse().unwrap(),
            return_url: "https://a.ly/".parse().unwrap(),
            callback_url: None,
            language: Language::Ar,
        };
        let mut payment = Payment::new(100_932, "token".to_owned(), order);
        payment.outcome = Some(outcome);
        payment.method = PaymentMethod::Mobicash;
        let secret_key = SecretKey::new("sk_40a07a6c0e63818dc2b292c8e302894e08acedfb").unwrap();
        let to_server = Callback::to_server(&payment).map(|callback| callback.json(&secret_key));
        let to_return = Callback::to_return(&payment, outcome).query(&secret_key);
        (to_server.unwrap_or_default(), to_return)
    }

    /// Both are the fixtures of the official PHP SDK's tests.
    #[test]
    fn tlync_answers_with_the_genuine_vectors() {
        let (body, query) = tlync(Outcome::Approved);
        let genuine = r#"{"gateway":"tlync","approved":"1","amount":"6.01","invoice_no":"43321","payment_method":"mobicash","transaction_id":"100932","hashed":"1DDC1EE6D589555B58D70CAAB5118D1BECC5DF1BED1E0EFA5B51AED7E6C69FD6"}"#;
        assert_eq!(body, genuine);
        let genuine = "approved=1&invoice_no=43321\
            &hashed=E6E3486C137F4260C2C598C7A903836CDDBC1FAF87240A58660FA91F363D5DBA";
        assert_eq!(query, genuine);
    }

    #[test]
    fn tlync_says_0_after_a_decline_and_nothing_after_a_cancellation() {
        let (body, query) = tlync(Outcome::Declined);
        assert!(
            body.starts_with(r#"{"gateway":"tlync","approved":"0","amount":"6.01","#),
            "{body}"
        );
        assert!(
            query.starts_with("approved=0&invoice_no=43321&hashed="),
            "{query}"
        );
        let (body, query) = tlync(Outcome::Canceled);
        assert_eq!(body, "");
        assert!(query.starts_with("invoice_no=43321&hashed="), "{query}");
    }

    #[test]
    fn the_canonical_text_is_what_was_signed() {
        let order = Order {
            gateway: RedirectGateway::LocalBankCards,
            money: RedirectGateway::LocalBankCards.money("5").unwrap(),
            invoice_no: "14022023".parse().unwrap(),
            return_url: "https://a.ly/".parse().unwrap(),
            callback_url: None,
            language: Language::Ar,
        };
        let payment = Payment::new(100_900, "token".to_owned(), order);
        let callback = Callback::to_return(&payment, Outcome::Approved);
        let canonical = callback.canonical();
        assert_eq!(APPROVED.split_once("&hashed=").unwrap().0, canonical);
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
