//! The products, each with a button for each currency.

use maud::Markup;
use maud::html;
use plutu_core::Language;

use crate::address;
use crate::pages::opposite;
use crate::pages::page;
use crate::pages::price;
use crate::products::Product;
use crate::words::Words;

pub(crate) fn products(language: Language) -> Markup {
    let words = Words::of(language);
    let other = address::products(opposite(language));
    let list = html! {
        ul.products { @for product in Product::ALL { li { (entry(language, product)) } } }
    };
    page(language, words.shop, &other, &list)
}

fn entry(language: Language, product: &Product) -> Markup {
    let words = Words::of(language);
    html! {
        h2 { (product.name(language)) }
        form method="post" action=(address::orders(language)) {
            input type="hidden" name="product" value=(product.id);
            button name="currency" value="dinars" {
                (words.in_dinars) " · " (price(language, &product.dinars.into()))
            }
            button name="currency" value="dollars" {
                (words.in_dollars) " · " (price(language, &product.dollars.into()))
            }
        }
    }
}
