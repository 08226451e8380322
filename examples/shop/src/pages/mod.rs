//! The pages, as HTML without scripts. maud escapes every value, so nothing that a payer or Plutu
//! sends becomes markup.

pub(crate) mod desk;
pub(crate) mod failure;
pub(crate) mod notice;
pub(crate) mod order;
pub(crate) mod password;
pub(crate) mod products;

use maud::DOCTYPE;
use maud::Markup;
use maud::html;
use plutu_core::Language;
use plutu_core::TransactionId;
use plutu_orders::Entry;
use plutu_orders::Order;
use plutu_orders::Price;
use plutu_orders::What;

use crate::address;
use crate::words;
use crate::words::Words;

/// A page. `other` is the address of the same page in the other language.
fn page(language: Language, title: &str, other: &str, content: &Markup) -> Markup {
    let words = Words::of(language);
    html! {
        (DOCTYPE)
        html lang=(language.as_str()) dir=(words.direction) {
            (head(title))
            body {
                header {
                    a href=(address::products(language)) { (words.shop) }
                    a href=(other) lang=(opposite(language).as_str()) { (words.other_language) }
                }
                main { h1 { (title) } (content) }
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) }
            link rel="stylesheet" href=(address::STYLE);
        }
    }
}

/// The other language.
fn opposite(language: Language) -> Language {
    match language {
        Language::Ar => Language::En,
        Language::En => Language::Ar,
    }
}

/// An amount. Its digits and its currency stay together in text of either direction.
fn price(language: Language, price: &Price) -> Markup {
    html! { bdi dir=(Words::of(language).direction) { (words::price(language, price)) } }
}

/// The reader of a history.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Does not see the names of the shop's staff.
    Payer,
    Desk,
}

/// The history of an order, one event per line.
fn history(language: Language, order: &Order, reader: Reader) -> Markup {
    let words = Words::of(language);
    html! {
        @if order.history().is_empty() {
            p { (words.nothing_yet) }
        } @else {
            ol.history { @for entry in order.history() { li { (line(language, entry, reader)) } } }
        }
    }
}

fn line(language: Language, entry: &Entry, reader: Reader) -> Markup {
    let words = Words::of(language);
    html! {
        bdi dir="ltr" { (words::time(entry.at)) } " · "
        (words::what(language, &entry.what)) (detail(&entry.what, reader)) " · "
        bdi dir="ltr" { (entry.attempt) }
        @if !entry.changed { " · " em { (words.changed_nothing) } }
    }
}

/// The transaction id of a payment, the other amount that was reported, or the name of the person
/// who decided.
fn detail(what: &What, reader: Reader) -> Markup {
    let detail = match what {
        What::Paid { transaction_id, .. } => transaction_id.as_ref().map(TransactionId::as_str),
        What::OtherAmount(evidence) => {
            let amount = evidence.amount.as_deref();
            amount.filter(|_| reader == Reader::Desk)
        }
        What::FoundPaid { by, .. } | What::FoundNotPaid { by, .. } | What::Refunded { by, .. } => {
            Some(by.as_str()).filter(|_| reader == Reader::Desk)
        }
        _ => None,
    };
    html! { @if let Some(detail) = detail { " (" bdi { (detail) } ")" } }
}
