//! The list of payments with their callbacks: the message, the shop's answer, and the ways to send
//! it again.

use maud::Markup;
use maud::html;

use crate::account::Account;
use crate::dashboard::curl;
use crate::dashboard::text;
use crate::dashboard::text::copy;
use crate::dashboard::view::View;
use crate::dashboard::words::Words;
use crate::payments::Carrier;
use crate::report;
use crate::report::CallbackReport;
use crate::report::PaymentReport;
use crate::report::PaymentStatus;
use crate::words as shared;

pub(super) fn section(account: &Account, words: &Words, view: &View) -> Markup {
    let payments = match view.search.as_str() {
        "" => report::last(account, SHOWN),
        search => report::found(account, search, |status| words.status(status), SHOWN),
    };
    html! {
        section {
            h2 { (words.payments) }
            noscript { p { a href=(view.to("/")) { (words.refresh) } } }
            @if payments.is_empty() && view.search.is_empty() {
                p.quiet { (words.no_payments) }
                @if let Some(page) = account.gateways().simplest_page() {
                    (text::block("first-payment", &curl::of_first_payment(account.origin(), page), words))
                }
            } @else if payments.is_empty() {
                p.quiet { (words.not_found) }
            }
            @for payment in &payments { (one(payment, words, view)) }
        }
    }
}

fn one(payment: &PaymentReport, words: &Words, view: &View) -> Markup {
    let status = payment.status();
    let shared = shared::Words::of(view.language);
    html! {
        details.payment id={ "payment-" (payment.transaction_id()) } {
            summary {
                span.badge.(status.name()) { (words.status(status)) }
                span.invoice { bdi dir="ltr" { (payment.invoice_no()) } }
                span.amount { (shared.amount_in(payment.amount(), payment.currency())) }
                span.quiet {
                    bdi dir="ltr" {
                        (payment.gateway())
                        @if let Some(method) = payment.payment_method() { " · " (method) }
                    }
                }
            }
            (actions(payment, words, view))
            dl { dt { (words.transaction_id) } dd { (payment.transaction_id()) } }
            @for (place, callback) in payment.callbacks().iter().enumerate() {
                (one_callback(payment, place, callback, words, view))
            }
        }
    }
}

fn actions(payment: &PaymentReport, words: &Words, view: &View) -> Markup {
    let answers = [
        ("approve", words.approve),
        ("decline", words.decline),
        ("cancel", words.cancel),
    ];
    html! {
        div.actions {
            @if payment.status() == PaymentStatus::Open {
                @for (action, label) in answers { (button(payment, action, label, view)) }
            }
            @if let Some(url) = payment.checkout_url() {
                a.button href=(url) rel="noreferrer" { (words.payment_page) }
            }
            // If the fault `no-callback` suppressed the callback, no entry below has a button to
            // send it.
            @if payment.status() != PaymentStatus::Open && payment.callbacks().is_empty()
                && payment.checkout_url().is_some() {
                (button(payment, "resend", words.resend, view))
            }
        }
    }
}

fn button(payment: &PaymentReport, action: &str, label: &str, view: &View) -> Markup {
    let path = format!("/dashboard/payments/{}/{action}", payment.invoice_no());
    html! {
        form method="post" action=(view.to(&path)) {
            button.button { (label) }
        }
    }
}

fn one_callback(
    payment: &PaymentReport,
    place: usize,
    callback: &CallbackReport,
    words: &Words,
    view: &View,
) -> Markup {
    let id = format!("{}-{place}", payment.transaction_id());
    let part = |name: &str| format!("{name}-{id}");
    html! {
        section.callback {
            h3 { (words.carrier(callback.carrier())) ": " (words.delivery(callback.delivery())) }
            dl {
                dt { (words.time) } dd { bdi dir="ltr" { (text::time(callback.time())) } }
                @if let Some(duration) = callback.duration() {
                    dt { (words.duration) } dd { bdi dir="ltr" { (duration.as_millis()) " ms" } }
                }
                dt { (words.to) } dd { code dir="ltr" { (callback.url()) } }
                dt { (words.signed_text) }
                dd { code id=(part("signed")) dir="ltr" { (callback.canonical()) } (copy(words, &part("signed"))) }
            }
            @if let Some(body) = callback.body() {
                h4 { (words.body) }
                (text::block(&part("body"), body, words))
            }
            @if let Some(answer) = callback.answer().filter(|answer| !answer.is_empty()) {
                h4 { (words.shops_answer) }
                (text::block(&part("answer"), answer, words))
            }
            details id=(part("curl-of")) {
                summary { (words.as_curl) }
                (text::block(&part("curl"), &curl::of_callback(callback), words))
            }
            @if is_sent_again(payment, callback) {
                div.actions { (button(payment, "resend", words.resend, view)) }
            }
        }
    }
}

/// Whether sending again sends this callback: of two, it is the one to the server.
fn is_sent_again(payment: &PaymentReport, callback: &CallbackReport) -> bool {
    let goes_to_server = payment.callbacks().iter();
    let goes_to_server = goes_to_server
        .map(CallbackReport::carrier)
        .any(|carrier| carrier == Carrier::Server);
    let is_proof = (callback.carrier() == Carrier::Server) == goes_to_server;
    is_proof && payment.status() != PaymentStatus::Open
}

const SHOWN: usize = 100;
