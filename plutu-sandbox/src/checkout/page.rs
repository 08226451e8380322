//! The HTML of the checkout page: one document, without scripts and without anything from elsewhere.

use maud::DOCTYPE;
use maud::Markup;
use maud::PreEscaped;
use maud::html;
use plutu_core::Language;

use crate::checkout::words::Words;
use crate::gateway::RedirectGateway;
use crate::payments::Outcome;
use crate::payments::Payment;

/// The page of a payment that waits for the payer.
pub(super) fn open(payment: &Payment) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        (summary(payment))
        form method="post" action=(payment.checkout_path()) {
            @match payment.order.gateway {
                RedirectGateway::LocalBankCards | RedirectGateway::Mpgs => {}
                RedirectGateway::Tlync => (payment_methods(words)),
            }
            (Button::APPROVE.show(words.approve))
            (Button::DECLINE.show(words.decline))
            (Button::CANCEL.show(words.cancel))
        }
    };
    document(language, words.title, &content)
}

/// The page of a payment that the payer answered: his way to the shop, as often as he wants.
pub(super) fn answered(payment: &Payment, outcome: Outcome, return_url: &str) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        (summary(payment))
        a.button.primary href=(return_url) { (words.back) }
    };
    document(language, words.outcome(outcome), &content)
}

/// The page for an address that names no payment, or brings a wrong token.
pub(super) fn not_found() -> Markup {
    let language = Language::default();
    let english = Words::of(Language::En);
    let content = html! { p lang="en" dir=(english.direction) { (english.not_found) } };
    document(language, Words::of(language).not_found, &content)
}

/// The form's field that tells how the payer pays.
pub(super) const PAYMENT_METHOD: &str = "payment_method";

/// One of the buttons of an open payment: its value in the form, and what it looks like.
pub(super) struct Button {
    value: &'static str,
    class: &'static str,
    outcome: Outcome,
}

impl Button {
    /// The form's field that tells which button was pressed.
    pub(super) const NAME: &'static str = "answer";

    const APPROVE: Self = Self {
        value: "approve",
        class: "button primary",
        outcome: Outcome::Approved,
    };
    const DECLINE: Self = Self {
        value: "decline",
        class: "button",
        outcome: Outcome::Declined,
    };
    const CANCEL: Self = Self {
        value: "cancel",
        class: "button",
        outcome: Outcome::Canceled,
    };

    /// What the button with this value stands for.
    pub(super) fn outcome(value: &str) -> Option<Outcome> {
        let buttons = [Self::APPROVE, Self::DECLINE, Self::CANCEL];
        buttons
            .into_iter()
            .find(|button| button.value == value)
            .map(|button| button.outcome)
    }

    fn show(&self, label: &str) -> Markup {
        html! { button class=(self.class) name=(Self::NAME) value=(self.value) { (label) } }
    }
}

fn payment_methods(words: &Words) -> Markup {
    html! {
        label {
            (words.payment_method)
            select name=(PAYMENT_METHOD) {
                @for (method, name) in &words.payment_methods {
                    option value=(method) { (name) }
                }
            }
        }
    }
}

fn summary(payment: &Payment) -> Markup {
    let order = &payment.order;
    let words = Words::of(order.language);
    html! {
        p.amount {
            span.label { (words.amount) }
            bdi dir="ltr" { (order.money.amount) " " span.currency { (order.money.currency) } }
        }
        dl {
            dt { (words.gateway) }
            dd { (words.gateway_name(order.gateway)) }
            dt { (words.invoice_no) }
            dd { bdi dir="ltr" { (order.invoice_no) } }
        }
    }
}

fn document(language: Language, heading: &str, content: &Markup) -> Markup {
    let words = Words::of(language);
    html! {
        (DOCTYPE)
        html lang=(language.as_str()) dir=(words.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (heading) " · " (words.sandbox) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                p.sandbox { strong { "Plutu · " (words.sandbox) } " · " (words.no_money) }
                main { h1 { (heading) } (content) }
            }
        }
    }
}

const STYLE: &str = include_str!("style.css");

/// Permits the one style by its hash, and forms.
///
/// Browsers hold the redirect after a form to `form-action` too, and the shop's own redirects after
/// that one. So it names no host: the shop's may be one that the policy cannot spell (`[::1]`), or
/// send the payer on to another.
pub(super) const SECURITY_POLICY: &str = "default-src 'none'; \
    style-src 'sha256-U6wfpSnE0N+FCO2QGiO9MayCCL/IVyHwit/jJicMexc='; \
    form-action http: https:; base-uri 'none'; frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::Digest as _;
    use sha2::Sha256;

    use super::*;

    #[test]
    fn the_policy_permits_the_style() {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        assert!(
            SECURITY_POLICY.contains(&format!("style-src 'sha256-{hash}'")),
            "now it is {hash}"
        );
    }

    #[test]
    fn no_style_could_end_its_element() {
        assert!(!STYLE.contains('<'));
    }
}
