//! The page that asks for the one-time password.

use maud::Markup;
use maud::html;
use plutu_core::Language;
use plutu_orders::Order;
use plutu_web::answer::Situation;

use crate::address;
use crate::ledger::Placed;
use crate::pages::opposite;
use crate::pages::page;
use crate::pages::price;
use crate::way::Way;
use crate::words;
use crate::words::Words;

/// `told` is the result of the last password that was entered.
pub(crate) fn password(
    language: Language,
    placed: &Placed,
    order: &Order,
    way: Way,
    told: Option<Situation>,
) -> Markup {
    let words = Words::of(language);
    let title = words::way(language, way);
    let other = address::password(opposite(language), &placed.token);
    let content = html! {
        p.told role="status" {
            @match told {
                Some(situation) => (situation.sentence(language))
                None => (words.password_sent)
            }
        }
        p { (placed.product.name(language)) " · " (price(language, order.price())) }
        form.way method="post" action=(address::password(language, &placed.token)) {
            label {
                (words.password)
                input name="code" inputmode="numeric" autocomplete="one-time-code" dir="ltr" required autofocus;
            }
            button { (words.pay) " · " (price(language, order.price())) }
        }
        p { a href=(address::order(language, &placed.token)) { (words.another_password) } }
    };
    page(language, title, &other, &content)
}
