//! The page of an order: what is known about its payment, the ways to pay, and its history.

use maud::Markup;
use maud::html;
use plutu_core::Language;
use plutu_orders::Order;
use plutu_orders::OrderState;
use plutu_orders::Timestamp;
use plutu_web::answer::Situation;

use crate::address;
use crate::ledger::Placed;
use crate::pages::Reader;
use crate::pages::history;
use crate::pages::opposite;
use crate::pages::page;
use crate::pages::price;
use crate::status;
use crate::token::Token;
use crate::way::Way;
use crate::words;
use crate::words::Words;

/// `told` is the situation that has just come up. Without it, the order's state decides what the
/// payer reads.
pub(crate) fn order(
    language: Language,
    placed: &Placed,
    order: &Order,
    shipped_at: Option<Timestamp>,
    told: Option<Situation>,
) -> Markup {
    let words = Words::of(language);
    let title = format!("{} {}", words.order, order.id());
    let other = address::order(opposite(language), &placed.token);
    let content = html! {
        @if let Some(situation) = told.or(status::of_order(order)) {
            p.told role="status" { (situation.sentence(language)) }
        } @else if status::is_waiting(order) {
            p.told role="status" { (words.waiting) }
        }
        (summary(language, placed, order, shipped_at))
        @if status::may_pay(order) {
            h2 { (words.ways_to_pay) }
            @for way in Way::to_pay(order) { (form(language, &placed.token, *way)) }
        }
        h2 { (words.history) }
        (history(language, order, Reader::Payer))
        p.quiet { (words.keep_address) }
    };
    page(language, &title, &other, &content)
}

fn summary(
    language: Language,
    placed: &Placed,
    order: &Order,
    shipped_at: Option<Timestamp>,
) -> Markup {
    let words = Words::of(language);
    html! {
        p { (placed.product.name(language)) }
        dl {
            dt { (words.price) } dd { (price(language, order.price())) }
            dt { (words.state) } dd { (words::state(language, order.state())) }
            dt { (words.shipping) } dd {
                @match shipped_at {
                    Some(at) => { (words.shipped) " · " bdi dir="ltr" { (words::time(at)) } }
                    None if order.state() == OrderState::Paid => (words.to_be_shipped)
                    None => (words.not_shipped)
                }
            }
        }
    }
}

/// The form of one way to pay, with the fields that its gateway needs.
fn form(language: Language, token: &Token, way: Way) -> Markup {
    let words = Words::of(language);
    let by_password = matches!(way, Way::Sadad | Way::Adfali);
    html! {
        form.way method="post" action=(address::pay(language, token)) {
            fieldset {
                legend { (words::way(language, way)) }
                input type="hidden" name="way" value=(way.name());
                @if by_password || way == Way::Tlync { (mobile_number(words)) }
                @if way == Way::Sadad { (birth_year(words)) }
                button { @if by_password { (words.send_password) } @else { (words.pay) } }
            }
        }
    }
}

fn mobile_number(words: &Words) -> Markup {
    html! {
        label {
            (words.mobile_number)
            input name="mobile_number" inputmode="tel" autocomplete="tel" dir="ltr" required;
        }
    }
}

fn birth_year(words: &Words) -> Markup {
    html! {
        label {
            (words.birth_year)
            input name="birth_year" inputmode="numeric" autocomplete="bday-year" dir="ltr" required;
        }
    }
}
