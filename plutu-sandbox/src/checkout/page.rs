//! The HTML of the checkout page: one document, without scripts and without external resources.

use maud::DOCTYPE;
use maud::Markup;
use maud::PreEscaped;
use maud::html;
use plutu_core::Language;

use crate::account::Account;
use crate::address;
use crate::checkout::card::BadExpiry;
use crate::checkout::card::Cvc;
use crate::checkout::card::Draft;
use crate::checkout::card::Expiry;
use crate::checkout::card::TEST_CARDS;
use crate::checkout::form;
use crate::checkout::words::CardWords;
use crate::checkout::words::Words;
use crate::clock::Month;
use crate::gateway::Asked;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::phone;
use crate::phone::PhoneWords;

/// The page of an open payment. `draft` is a form that the payer has to correct.
pub(super) fn open(
    payment: &Payment,
    merchant: Option<&str>,
    draft: Option<&Draft>,
    now: Month,
) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        (summary(payment, merchant))
        form method="post" action=(address::of_checkout(payment.id, payment.token())) {
            @match payment.order.gateway.asked() {
                Asked::Card => (card(words, draft, now)),
                Asked::PaymentMethod => (payment_methods(payment)),
            }
            button.button.primary name=(form::BUTTON) value=(form::PAY) {
                (words.pay) " " (words.shared.money(&payment.order.money))
            }
            (button(form::CANCEL, words.cancel))
            (desk(words))
        }
    };
    document(language, words.title, &content)
}

/// The page of a payment that has an outcome, with a link back to the shop. `refused` is set if
/// another answer was refused, and is true if that answer was a cancellation.
pub(super) fn answered(
    payment: &Payment,
    merchant: Option<&str>,
    outcome: Outcome,
    refused: Option<bool>,
    return_url: &str,
) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        @if let Some(was_canceling) = refused {
            p.notice role="alert" {
                @if was_canceling { (words.cancel_refused) } @else { (words.answer_refused) }
            }
        }
        (summary(payment, merchant))
        a.button.primary href=(return_url) { (words.back) }
    };
    document(language, words.outcome(outcome), &content)
}

/// The page after the payer left without an answer. It stands for a browser that was closed.
pub(super) fn closed(payment: &Payment) -> Markup {
    let language = payment.order.language;
    let words = Words::of(language);
    let content = html! {
        p { (words.nothing_sent) }
        a.button href=(address::of_checkout(payment.id, payment.token())) { (words.open_again) }
    };
    document(language, words.closed, &content)
}

/// The payer's phone on a page of its own.
pub(super) fn telephone(account: &Account, language: Language) -> Markup {
    let words = PhoneWords::of(language);
    let content = html! {
        (phone::panel(account, language))
        a.button href="" { (words.again) }
    };
    document(language, words.title, &content)
}

/// The page for an address with an unknown payment or a wrong token.
pub(super) fn not_found() -> Markup {
    let language = Language::default();
    let english = Words::of(Language::En);
    let content = html! { p lang="en" dir=(english.shared.direction) { (english.not_found) } };
    document(language, Words::of(language).not_found, &content)
}

fn summary(payment: &Payment, merchant: Option<&str>) -> Markup {
    let order = &payment.order;
    let words = Words::of(order.language);
    html! {
        p.amount {
            span.label { (words.shared.amount) }
            bdi dir=(words.shared.direction) {
                (order.money.amount) " " span.currency { (words.shared.currency(order.money.currency)) }
            }
        }
        dl {
            dt { (words.merchant) }
            dd { bdi { (merchant.unwrap_or(words.test_shop)) } }
            dt { (words.gateway) }
            dd { (order.gateway.title(order.language)) }
            dt { (words.invoice_no) }
            dd { bdi dir="ltr" { (order.invoice_no) } }
        }
    }
}

fn card(words: &Words, draft: Option<&Draft>, now: Month) -> Markup {
    let words = &words.card;
    html! {
        fieldset.card {
            legend { (words.legend) }
            (number(words, draft).show())
            (expiry(words, draft, now).show())
            (cvc(words, draft).show())
        }
        datalist #(CARDS) {
            @for card in &TEST_CARDS { option value=(card.number) label=(words.fate(card.fate)) {} }
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

fn number(words: &CardWords, draft: Option<&Draft>) -> Field {
    let card = draft.map(|draft| draft.card);
    Field {
        name: form::CARD_NUMBER,
        label: words.number,
        length: 23,
        value: card.flatten().map(|card| card.number.to_owned()),
        list: Some(CARDS),
        error: (card == Some(None)).then(|| html! { (words.bad_number) }),
    }
}

fn expiry(words: &CardWords, draft: Option<&Draft>, now: Month) -> Field {
    let bad = draft.and_then(|draft| draft.expiry.err());
    let error = bad.map(|bad| match bad {
        BadExpiry::NotADate => words.bad_expiry,
        BadExpiry::Past => words.expired,
    });
    Field {
        name: form::CARD_EXPIRY,
        label: words.expiry,
        length: 7,
        value: draft.and_then(|draft| Some(draft.expiry.ok()?.to_string())),
        list: None,
        error: error.map(|error| html! { (error) " " bdi dir="ltr" { (Expiry::example(now)) } }),
    }
}

fn cvc(words: &CardWords, draft: Option<&Draft>) -> Field {
    let cvc = draft.map(|draft| &draft.cvc);
    Field {
        name: form::CARD_CVC,
        label: words.cvc,
        length: 3,
        value: match cvc {
            Some(Ok(Cvc::Shown(cvc))) => Some(cvc.clone()),
            _ => None,
        },
        list: None,
        error: matches!(cvc, Some(Err(_))).then(|| html! { (words.bad_cvc) }),
    }
}

/// A form field that browsers must not remember: it might contain a real card number.
struct Field {
    name: &'static str,
    label: &'static str,
    length: u8,
    value: Option<String>,
    /// The id of the list of suggestions.
    list: Option<&'static str>,
    error: Option<Markup>,
}

impl Field {
    fn show(&self) -> Markup {
        let error_id = format!("{}_error", self.name);
        let is_bad = self.error.is_some();
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                input #(self.name) name=(self.name) dir="ltr" inputmode="numeric" autocomplete="off"
                    maxlength=(self.length) list=[self.list] value=[&self.value]
                    aria-invalid=[is_bad.then_some("true")] aria-describedby=[is_bad.then_some(&error_id)];
                @if let Some(error) = &self.error {
                    p.error id=(error_id) role="alert" { (error) }
                }
            }
        }
    }
}

/// The id of the list of test cards.
const CARDS: &str = "test_cards";

fn payment_methods(payment: &Payment) -> Markup {
    let language = payment.order.language;
    html! {
        label {
            (Words::of(language).payment_method)
            select name=(form::PAYMENT_METHOD) {
                @for (method, name) in payment.order.gateway.payment_methods(language) {
                    option value=(method) { (name) }
                }
            }
        }
    }
}

/// The developer's buttons, which only a sandbox has.
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
        html lang=(language.as_str()) dir=(words.shared.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (heading) " · " (words.sandbox) }
                link rel="icon" href="/favicon.svg";
                style { (PreEscaped(STYLE)) }
            }
            body {
                // Each part stays on one line, so that a line break cannot reverse its meaning.
                header.sandbox { strong { "Plutu · " (words.sandbox) } " " span { (words.only_tests) } }
                main { h1 { (heading) } (content) }
            }
        }
    }
}

const STYLE: &str = include_str!("style.css");

/// Permits the sandbox's icon, the one style by its hash, and forms.
///
/// Browsers also apply `form-action` to the redirect after a form, and to the shop's redirects
/// after that. So the policy names no host: the shop may have a host that the policy cannot express
/// (`[::1]`), or may redirect the payer to another one.
pub(super) const SECURITY_POLICY: &str = "default-src 'none'; img-src 'self'; \
    style-src 'sha256-XQMpIugJsmyzAvFBH6QFGC4Q5I7jj9fkCKsv4J8Hz8M='; \
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
