//! The payer's telephone, as far as a sandbox has one: the messages with one-time passwords.

use maud::Markup;
use maud::html;
use plutu_core::Language;

use crate::account::Account;
use crate::checkout::Words;

/// The last messages, the newest first, as a telephone shows them.
pub(crate) fn panel(account: &Account, language: Language) -> Markup {
    let words = Words::of(language);
    let now = account.clock().now();
    let messages = account.payments().processes(MAX_SHOWN);
    html! {
        section.phone lang=(language.as_str()) dir=(words.direction) aria-label=(words.phone.title) {
            h2 { (words.phone.title) }
            @if messages.is_empty() { p.quiet { (words.phone.empty) } }
            ol.messages {
                @for (_, process) in &messages {
                    li {
                        p.from {
                            strong { (words.phone.gateway_name(process.gateway)) } " · "
                            bdi dir="ltr" { (process.masked_number) }
                        }
                        p {
                            (words.phone.your_otp) " "
                            strong.otp { bdi dir="ltr" { (process.gateway.otp()) } }
                        }
                        p.quiet {
                            (words.amount) ": "
                            (words.money(&process.money))
                            @if process.is_used { " · " (words.phone.used) }
                            @else if process.has_expired(now) { " · " (words.phone.expired) }
                        }
                    }
                }
            }
        }
    }
}

/// The mobile number of Plutu's test mode, as far as it is known. Here any other valid one serves
/// as well.
pub(crate) const TEST_NUMBER: &str = "0913632323";

const MAX_SHOWN: usize = 10;
