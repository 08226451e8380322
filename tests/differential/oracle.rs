//! PHP in a separate process, which is asked in batches.

use std::io::BufRead;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Write;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use crate::kind::Kind;

/// The process that runs `oracle.php`, which describes the questions and answers.
pub(crate) struct Oracle {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts PHP, if it is installed.
    pub(crate) fn start(secret: &str) -> Option<Self> {
        // Without any php.ini (`-n`), so that all machines get the same answers.
        let started = Command::new("php")
            .args([
                "-n",
                concat!(env!("CARGO_MANIFEST_DIR"), "/differential/oracle.php"),
                secret,
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut process = match started {
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            started => started.expect("php starts"),
        };
        Some(Self {
            questions: process.stdin.take(),
            answers: BufReader::new(process.stdout.take().expect("it is piped")),
            process,
        })
    }

    /// PHP's view of each callback. `None` if PHP cannot read it.
    pub(crate) fn views<'a>(
        &mut self,
        texts: impl Iterator<Item = (Kind, &'a [u8])>,
    ) -> Vec<Option<View>> {
        let question = |(kind, text): (Kind, &[u8])| {
            let what = if kind.is_body() { "json" } else { "query" };
            format!("{what} {} ={}", kind.name(), hex::encode(text))
        };
        self.ask(&texts.map(question).collect::<Vec<_>>())
            .iter()
            .map(|answer| View::read(answer))
            .collect()
    }

    /// The queries that PHP builds from these pairs, each with its hash.
    pub(crate) fn build<'a>(
        &mut self,
        callbacks: impl Iterator<Item = (Kind, &'a [(&'static str, String)])>,
    ) -> Vec<String> {
        let question = |(kind, pairs): (Kind, &[(&str, String)])| {
            let texts = pairs
                .iter()
                .map(|(key, value)| format!(" ={} ={}", hex::encode(key), hex::encode(value)));
            format!("build {}{}", kind.name(), texts.collect::<String>())
        };
        self.ask(&callbacks.map(question).collect::<Vec<_>>())
            .iter()
            .map(|answer| {
                String::from_utf8(text(answer).expect("a query")).expect("a query is a string")
            })
            .collect()
    }

    fn ask(&mut self, questions: &[String]) -> Vec<String> {
        let batch = format!("{}\n{}\n", questions.len(), questions.join("\n"));
        let pipe = self.questions.as_mut().expect("only drop closes it");
        if questions.is_empty() {
            return Vec::new();
        }
        pipe.write_all(batch.as_bytes()).expect("php listens");
        questions
            .iter()
            .map(|question| {
                let mut answer = String::new();
                self.answers.read_line(&mut answer).expect("php answers");
                assert!(answer.ends_with('\n'), "php ended at: {question}");
                answer.trim_end().to_owned()
            })
            .collect()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // PHP ends when its input ends.
        self.questions = None;
        let _ = self.process.wait();
    }
}

/// The values that PHP reads from a callback, and whether Plutu would sign it.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) signed_keys: String,
    pub(crate) everything: String,
    pub(crate) everything_as_sent: String,
    /// Whether `hashed` is the MAC over the signed keys.
    pub(crate) accepts: bool,
    /// Whether `hashed` is the MAC over all other parameters, and PHP could have signed them as
    /// they were sent.
    pub(crate) accepts_everything: bool,
    /// Whether `hashed` is the MAC over all other parameters exactly as they were sent, however PHP
    /// reads their keys.
    pub(crate) is_signed_as_sent: bool,
    pub(crate) approved: Option<Vec<u8>>,
    pub(crate) invoice_no: Option<Vec<u8>>,
    pub(crate) amount: Option<Vec<u8>>,
    pub(crate) transaction_id: Option<Vec<u8>>,
    pub(crate) currency: Option<Vec<u8>>,
}

impl View {
    fn read(answer: &str) -> Option<Self> {
        if answer == "none" {
            return None;
        }
        let fields: Vec<_> = answer.split(' ').collect();
        let [
            signed,
            everything,
            sent,
            accepts,
            accepts_everything,
            is_signed_as_sent,
            approved,
            invoice,
            amount,
            id,
            currency,
        ] = fields[..]
        else {
            panic!("not a view: {answer}")
        };
        Some(Self {
            signed_keys: signed.to_owned(),
            everything: everything.to_owned(),
            everything_as_sent: sent.to_owned(),
            accepts: accepts == "1",
            accepts_everything: accepts_everything == "1",
            is_signed_as_sent: is_signed_as_sent == "1",
            approved: text(approved),
            invoice_no: text(invoice),
            amount: text(amount),
            transaction_id: text(id),
            currency: text(currency),
        })
    }
}

/// The bytes of a value in an answer, if there is one.
fn text(field: &str) -> Option<Vec<u8>> {
    let hex = field.strip_prefix('=')?;
    Some(hex::decode(hex).expect("php writes hex"))
}
