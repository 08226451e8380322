//! How to pay the shop through one gateway: the options of the command line and of the file.

use std::collections::BTreeMap;

use axum::http::HeaderName;
use axum::http::HeaderValue;
use serde::Deserialize;

use crate::check::address_or_command::AddressOrCommand;
use crate::visible::printable;

/// How to pay the shop through one gateway. What is `None` was not given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Way {
    /// Starts a payment.
    pub(crate) start: Option<String>,
    /// Enters a one-time password.
    pub(crate) code: Option<String>,
    /// Starts a payment of an order that already has one.
    pub(crate) again: Option<String>,
    /// Reports whether an order is paid.
    pub(crate) paid: Option<String>,
    /// Reports whether the shop calls an order failed.
    pub(crate) failed: Option<String>,
    pub(crate) amount: Option<String>,
    /// Headers of the check's own visits. Callbacks do not have them.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

impl Way {
    /// Takes what was not given here from another way.
    pub(crate) fn or(self, other: Self) -> Self {
        let mut headers = other.headers;
        headers.extend(self.headers);
        Self {
            start: self.start.or(other.start),
            code: self.code.or(other.code),
            again: self.again.or(other.again),
            paid: self.paid.or(other.paid),
            failed: self.failed.or(other.failed),
            amount: self.amount.or(other.amount),
            headers,
        }
    }

    /// The option that is required and was not given.
    pub(crate) fn missing(&self, has_password: bool) -> Option<&'static str> {
        if self.start.is_none() {
            return Some("--start");
        }
        if self.paid.is_none() {
            return Some("--paid");
        }
        (has_password && self.code.is_none()).then_some("--code")
    }

    /// The option with an error that is seen before the check starts, and the error.
    pub(crate) fn mistake(&self, has_password: bool) -> Option<(&'static str, String)> {
        let mut options = self.options().into_iter();
        let found = options
            .find_map(|(option, own, text)| Some((option, mistake(own, text?, has_password)?)));
        found.or_else(|| self.headers.iter().find_map(header_mistake))
    }

    /// The option that has this placeholder.
    pub(crate) fn option_with(&self, name: &str) -> Option<&'static str> {
        let mut options = self.options().into_iter();
        let found = options
            .find(|(.., text)| text.is_some_and(|text| AddressOrCommand::read(text).has(name)));
        found.map(|(option, ..)| option)
    }

    /// Each option, the placeholders that not every option has, and its value.
    fn options(&self) -> [(&'static str, &'static [&'static str], Option<&str>); 5] {
        [
            ("--start", &[], self.start.as_deref()),
            ("--code", &CODE, self.code.as_deref()),
            ("--again", &LATER, self.again.as_deref()),
            ("--paid", &LATER, self.paid.as_deref()),
            ("--failed", &LATER, self.failed.as_deref()),
        ]
    }

    /// Fills in what is known before a payment starts: the shop's port and the gateway's name.
    pub(super) fn filled(self, port: u16, gateway: &str) -> Self {
        let values = [("port", &*port.to_string()), ("gateway", gateway)];
        let filled = |text: Option<String>| {
            text.map(|text| AddressOrCommand::read(&text).filled(&values).into_text())
        };
        Self {
            start: filled(self.start),
            code: filled(self.code),
            again: filled(self.again),
            paid: filled(self.paid),
            failed: filled(self.failed),
            ..self
        }
    }
}

/// Why this cannot be sent as a header. Only the file of `--config` has headers. The value may be a
/// secret.
fn header_mistake((name, value): (&String, &String)) -> Option<(&'static str, String)> {
    let says = if HeaderName::try_from(name).is_err() {
        format!(
            "`{}` in `[headers]` is not a header's name",
            printable(name)
        )
    } else if HeaderValue::try_from(value).is_err() {
        format!("the value of `{name}` in `[headers]` has characters that no header has")
    } else {
        return None;
    };
    Some(("--config", says))
}

fn mistake(own: &[&'static str], text: &str, has_password: bool) -> Option<String> {
    if text.starts_with("https://") {
        return Some("https is not supported; use http on a test machine".to_owned());
    }
    let mut known = [&PLACEHOLDERS, own].concat();
    // Nobody returns from a gateway with one-time passwords.
    known.retain(|name| !has_password || *name != RETURN_URL);
    let what = AddressOrCommand::read(text);
    let unknown = what.unknown(&known)?;
    let all: Vec<_> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
    let mut says = format!(
        "unknown placeholder `{{{unknown}}}`; expected one of {}",
        all.join(", ")
    );
    if unknown == RETURN_URL {
        says += "; a payment with a one-time password has no return address";
    } else if what.is_command() {
        says += "; braces that are part of the command need a space inside";
    }
    Some(says)
}

/// The placeholders that every option has.
const PLACEHOLDERS: [&str; 5] = ["amount", "invoice_no", "order_no", "port", "gateway"];

/// The placeholders that are known when a payment was started.
const LATER: [&str; 2] = ["started", RETURN_URL];
const CODE: [&str; 3] = ["started", RETURN_URL, "code"];

const RETURN_URL: &str = "return_url";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_of_the_shell_stays() {
        let way = Way {
            start: Some("pay {gateway} 127.0.0.1:{port} ${port}${gateway}".to_owned()),
            paid: Some("http://127.0.0.1:{port}/{gateway}/{invoice_no}".to_owned()),
            ..Way::default()
        };
        let filled = way.filled(3000, "own");
        let start = filled.start.unwrap_or_default();
        assert_eq!(start, "pay own 127.0.0.1:3000 ${port}${gateway}");
        let paid = filled.paid.unwrap_or_default();
        assert_eq!(paid, "http://127.0.0.1:3000/own/{invoice_no}");
    }

    #[test]
    fn a_payment_with_a_one_time_password_has_no_return_address() {
        let what = || Some("pay {return_url}".to_owned());
        let none = Way::default;
        for (option, way) in [
            (
                "--code",
                Way {
                    code: what(),
                    ..none()
                },
            ),
            (
                "--again",
                Way {
                    again: what(),
                    ..none()
                },
            ),
            (
                "--paid",
                Way {
                    paid: what(),
                    ..none()
                },
            ),
            (
                "--failed",
                Way {
                    failed: what(),
                    ..none()
                },
            ),
        ] {
            assert_eq!(way.mistake(false), None, "{option}");
            let (named, says) = way.mistake(true).unwrap();
            assert_eq!(named, option);
            assert!(says.contains("has no return address"), "{says}");
            assert_eq!(says.matches("`{return_url}`").count(), 1, "{says}");
        }
    }

    #[test]
    fn a_header_that_cannot_be_sent_is_a_mistake() {
        for (name, value, says) in [
            ("X-Known", "yes", None),
            ("Authorization", "Bearer é", None),
            ("X Y", "1", Some("`X Y` in `[headers]` is not")),
            ("X-Y", "s3cret\n", Some("the value of `X-Y` in `[headers]`")),
        ] {
            let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);
            let mistake = Way {
                headers,
                ..Way::default()
            };
            let mistake = mistake.mistake(false);
            assert_eq!(mistake.is_some(), says.is_some(), "{name}: {mistake:?}");
            if let (Some((option, mistake)), Some(says)) = (mistake, says) {
                assert_eq!(option, "--config");
                assert!(mistake.starts_with(says), "{mistake}");
                assert!(!mistake.contains("s3cret"), "{mistake}");
            }
        }
    }
}
