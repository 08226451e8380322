//! The payer's phone: the text messages with one-time passwords.

use maud::Markup;
use maud::html;
use plutu_core::Language;

use crate::account::Account;
use crate::words::Words;

/// The last messages, the newest first.
pub(crate) fn panel(account: &Account, language: Language) -> Markup {
    let shared = Words::of(language);
    let words = PhoneWords::of(language);
    let now = account.clock().now();
    let messages = account.payments().processes(MAX_SHOWN);
    html! {
        section.phone lang=(language.as_str()) dir=(shared.direction) aria-label=(words.title) {
            h2 { (words.title) }
            @if messages.is_empty() { p.quiet { (words.empty) } }
            ol.messages {
                @for (_, process) in &messages {
                    li {
                        p.from {
                            strong { (process.endpoint.gateway().title(language)) }
                            @if let Some(number) = &process.masked_number {
                                " · " bdi dir="ltr" { (number) }
                            }
                        }
                        p {
                            (words.your_otp) " "
                            @if let Some(otp) = process.endpoint.one_time_password() {
                                strong.otp { bdi dir="ltr" { (otp) } }
                            }
                        }
                        p.quiet {
                            (shared.amount) ": "
                            (shared.money(&process.money))
                            @if process.is_used { " · " (words.used) }
                            @else if process.has_expired(now) { " · " (words.expired) }
                        }
                    }
                }
            }
        }
    }
}

/// The phone's strings in one language.
pub(crate) struct PhoneWords {
    pub(crate) title: &'static str,
    empty: &'static str,
    your_otp: &'static str,
    expired: &'static str,
    used: &'static str,
    pub(crate) again: &'static str,
}

impl PhoneWords {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            Language::En => &ENGLISH,
        }
    }
}

const ARABIC: PhoneWords = PhoneWords {
    title: "هاتف الزبون",
    empty: "لا توجد رسائل بعد.",
    your_otp: "رمز التحقق الخاص بك:",
    expired: "انتهت صلاحيته",
    used: "سبق استخدامه",
    again: "تحديث الرسائل",
};

const ENGLISH: PhoneWords = PhoneWords {
    title: "The payer's phone",
    empty: "No messages yet.",
    your_otp: "Your one-time password:",
    expired: "expired",
    used: "used",
    again: "Look for new messages",
};

/// The mobile number of Plutu's test mode (second hand). The sandbox accepts any other valid number
/// as well.
pub(crate) const TEST_NUMBER: &str = "0913632323";

const MAX_SHOWN: usize = 10;
