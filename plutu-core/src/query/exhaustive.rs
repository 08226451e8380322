//! Reads every short query, and compares the canonical text and the names of the keys with those of
//! a simple reference implementation. The reference is compared with PHP itself.
//!
//! A debug build tests every string of up to six characters, a release build up to eight:
//! `cargo test --release -p plutu-core --lib --test verdicts exhaustive`.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test panics if an assumption is wrong"
)]

use std::io;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;
use std::thread;

use crate::encode;
use crate::query;

/// The characters with a meaning in a query, a letter that is also a hex digit, and a decimal
/// digit.
const QUERY: &[u8] = b"a=&%2.[+";
/// The characters with a meaning in a decoded key, and a letter.
const KEY: &[u8] = b"a_.[] \0";

const LONGEST: usize = if cfg!(debug_assertions) { 6 } else { 8 };
/// Up to this length, the reference is compared with PHP.
const LONGEST_FOR_PHP: usize = 5;

/// The result of reading a query.
#[derive(Debug, Default, PartialEq, Eq)]
struct Reading {
    /// The canonical text of all parameters.
    canonical: String,
    /// The name that PHP gives each key.
    names: Vec<Vec<u8>>,
}

/// The code under test.
fn read(query: &[u8]) -> Reading {
    let mut text = query.to_vec();
    let pairs: Vec<_> = query::parameters(&mut text).collect();
    let mut canonical = Vec::new();
    encode::pairs(pairs.iter().copied(), |piece| {
        canonical.extend_from_slice(piece);
    });
    let name = |(key, _): &(&[u8], _)| query::name(key).collect();
    Reading {
        canonical: String::from_utf8(canonical).unwrap(),
        names: pairs.iter().map(name).collect(),
    }
}

mod reference {
    use super::Reading;

    pub(super) fn read(query: &str) -> Reading {
        let pieces = query.split('&').filter(|piece| !piece.is_empty());
        let halves = pieces.map(|piece| piece.split_once('=').unwrap_or((piece, "")));
        let pairs: Vec<_> = halves
            .map(|(key, value)| (decode(key), decode(value)))
            .collect();
        let written = pairs
            .iter()
            .map(|(key, value)| encode(key) + "=" + &encode(value));
        Reading {
            canonical: written.collect::<Vec<_>>().join("&"),
            names: pairs.iter().map(|(key, _)| name(key)).collect(),
        }
    }

    fn decode(text: &str) -> Vec<u8> {
        let Some(first) = text.bytes().next() else {
            return Vec::new();
        };
        let hex = text
            .get(1..3)
            .filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let (byte, len) = match (first, hex) {
            (b'%', Some(hex)) => (u8::from_str_radix(hex, 16).unwrap(), 3),
            (b'+', _) => (b' ', 1),
            _ => (first, 1),
        };
        [vec![byte], decode(&text[len..])].concat()
    }

    fn encode(text: &[u8]) -> String {
        let encoded = text.iter().map(|&byte| match char::from(byte) {
            ' ' => "+".to_owned(),
            plain @ ('0'..='9' | 'A'..='Z' | 'a'..='z' | '-' | '.' | '_') => plain.to_string(),
            _ => format!("%{byte:02X}"),
        });
        encoded.collect()
    }

    pub(super) fn name(key: &[u8]) -> Vec<u8> {
        let key = key.split(|&byte| byte == 0).next().unwrap();
        let key: Vec<u8> = key
            .iter()
            .copied()
            .skip_while(|&byte| byte == b' ')
            .collect();
        let name = match key.iter().position(|&byte| byte == b'[') {
            Some(0) => &[],
            Some(bracket) if key[bracket..].contains(&b']') => &key[..bracket],
            _ => &key[..],
        };
        let underscore = |&byte: &u8| if b" .[".contains(&byte) { b'_' } else { byte };
        name.iter().map(underscore).collect()
    }
}

/// Calls `visit` with every string over an alphabet up to a length, and counts them.
fn each(alphabet: &[u8], longest: usize, start: &[u8], visit: &mut impl FnMut(&[u8])) -> u64 {
    fn longer(
        alphabet: &[u8],
        longest: usize,
        text: &mut Vec<u8>,
        visit: &mut impl FnMut(&[u8]),
    ) -> u64 {
        visit(text);
        let mut count = 1;
        if text.len() < longest {
            for &byte in alphabet {
                text.push(byte);
                count += longer(alphabet, longest, text, visit);
                text.pop();
            }
        }
        count
    }
    longer(alphabet, longest, &mut start.to_vec(), visit)
}

#[test]
fn t11_every_short_query_is_read_as_the_reference_reads_it() {
    let visit = |query: &[u8]| {
        let text = str::from_utf8(query).unwrap();
        assert_eq!(read(query), reference::read(text), "{text}");
    };
    // One thread for each first character. The empty string is tested here.
    visit(b"");
    let longer: u64 = thread::scope(|scope| {
        let start = |first| scope.spawn(move || each(QUERY, LONGEST, &[first], &mut { visit }));
        let threads: Vec<_> = QUERY.iter().copied().map(start).collect();
        let counts = threads.into_iter().map(|thread| thread.join().unwrap());
        counts.sum()
    });
    report(&format!(
        "{} queries of up to {LONGEST} characters",
        longer + 1
    ));
    let all = (0..=u32::try_from(LONGEST).unwrap()).map(|length| 8_u64.pow(length));
    assert_eq!(longer + 1, all.sum::<u64>());
}

#[test]
fn t9_every_short_key_is_folded_as_the_reference_folds_it() {
    let count = each(KEY, LONGEST, b"", &mut |key| {
        let name: Vec<u8> = query::name(key).collect();
        assert_eq!(name, reference::name(key), "{}", key.escape_ascii());
        let is_kept = !key.is_empty() && !key.iter().any(|byte| b" .[\0".contains(byte));
        assert_eq!(query::keeps(key), is_kept, "{}", key.escape_ascii());
    });
    report(&format!("{count} keys of up to {LONGEST} characters"));
}

/// Reads one query in hex from each line. Prints its canonical text, and the names that `parse_str`
/// gives its keys in hex.
const PHP: &str = r"
    while (($line = fgets(STDIN)) !== false) {
        $query = hex2bin(trim($line));
        [$canonical, $names] = [[], []];
        foreach (explode('&', $query) as $piece) {
            if ($piece === '') continue;
            [$key, $value] = [...array_map('urldecode', explode('=', $piece, 2)), ''];
            $canonical[] = urlencode($key) . '=' . urlencode($value);
            parse_str($piece, $parameters);
            $names[] = bin2hex((string) array_key_first($parameters));
        }
        echo implode('&', $canonical), ' ', implode(',', $names), PHP_EOL;
    }";

#[test]
fn t11_the_reference_reads_every_short_query_as_php_does() {
    let mut queries: Vec<Vec<u8>> = Vec::new();
    each(QUERY, LONGEST_FOR_PHP, b"", &mut |query| {
        queries.push(query.to_vec());
    });
    // Keys with arbitrary bytes are escaped.
    each(KEY, LONGEST_FOR_PHP, b"", &mut |key| {
        queries.push(
            key.iter()
                .flat_map(|byte| format!("%{byte:02x}").into_bytes())
                .collect(),
        );
    });
    let Some(answers) = ask_php(&queries) else {
        report("skipped: `php` is not installed");
        return;
    };
    for (query, answer) in queries.iter().zip(&answers) {
        let text = str::from_utf8(query).unwrap();
        let Reading { canonical, names } = reference::read(text);
        let names: Vec<_> = names.iter().map(hex::encode).collect();
        assert_eq!(
            format!("{canonical} {}", names.join(",")),
            *answer,
            "{text}"
        );
    }
    assert_eq!(answers.len(), queries.len());
    report(&format!(
        "{} queries of up to {LONGEST_FOR_PHP} characters, by PHP",
        answers.len()
    ));
}

/// Returns PHP's answers, or `None` if PHP is not installed.
fn ask_php(queries: &[Vec<u8>]) -> Option<Vec<String>> {
    let started = Command::new("php")
        .args(["-n", "-r", PHP])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut process = match started {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        started => started.unwrap(),
    };
    let mut input = process.stdin.take().unwrap();
    let lines: String = queries
        .iter()
        .map(|query| hex::encode(query) + "\n")
        .collect();
    let writer = thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = process.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    Some(answers.lines().map(str::to_owned).collect())
}

/// Prints to stderr directly, because a test that passes does not show the output of `println!`.
fn report(what: &str) {
    writeln!(io::stderr(), "exhaustive: {what}").unwrap();
}
