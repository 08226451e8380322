//! What came of a check, as text, as JSON and as `JUnit` XML.

use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use crate::check::probes::Finding;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::table;
use crate::check::trouble::Trouble;
use crate::visible::printable;

/// What came of a check.
pub(crate) struct Report {
    gateway: &'static str,
    outcomes: Vec<(&'static Probe, Outcome)>,
}

/// What came of one probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Found(Finding),
    /// It could not be carried out.
    NotRun(Trouble),
    /// A genuine payment was not seen, so it would say nothing.
    Skipped,
}

impl Outcome {
    /// The word for it, which JSON has as well.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Found(_) => "finding",
            Self::NotRun(_) => "not run",
            Self::Skipped => "skipped",
        }
    }
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Passed => Self::Passed,
            Verdict::Found(finding) => Self::Found(finding),
        }
    }
}

impl Report {
    pub(super) fn new(gateway: &'static str) -> Self {
        Self {
            gateway,
            outcomes: Vec::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        probe: &'static Probe,
        outcome: Outcome,
        each: &mut impl FnMut(&'static Probe, &Outcome),
    ) {
        each(probe, &outcome);
        self.outcomes.push((probe, outcome));
    }

    /// Brings the probes into the table's order, whenever they ended.
    pub(super) fn sort(&mut self) {
        let place = |probe: &Probe| table().position(|it| it.name == probe.name);
        self.outcomes.sort_by_key(|(probe, _)| place(probe));
    }

    pub(crate) fn has_findings(&self) -> bool {
        self.count("finding") > 0
    }

    /// Whether a probe could not be carried out.
    pub(crate) fn has_gaps(&self) -> bool {
        self.count("not run") > 0
    }

    fn count(&self, word: &str) -> usize {
        let outcomes = self.outcomes.iter();
        outcomes.filter(|(_, it)| it.word() == word).count()
    }

    /// The findings in full, and a last line with the numbers.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (probe, outcome) in &self.outcomes {
            // Writing to a string does not fail.
            let _ = match outcome {
                Outcome::Found(finding) => write!(text, "{}", found(probe, finding)),
                Outcome::NotRun(trouble) => {
                    write!(
                        text,
                        "\n{}: not run\n  {}\n",
                        probe.name,
                        printable(&trouble.to_string())
                    )
                }
                Outcome::Passed | Outcome::Skipped => Ok(()),
            };
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text + &self.last_line() + "\n"
    }

    fn last_line(&self) -> String {
        let count = |word| self.count(word);
        let mut line = format!("{} passed, {} found", count("passed"), count("finding"));
        for word in ["not run", "skipped"] {
            if count(word) > 0 {
                // Writing to a string does not fail.
                let _ = write!(line, ", {} {word}", count(word));
            }
        }
        if count("skipped") > 0 {
            line.push_str(": without a genuine payment that the shop sees, the others say nothing");
        }
        line
    }

    pub(crate) fn json(&self) -> Value {
        let probes = self.outcomes.iter();
        json!({
            "gateway": self.gateway,
            "passed": self.count("passed"),
            "findings": self.count("finding"),
            "probes": probes.map(|(probe, outcome)| probe_json(probe, outcome)).collect::<Vec<_>>(),
        })
    }
}

impl Report {
    /// As `JUnit` XML: a finding is a failure, and a probe that was not run an error.
    pub(crate) fn junit(&self) -> String {
        let gateway = self.gateway;
        let count = |word| self.count(word);
        let cases = self.outcomes.iter();
        let cases = cases.map(|(probe, outcome)| case(gateway, probe, outcome));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuite name=\"plutu-sandbox check {gateway}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" \
             skipped=\"{}\">\n{}</testsuite>\n",
            self.outcomes.len(),
            count("finding"),
            count("not run"),
            count("skipped"),
            cases.collect::<String>()
        )
    }
}

/// One probe as `JUnit` XML.
fn case(gateway: &str, probe: &Probe, outcome: &Outcome) -> String {
    let result = match outcome {
        Outcome::Passed => String::new(),
        Outcome::Found(Finding { says, curl }) => {
            let more = [
                &[probe.harm.to_owned(), probe.cure.to_owned()],
                curl.as_slice(),
            ]
            .concat();
            let more = more.iter().map(|line| xml(line)).collect::<Vec<_>>();
            format!(
                "<failure message=\"{}\">{}</failure>",
                xml(says),
                more.join("\n")
            )
        }
        Outcome::NotRun(trouble) => {
            format!("<error message=\"{}\"/>", xml(&trouble.to_string()))
        }
        Outcome::Skipped => "<skipped/>".to_owned(),
    };
    let name = probe.name;
    format!("  <testcase classname=\"{gateway}\" name=\"{name}\">{result}</testcase>\n")
}

/// A text in XML. Characters that XML does not have are escaped as they are for a terminal.
fn xml(text: &str) -> String {
    let mut escaped = String::new();
    for char in printable(text).to_string().chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            char => escaped.push(char),
        }
    }
    escaped
}

fn found(probe: &Probe, finding: &Finding) -> String {
    let mut text = format!(
        "\n{}\n  {}.\n\n  harm  {}\n  cure  {}\n",
        probe.name,
        printable(&finding.says),
        probe.harm,
        probe.cure
    );
    for command in &finding.curl {
        let _ = writeln!(text, "\n  {}", printable(command));
    }
    text
}

fn probe_json(probe: &Probe, outcome: &Outcome) -> Value {
    let mut json = json!({ "name": probe.name, "result": outcome.word() });
    let more = match outcome {
        Outcome::Found(finding) => json!({
            "says": finding.says, "harm": probe.harm, "cure": probe.cure, "curl": finding.curl,
        }),
        Outcome::NotRun(trouble) => json!({ "says": trouble.to_string() }),
        Outcome::Passed | Outcome::Skipped => json!({}),
    };
    if let (Value::Object(json), Value::Object(more)) = (&mut json, more) {
        json.extend(more);
    }
    json
}
