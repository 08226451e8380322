//! Strings for a shell.

use std::borrow::Cow;
use std::fmt::Write as _;

use plutu_core::__private::forges;

/// A string as one word of a POSIX shell: unchanged if no character has a special meaning, and
/// otherwise in single quotes.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

/// A string as one word of a line that a person copies to a shell, such as bash or zsh.
///
/// As [`quoted`], except for characters that end a line or control a terminal. They are escaped in
/// `$'…'` (POSIX.1-2024, section 2.2.4), which the shell reverses. The `sh` of some systems does
/// not know this form yet, so a script for `sh` needs [`quoted`].
pub(crate) fn copied(text: &str) -> Cow<'_, str> {
    if !text.contains(forges) {
        return quoted(text);
    }
    let mut word = "$'".to_owned();
    for char in text.chars() {
        match char {
            '\n' => word.push_str(r"\n"),
            '\t' => word.push_str(r"\t"),
            '\\' | '\'' => word.extend(['\\', char]),
            _ if forges(char) => word.push_str(&octal(char)),
            _ => word.push(char),
        }
    }
    Cow::Owned(word + "'")
}

/// The bytes of a character as escapes. Unlike `\u`, they do not depend on the locale.
fn octal(char: char) -> String {
    let mut escaped = String::new();
    for byte in char.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a string does not fail.
        let _ = write!(escaped, "\\{byte:03o}");
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::Command;

    use super::*;

    const WORDS: [&str; 7] = [
        "sk_0123",
        "http://127.0.0.1:8080/api/v1",
        "",
        "a b",
        "$(rm -rf /)",
        "it's `x` \"y\" \\ \n ;&|<>*?[]#~!",
        "=x",
    ];

    /// What this shell makes of a word. `None` if there is no such shell.
    fn read(shell: &str, word: &str) -> Option<String> {
        let script = format!("printf %s {word}");
        let output = Command::new(shell).args(["-c", &script]).output().ok()?;
        Some(String::from_utf8(output.stdout).unwrap())
    }

    fn assert_is_one_word(shell: &str, text: &str, word: &str) {
        match read(shell, word) {
            Some(read) => assert_eq!(read, text, "{shell}: {word}"),
            // Not `eprintln!`, which a passing test captures.
            None => drop(writeln!(
                std::io::stderr(),
                "skipped: shell::tests: no {shell} here"
            )),
        }
    }

    #[test]
    fn a_copied_word_shows_no_control_character() {
        let forging = [
            "curl -d a\n  it's {x} \\n",
            "\u{1b}[2Jx\r\t\u{9b}1",
            "\u{202e}7\n",
            "\u{e0041}",
        ];
        for text in WORDS.into_iter().chain(forging) {
            let word = copied(text);
            assert!(!word.contains(forges), "{word:?}");
            assert_is_one_word("bash", text, &word);
        }
        assert_eq!(copied("a\nb's\u{1b}7"), r"$'a\nb\'s\0337'");
    }

    #[test]
    fn a_shell_reads_one_word() {
        for text in WORDS {
            assert_is_one_word("sh", text, &quoted(text));
        }
    }
}
