//! The HTML of the checkout page: one document, without scripts and without anything from elsewhere.

use maud::DOCTYPE;
use maud::Markup;
use maud::PreEscaped;
use maud::html;
use plutu_core::Language;

use crate::account::Account;
use crate::checkout::card::BadCard;
use crate::checkout::card::TEST_CARDS;
use crate::checkout::form;
use crate::checkout::words::Words;
use crate::gateway::RedirectGateway;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::phone;

/// The page of a payment that waits for the payer, and what he has to correct in it.
pub(super) fn open(payment: &Payment, merchant: Option<&str>, bad: BadCard) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        (summary(payment, merchant))
        form method="post" action=(payment.checkout_path()) {
            @match payment.order.gateway {
                RedirectGateway::LocalBankCards | RedirectGateway::Mpgs => (card(words, bad)),
                RedirectGateway::Tlync => (payment_methods(words)),
            }
            button.button.primary name=(form::BUTTON) value=(form::PAY) {
                (words.pay) " " bdi dir="ltr" { (payment.order.money.amount) " " (payment.order.money.currency) }
            }
            (button(form::CANCEL, words.cancel))
            (desk(words))
        }
    };
    document(language, words.title, &content)
}

/// The page of a payment that was answered: the payer's way to the shop, as often as he wants.
pub(super) fn answered(
    payment: &Payment,
    merchant: Option<&str>,
    outcome: Outcome,
    return_url: &str,
) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        (summary(payment, merchant))
        a.button.primary href=(return_url) { (words.back) }
    };
    document(language, words.outcome(outcome), &content)
}

/// The page that a payer sees who left without an answer, as a browser that is closed shows none.
pub(super) fn closed(payment: &Payment) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        p { (words.nothing_sent) }
        a.button href=(payment.checkout_path()) { (words.open_again) }
    };
    document(language, words.closed, &content)
}

/// The payer's telephone, by itself.
pub(super) fn telephone(account: &Account, language: Language) -> Markup {
    let words = Words::of(language);
    let content = html! {
        (phone::panel(account, language))
        a.button href="" { (words.phone.again) }
    };
    document(language, words.phone.title, &content)
}

/// The page for an address that names no payment, or brings a wrong token.
pub(super) fn not_found() -> Markup {
    let language = Language::default();
    let english = Words::of(Language::En);
    let content = html! { p lang="en" dir=(english.direction) { (english.not_found) } };
    document(language, Words::of(language).not_found, &content)
}

fn summary(payment: &Payment, merchant: Option<&str>) -> Markup {
    let order = &payment.order;
    let words = Words::of(order.language);
    html! {
        p.amount {
            span.label { (words.amount) }
            bdi dir="ltr" { (order.money.amount) " " span.currency { (order.money.currency) } }
        }
        dl {
            dt { (words.merchant) }
            dd { bdi { (merchant.unwrap_or(words.test_shop)) } }
            dt { (words.gateway) }
            dd { (words.gateway_name(order.gateway)) }
            dt { (words.invoice_no) }
            dd { bdi dir="ltr" { (order.invoice_no) } }
        }
    }
}

fn card(words: &Words, bad: BadCard) -> Markup {
    let words = &words.card;
    html! {
        fieldset.card {
            legend { (words.legend) }
            (card_field(form::CARD_NUMBER, words.number, "23", bad.number.then_some(words.bad_number)))
            (card_field(form::CARD_EXPIRY, words.expiry, "7", bad.expiry.then_some(words.bad_expiry)))
            (card_field(form::CARD_CVC, words.cvc, "3", bad.cvc.then_some(words.bad_cvc)))
        }
        div.test-cards {
            p { (words.test_numbers) }
            ul {
                @for card in &TEST_CARDS {
                    li { bdi dir="ltr" { (card.number) } " – " (words.fate(card.fate)) }
                }
            }
        }
    }
}

/// A field that no browser shall remember: a real card might be in it.
fn card_field(name: &str, label: &str, length: &str, error: Option<&str>) -> Markup {
    let error_id = format!("{name}_error");
    html! {
        div.field {
            label for=(name) { (label) }
            input #(name) name=(name) dir="ltr" inputmode="numeric" autocomplete="off" maxlength=(length)
                aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| &error_id)];
            @if let Some(error) = error {
                p.error id=(error_id) role="alert" { (error) }
            }
        }
    }
}

fn payment_methods(words: &Words) -> Markup {
    html! {
        label {
            (words.payment_method)
            select name=(form::PAYMENT_METHOD) {
                @for (method, name) in &words.payment_methods {
                    option value=(method) { (name) }
                }
            }
        }
    }
}

/// What only a sandbox has.
fn desk(words: &Words) -> Markup {
    let words = &words.desk;
    html! {
        fieldset.desk {
            legend { (words.legend) }
            (button(form::APPROVE, words.approve))
            (button(form::DECLINE, words.decline))
            (button(form::CLOSE, words.close))
            (button(form::TWICE, words.twice))
            (button(form::TAMPER, words.tamper))
        }
    }
}

fn button(value: &str, label: &str) -> Markup {
    html! { button.button name=(form::BUTTON) value=(value) { (label) } }
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
                header.sandbox { strong { "Plutu · " (words.sandbox) } " · " (words.no_money) }
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
    style-src 'sha256-qVZctv+JvWeMaSEquHBcoEefRpIYZofj7VNSGHsrMcI='; \
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
