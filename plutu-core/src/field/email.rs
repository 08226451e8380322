//! The payer's email address.

use std::borrow::Cow;

use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::text_field;
use crate::field::tidy;

text_field! {
    /// An email address (documentation of T-Lync: `email`, optional).
    ///
    /// Plutu's own rule is not documented. This type checks only the basic form: at most 254
    /// visible ASCII characters, with a name, an `@`, and a host name that contains a point.
    /// `Debug` does not show the address.
    ///
    /// ```
    /// use plutu_core::field::Email;
    ///
    /// let email: Email = "payer@mail.example".parse()?;
    /// assert!("payer".parse::<Email>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    Email, "email address", tidy, read, hidden, {
        const KIND: FieldKind = FieldKind::Email;
        const EXAMPLE: &'static str = "payer@mail.example";

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_exactly(text).map(drop)
        }
    }
}

fn read(text: &str) -> Result<Cow<'_, str>, &'static str> {
    if text.len() > 254 {
        return Err("it is longer than 254 bytes");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it contains a character other than visible ASCII");
    }
    match text.split_once('@') {
        Some((name, host)) if !name.is_empty() && is_host(host) => Ok(Cow::Borrowed(text)),
        _ => Err("it is not of the form name@host.example"),
    }
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.contains('.') && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn t28_loose_input_is_refused_without_echo() {
        for text in [
            "",
            "canary",
            "@mail.example",
            "canary@",
            "canary@mail",
            "canary@mail.",
            "canary@.example",
            "a@b@mail.example",
            "canary @mail.example",
            "canary@mail.example\n",
            "canary@mail.example\r\nBcc: x@y.z",
            "canary@mail..example",
            "م@mail.example",
            &format!("{}@mail.example", "x".repeat(250)),
        ] {
            let error = text.parse::<Email>().unwrap_err();
            assert_eq!(error.field(), "email address", "{text:?}");
            assert!(!format!("{error:?}").contains("canary"));
        }
        for text in ["payer@mail.example", "a.b+c@x-y.mail.example"] {
            assert_eq!(text.parse::<Email>().unwrap().expose(), text);
        }
        let typed: Email = " payer٢@mail.example ".parse().unwrap();
        assert_eq!(typed.expose(), "payer2@mail.example");
    }
}
