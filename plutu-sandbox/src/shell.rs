//! Strings for a shell.

use std::borrow::Cow;

/// A string as one word of a POSIX shell: unchanged if no character has a special meaning, and
/// otherwise in single quotes.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_shell_reads_one_word() {
        for text in [
            "sk_0123",
            "http://127.0.0.1:8080/api/v1",
            "",
            "a b",
            "$(rm -rf /)",
            "it's `x` \"y\" \\ \n ;&|<>*?[]#~!",
            "=x",
        ] {
            let script = format!("printf %s {}", quoted(text));
            let output = std::process::Command::new("sh")
                .args(["-c", &script])
                .output();
            let Ok(output) = output else {
                // Not `eprintln!`, which a passing test captures.
                let line = "skipped: shell::tests::a_shell_reads_one_word: no sh here";
                drop(writeln!(std::io::stderr(), "{line}"));
                return;
            };
            assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
        }
    }
}
