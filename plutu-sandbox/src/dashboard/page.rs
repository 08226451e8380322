//! The HTML of the dashboard: its frame, the search, the credentials, and the controls for faults
//! and the clock.

use maud::DOCTYPE;
use maud::Markup;
use maud::html;

use crate::account::Account;
use crate::dashboard::calls;
use crate::dashboard::payments;
use crate::dashboard::text::copy;
use crate::dashboard::view::SHOWN;
use crate::dashboard::view::View;
use crate::dashboard::words::Words;
use crate::fault::Planned;
use crate::gateway::Endpoint;
use crate::phone;

pub(super) fn whole(account: &Account, view: &View) -> Markup {
    let words = Words::of(view.language);
    html! {
        (DOCTYPE)
        html lang=(view.language.as_str()) dir=(words.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (words.title) }
                link rel="icon" href="/favicon.svg";
                link rel="stylesheet" href="/dashboard/style.css";
                script src="/dashboard/script.js" defer {}
            }
            body {
                (header(words, view))
                div.columns {
                    main {
                        @if let Some(notice) = view.notice {
                            p.notice role="alert" { (words.notice(notice)) }
                        }
                        (search(words, view))
                        div #live data-change=(account.payments().changes().borrow().to_string()) {
                            (payments::section(account, words, view))
                            (calls::section(account, words, view))
                        }
                    }
                    // Next to the events: the developer's settings.
                    aside.side {
                        (credentials(account, words, view))
                        (desk(account, words, view))
                    }
                }
                p #state .state role="status" data-copied=(words.copied) data-selected=(words.selected)
                    data-lost=(words.lost) {}
            }
        }
    }
}

fn header(words: &Words, view: &View) -> Markup {
    let (other, url) = view.in_other_language();
    html! {
        header.mark {
            h1 { (words.title) }
            p { (words.only_tests) }
            a.language href=(url) lang=(other.as_str()) hreflang=(other.as_str()) { (words.other_language) }
        }
    }
}

fn search(words: &Words, view: &View) -> Markup {
    html! {
        search {
            form.search method="get" action="/" {
                @if let Some(language) = view.chosen_language() {
                    input type="hidden" name="lang" value=(language.as_str());
                }
                label for="search" { (words.search_label) }
                div.row {
                    input #search type="search" name="search" value=(view.search) dir="auto"
                        placeholder=(words.search_hint) autocomplete="off";
                    button.button { (words.search) }
                    @if !view.search.is_empty() {
                        @let lang = view.chosen_language().map(|lang| format!("/?lang={lang}"));
                        a.button href=(lang.as_deref().unwrap_or("/")) { (words.clear_search) }
                    }
                }
            }
        }
    }
}

fn credentials(account: &Account, words: &Words, view: &View) -> Markup {
    let own = account.credentials();
    let secrets = [
        ("api-key", words.api_key, own.api_key().expose()),
        (
            "access-token",
            words.access_token,
            own.access_token().expose(),
        ),
        (
            "secret-key",
            words.secret_key,
            account.secret_key().expose(),
        ),
    ];
    let shown = view.with("/", &[("credentials", SHOWN)]);
    html! {
        section #credentials .panel {
            h2 { (words.credentials) }
            dl {
                dt { (words.base_url) }
                dd { code #base-url dir="ltr" { (account.base_url()) } (copy(words, "base-url")) }
                @for (id, name, secret) in secrets {
                    dt { (name) }
                    dd {
                        @if view.shows_credentials { code id=(id) dir="ltr" { (secret) } (copy(words, id)) }
                        @else { span.quiet { (words.hidden) } }
                    }
                }
            }
            @if view.shows_credentials { a.button href=(view.to("/")) { (words.hide_credentials) } }
            @else { a.button href=(shown) { (words.show_credentials) } }
        }
    }
}

fn desk(account: &Account, words: &Words, view: &View) -> Markup {
    html! {
        section .panel #desk {
            (phone::panel(account, view.language))
            p.quiet { (words.test_number) " " bdi dir="ltr" { (phone::TEST_NUMBER) } }
            h2 { (words.faults) }
            form method="post" action=(view.to("/dashboard/faults")) {
                label for="fault" { (words.fault) }
                input #fault name="fault" list="faults" placeholder="drop-after" required dir="ltr"
                    autocomplete="off";
                datalist #faults { @for fault in FAULTS { option value=(fault) {} } }
                label for="endpoint" { (words.endpoint) }
                select #endpoint name="endpoint" dir="auto" {
                    option value="" { (words.any_endpoint) }
                    @for endpoint in account.gateways().endpoints().map(Endpoint::name) { option value=(endpoint) { (endpoint) } }
                }
                button.button { (words.plan) }
            }
            (waiting(&account.faults().waiting(), words, view))
            h2 { (words.time_and_memory) }
            form method="post" action=(view.to("/dashboard/clock")) {
                button.button { (words.advance) }
            }
            details #reset {
                summary { (words.reset) }
                form method="post" action=(view.to("/dashboard/reset")) {
                    p { (words.reset_warning) }
                    button.button.danger name="confirm" value="yes" { (words.reset_now) }
                }
            }
        }
    }
}

fn waiting(faults: &[Planned], words: &Words, view: &View) -> Markup {
    html! {
        @if !faults.is_empty() {
            h3 { (words.waiting) }
            ul.waiting {
                @for Planned { fault, endpoint } in faults {
                    @let endpoint = endpoint.as_deref().unwrap_or_default();
                    li {
                        code dir="ltr" { (fault) }
                        @if !endpoint.is_empty() { code.quiet dir="ltr" { (endpoint) } }
                        form method="post" action=(view.to("/dashboard/faults/remove")) {
                            input type="hidden" name="fault" value=(fault);
                            input type="hidden" name="endpoint" value=(endpoint);
                            button.button.small aria-label={ (words.remove) " " (fault) " " (endpoint) } {
                                (words.remove)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The suggested faults. Any other fault can be typed.
const FAULTS: [&str; 10] = [
    "error-INSUFFICIENT_BALANCE",
    "error-BACKEND_SERVER_ERROR",
    "rate-limit-30",
    "html-502",
    "drop-before",
    "drop-after",
    "cut-json",
    "delay-5000",
    "callback-twice",
    "no-callback",
];
