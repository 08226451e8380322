//! The page that a payer sees after the payment page: a sentence, and a link to the order.

use maud::Markup;
use maud::html;
use plutu_core::Language;

use crate::address;
use crate::pages::opposite;
use crate::pages::page;
use crate::token::Token;
use crate::words::Words;

pub(crate) fn notice(language: Language, token: &Token, sentence: &str) -> Markup {
    let words = Words::of(language);
    let other = address::order(opposite(language), token);
    let content = html! {
        p.told role="status" { (sentence) }
        p { a.button href=(address::order(language, token)) { (words.to_order) } }
    };
    page(language, words.payment_result, &other, &content)
}
