//! An address, or a command for the shell, with placeholders: how a payment is started, and how the
//! shop is asked about an order.

use std::fmt;

use crate::shell::quoted;

/// An address or a command, with placeholders such as `{amount}`. In a command, `${amount}` is the
/// shell's and `%{amount}` is curl's.
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
        self.names().any(|own| own == name)
    }

    /// The first placeholder that has none of these names.
    pub(crate) fn unknown(&self, known: &[&str]) -> Option<&str> {
        self.names()
            .find(|name| is_name(name) && !known.contains(name))
    }

    /// What is between each brace that may begin a placeholder and the next closing brace.
    fn names(&self) -> impl Iterator<Item = &str> {
        let (Self::Address(text) | Self::Command(text)) = self;
        let braces = text.match_indices('{').filter_map(|(at, _)| {
            let (before, after) = (text.get(..at)?, text.get(at.saturating_add(1)..)?);
            Some((before, after.split_once('}')?.0))
        });
        let own = braces.filter(|(before, _)| !self.is_foreign_after(before));
        own.map(|(_, name)| name)
    }

    /// Whether a brace after this text belongs to the shell or to curl.
    fn is_foreign_after(&self, before: &str) -> bool {
        self.is_command() && before.ends_with(['$', '%'])
    }

    /// Replaces each placeholder with its value. A value is always one part of an address, or one
    /// word for the shell.
    pub(crate) fn filled(&self, values: &[(&str, &str)]) -> Self {
        match self {
            Self::Address(text) => Self::Address(self.fill(text, values, percent_encoded)),
            Self::Command(text) => {
                Self::Command(self.fill(text, values, |value| quoted(value).into_owned()))
            }
        }
    }

    /// Replaces each placeholder once. A value that looks like a placeholder stays as it is.
    fn fill(
        &self,
        text: &str,
        values: &[(&str, &str)],
        written: impl Fn(&str) -> String,
    ) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let named = after.split_once('}').and_then(|(name, after)| {
                let (_, value) = values.iter().find(|(own, _)| *own == name)?;
                Some((written(value), after))
            });
            if let Some((value, after)) = named.filter(|_| !self.is_foreign_after(before)) {
                filled.push_str(&value);
                rest = after;
            } else {
                filled.push('{');
                rest = after;
            }
        }
        filled + rest
    }

    /// The address or the command itself.
    pub(crate) fn into_text(self) -> String {
        let (Self::Address(text) | Self::Command(text)) = self;
        text
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
    fn the_shell_s_braces_are_no_placeholders() {
        for (text, has) in [
            ("http://a/${amount}", true),
            ("pay {amount}", true),
            ("pay ${amount} %{amount}", false),
            ("pay ${amount} { {amount} }", true),
        ] {
            assert_eq!(AddressOrCommand::read(text).has("amount"), has, "{text}");
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
            (
                r#"pay "${amount}" %{amount} ${amount:-{amount}}"#,
                r#"`pay "${amount}" %{amount} ${amount:-12.50}`"#,
            ),
            ("http://a/${amount}%{amount}", "GET http://a/$12.50%12.50"),
        ] {
            assert_eq!(
                AddressOrCommand::read(text).filled(&values).to_string(),
                filled
            );
        }
    }
}
