//! An address, or a command for the shell, with placeholders: how a payment is started, and how the
//! shop is asked about an order.

use std::fmt;

use crate::shell::quoted;

/// An address or a command, with placeholders such as `{amount}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AddressOrCommand {
    Address(String),
    Command(String),
}

impl AddressOrCommand {
    pub(crate) fn read(text: &str) -> Self {
        let is_address = ["http://", "https://"]
            .iter()
            .any(|it| text.starts_with(it));
        if is_address {
            Self::Address(text.to_owned())
        } else {
            Self::Command(text.to_owned())
        }
    }

    pub(crate) const fn is_command(&self) -> bool {
        matches!(self, Self::Command(_))
    }

    /// Whether it has this placeholder.
    pub(crate) fn has(&self, name: &str) -> bool {
        let (Self::Address(text) | Self::Command(text)) = self;
        text.contains(&format!("{{{name}}}"))
    }

    /// The first placeholder that has none of these names. In a command, `${name}` is the shell's
    /// and `%{name}` is curl's.
    pub(crate) fn unknown(&self, known: &[&str]) -> Option<&str> {
        let (Self::Address(text) | Self::Command(text)) = self;
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let is_foreign = self.is_command() && before.ends_with(['$', '%']);
            let name = after.split_once('}').map(|(name, _)| name);
            let is_wrong = |name: &&str| is_name(name) && !known.contains(name);
            if let Some(name) = name.filter(is_wrong)
                && !is_foreign
            {
                return Some(name);
            }
            rest = after;
        }
        None
    }

    /// Replaces each placeholder with its value. A value is always one part of an address, or one
    /// word for the shell.
    pub(crate) fn filled(&self, values: &[(&str, &str)]) -> Self {
        match self {
            Self::Address(text) => Self::Address(fill(text, values, percent_encoded)),
            Self::Command(text) => {
                Self::Command(fill(text, values, |value| quoted(value).into_owned()))
            }
        }
    }
}

impl fmt::Display for AddressOrCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "GET {address}"),
            Self::Command(command) => write!(f, "`{command}`"),
        }
    }
}

/// Replaces each placeholder once. A value that looks like a placeholder stays as it is.
fn fill(text: &str, values: &[(&str, &str)], written: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let named = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(own, _)| *own == name)?;
            Some((written(value), after))
        });
        if let Some((value, after)) = named {
            filled.push_str(&value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled + rest
}

fn is_name(text: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    text.starts_with(|char: char| char.is_ascii_alphabetic()) && text.chars().all(is_part)
}

fn percent_encoded(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_placeholder_is_seen() {
        for (text, unknown) in [
            ("http://a/{amount}/{invoice}", Some("invoice")),
            ("http://a/{amount}/{}{1}", None),
            ("http://a/${x}", Some("x")),
            (
                "pay {amount} ${HOME} -w '%{redirect_url}' '{ print }'",
                None,
            ),
            ("pay {amount} {invoiceNo}", Some("invoiceNo")),
        ] {
            assert_eq!(
                AddressOrCommand::read(text).unknown(&["amount"]),
                unknown,
                "{text}"
            );
        }
    }

    #[test]
    fn places_are_filled_once() {
        let values = [("amount", "12.50"), ("invoice_no", "{amount} x'&")];
        for (text, filled) in [
            ("http://a/?a={amount}", "GET http://a/?a=12.50"),
            (
                "http://a/{invoice_no}",
                "GET http://a/%7Bamount%7D%20x%27%26",
            ),
            (
                "pay {amount} {invoice_no}",
                r"`pay 12.50 '{amount} x'\''&'`",
            ),
            ("a {b} ${amount {amount}", "`a {b} ${amount 12.50`"),
        ] {
            assert_eq!(
                AddressOrCommand::read(text).filled(&values).to_string(),
                filled
            );
        }
    }
}
