//! The HTML of the dashboard.

use maud::DOCTYPE;
use maud::Markup;
use maud::html;
use plutu_core::Language;

use crate::account::Account;
use crate::api;
use crate::delivery::Delivery;
use crate::journal::CallReport;
use crate::phone;
use crate::report::CallbackReport;
use crate::report::Carrier;
use crate::report::PaymentReport;
use crate::report::PaymentStatus;

/// The value of `credentials` in the page's address that shows them.
pub(super) const SHOWN: &str = "shown";

/// Why a button did nothing.
#[derive(Clone, Copy)]
pub(super) enum Notice {
    Unknown,
    Answered,
    NoFault,
}

impl Notice {
    const ALL: [Self; 3] = [Self::Unknown, Self::Answered, Self::NoFault];

    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Answered => "answered",
            Self::NoFault => "no-fault",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Unknown => "There is no such payment.",
            Self::Answered => "The payment was answered otherwise before.",
            Self::NoFault => "There is no such fault.",
        }
    }
}

pub(super) fn whole(account: &Account, shows_credentials: bool, notice: Option<Notice>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "Plutu sandbox" }
                link rel="icon" href="/favicon.svg";
                link rel="stylesheet" href="/dashboard/style.css";
                script src="/dashboard/script.js" defer {}
            }
            body {
                header.mark {
                    h1 { "Plutu sandbox" }
                    p { "No real money moves here." }
                }
                @if let Some(notice) = notice { p.notice role="alert" { (notice.text()) } }
                div.columns {
                    main #live data-change=(account.payments().changes().borrow().to_string()) {
                        (payments(account))
                        (calls(account))
                    }
                    div.side {
                        (credentials(account, shows_credentials))
                        (desk(account))
                    }
                }
                p #state .state role="status" {}
            }
        }
    }
}

fn credentials(account: &Account, are_shown: bool) -> Markup {
    let own = account.credentials();
    let secrets = [
        ("API key", own.api_key().expose()),
        ("Access token", own.access_token().expose()),
        ("Secret key", account.secret_key().expose()),
    ];
    html! {
        section #credentials .panel {
            h2 { "Credentials" }
            dl {
                dt { "Base URL" }
                dd { code #base-url { (account.origin()) (api::PATH) } (copy("base-url")) }
                @for (name, secret) in secrets {
                    @let id = name.to_lowercase().replace(' ', "-");
                    dt { (name) }
                    dd {
                        @if are_shown { code id=(id) { (secret) } (copy(&id)) }
                        @else { span.quiet { "hidden" } }
                    }
                }
            }
            @if are_shown { a.button href="/" { "Hide credentials" } }
            @else { a.button href={ "/?credentials=" (SHOWN) } { "Show credentials" } }
        }
    }
}

/// A button that the script brings to light.
fn copy(id: &str) -> Markup {
    html! { button.copy type="button" data-copy=(id) hidden { "Copy" } }
}

fn desk(account: &Account) -> Markup {
    let waiting = account.faults().waiting();
    html! {
        section .panel #desk {
            (phone::panel(account, Language::En))
            h2 { "Let something go wrong" }
            form method="post" action="/dashboard/faults" {
                label for="fault" { "Fault of the next call or callback" }
                input #fault name="fault" list="faults" placeholder="drop-after" required autocomplete="off";
                datalist #faults { @for fault in FAULTS { option value=(fault) {} } }
                button.button { "Plan" }
            }
            @if !waiting.is_empty() {
                ul.waiting {
                    @for planned in &waiting {
                        li { code { (planned.fault) } @if let Some(endpoint) = &planned.endpoint { " at " code { (endpoint) } } }
                    }
                }
            }
            h2 { "Time and memory" }
            form method="post" action="/dashboard/clock" {
                button.button { "Set the clock 5 minutes ahead" }
            }
            form method="post" action="/dashboard/reset" {
                button.button { "Forget all payments" }
            }
        }
    }
}

fn payments(account: &Account) -> Markup {
    let payments = account.last_reports(SHOWN_PAYMENTS);
    html! {
        section {
            h2 { "Payments" }
            noscript { p { a href="/" { "Look for new ones" } } }
            @if payments.is_empty() {
                p.quiet { "None yet. Point your shop at the base URL, and let somebody buy something." }
            }
            @for payment in &payments { (one_payment(payment)) }
        }
    }
}

fn one_payment(payment: &PaymentReport) -> Markup {
    let (status, class) = status(payment.status());
    html! {
        details.payment id={ "payment-" (payment.transaction_id()) } {
            summary {
                span.badge.(class) { (status) }
                span.invoice { bdi { (payment.invoice_no()) } }
                span.amount { (payment.amount()) " " (payment.currency()) }
                span.quiet { (payment.gateway()) @if let Some(method) = payment.payment_method() { " · " (method) } }
            }
            (actions(payment))
            dl { dt { "Transaction id" } dd { (payment.transaction_id()) } }
            @for callback in payment.callbacks() { (one_callback(callback)) }
        }
    }
}

fn actions(payment: &PaymentReport) -> Markup {
    let actions: &[(&str, &str)] = match payment.status() {
        PaymentStatus::Open => &[
            ("approve", "Approve"),
            ("decline", "Decline"),
            ("cancel", "Cancel"),
        ],
        _ if payment.checkout_url().is_some() => &[("resend", "Send the callback again")],
        _ => &[],
    };
    html! {
        div.actions {
            @for (action, label) in actions {
                form method="post" action={ "/dashboard/payments/" (payment.invoice_no()) "/" (action) } {
                    button.button { (label) }
                }
            }
            @if let Some(url) = payment.checkout_url() {
                a.button href=(url) rel="noreferrer" { "Payment page" }
            }
        }
    }
}

fn one_callback(callback: &CallbackReport) -> Markup {
    let carrier = match callback.carrier() {
        Carrier::Browser => "Callback by the payer's browser",
        Carrier::Server => "Callback to the shop's server",
    };
    html! {
        section.callback {
            h3 { (carrier) ": " (delivery(callback)) }
            dl {
                dt { "To" } dd { code { (callback.url()) } }
                dt { "Signed text" } dd { code { (callback.canonical()) } }
                @if let Some(body) = callback.body() { dt { "Body" } dd { code { (body) } } }
            }
        }
    }
}

fn delivery(callback: &CallbackReport) -> String {
    match callback.delivery() {
        None => "given to it".to_owned(),
        Some(Delivery::Answered { status }) => format!("answered with {status}"),
        Some(Delivery::Failed) => "no connection, or no answer".to_owned(),
        Some(Delivery::TimedOut) => "no answer in time".to_owned(),
        Some(Delivery::NotSent) => "not sent: the address is not on this machine".to_owned(),
    }
}

fn calls(account: &Account) -> Markup {
    let calls = account.journal().last(SHOWN_CALLS);
    html! {
        section {
            h2 { "Calls" }
            @if calls.is_empty() { p.quiet { "None yet." } }
            @for call in &calls { (one_call(call)) }
        }
    }
}

fn one_call(call: &CallReport) -> Markup {
    let class = match call.status {
        Some(200..=299) => "approved",
        _ => "declined",
    };
    html! {
        details.call id={ "call-" (call.number) } {
            summary {
                span.badge.(class) {
                    @match call.status { Some(status) => (status), None => "no answer" }
                }
                span.path { code { (short(&call.path)) } }
                @if let Some(invoice_no) = &call.invoice_no { span { bdi { (invoice_no) } } }
                @for fault in &call.faults { span.fault { (fault) } }
                span.quiet { (time(call.time)) }
            }
            dl {
                dt { "Path" } dd { code { (call.path) } }
                @for (name, text) in &call.fields { dt { bdi { (name) } } dd { code { bdi { (text) } } } }
                dt { "Answer" } dd { code { (call.answer) } }
            }
        }
    }
}

/// The path without what all of them have.
fn short(path: &str) -> &str {
    let rest = path.strip_prefix(api::PATH);
    rest.and_then(|rest| rest.strip_prefix("/transaction/"))
        .unwrap_or(path)
}

fn status(status: PaymentStatus) -> (&'static str, &'static str) {
    match status {
        PaymentStatus::Open => ("open", "open"),
        PaymentStatus::Approved => ("approved", "approved"),
        PaymentStatus::Declined => ("declined", "declined"),
        PaymentStatus::Canceled => ("canceled", "canceled"),
    }
}

/// The time of day, in UTC.
fn time(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02} UTC", seconds % 60)
}

const SHOWN_PAYMENTS: usize = 100;
const SHOWN_CALLS: usize = 50;

/// What is offered; any other fault can be typed.
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
