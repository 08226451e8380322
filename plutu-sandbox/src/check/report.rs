//! The report of a check: as text, as JSON and as `JUnit` XML.

use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use crate::check::budget::Sent;
use crate::check::probes::Finding;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::table;
use crate::check::trouble::Trouble;
use crate::visible::printable;

/// The report of a check: one part for each gateway.
#[derive(Default)]
pub(crate) struct Report {
    gateways: Vec<GatewayReport>,
}

/// The report of one gateway.
pub(crate) struct GatewayReport {
    name: &'static str,
    outcomes: Vec<(&'static Probe, ProbeOutcome)>,
    sent: Sent,
}

/// The outcome of one probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProbeOutcome {
    Passed,
    Found(Finding),
    /// The probe could not be carried out.
    NotRun(Trouble),
    /// The probe says nothing about the shop, for this reason, which is a sentence without a final
    /// period.
    Skipped(String),
}

/// How a finding can be repeated.
pub(crate) struct Again {
    /// The command that runs the check again, without the gateway and the probe.
    pub(crate) command: String,
    /// Whether the check has ended the shop, so that its messages cannot be sent again.
    pub(crate) is_over: bool,
}

impl Again {
    fn of(&self, gateway: &str, probe: &Probe) -> String {
        let command = &self.command;
        format!("{command} --gateway {gateway} --only {}", probe.name)
    }
}

impl ProbeOutcome {
    /// The outcome of all other probes if the control fails.
    pub(super) fn without_control() -> Self {
        Self::Skipped("the shop did not see a genuine payment".to_owned())
    }

    /// The outcome as a word. JSON has the same words.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Found(_) => "finding",
            Self::NotRun(_) => "not run",
            Self::Skipped(_) => "skipped",
        }
    }
}

impl From<Result<Verdict, Trouble>> for ProbeOutcome {
    fn from(result: Result<Verdict, Trouble>) -> Self {
        match result {
            Ok(Verdict::Passed) => Self::Passed,
            Ok(Verdict::Found(finding)) => Self::Found(finding),
            Ok(Verdict::Skipped(reason)) => Self::Skipped(reason),
            Err(trouble) => Self::NotRun(trouble),
        }
    }
}

impl Report {
    pub(super) fn add(&mut self, gateway: GatewayReport) {
        self.gateways.push(gateway);
    }

    /// Whether the shop saw the genuine payment of this gateway.
    pub(super) fn can_go_on(&self, index: usize) -> bool {
        let gateway = self.gateways.get(index);
        gateway.is_some_and(GatewayReport::can_go_on)
    }

    pub(super) fn note(&mut self, index: usize, probe: &'static Probe, outcome: ProbeOutcome) {
        if let Some(gateway) = self.gateways.get_mut(index) {
            gateway.note(probe, outcome);
        }
    }

    /// Notes how much was sent, and sorts the probes as the table does, whenever they ended.
    pub(super) fn finish(&mut self, index: usize, sent: Sent) {
        let place = |probe: &Probe| table().position(|it| it.name == probe.name);
        if let Some(gateway) = self.gateways.get_mut(index) {
            gateway.sent = sent;
            gateway.outcomes.sort_by_key(|(probe, _)| place(probe));
        }
    }

    pub(crate) fn has_findings(&self) -> bool {
        self.count("finding") > 0
    }

    /// Whether a probe could not be carried out.
    pub(crate) fn has_gaps(&self) -> bool {
        self.count("not run") > 0
    }

    /// Why no genuine payment could be made, for each gateway where that is so.
    pub(crate) fn troubles(&self) -> impl Iterator<Item = (&'static str, &Trouble)> {
        let gateways = self.gateways.iter();
        gateways.filter_map(|gateway| Some((gateway.name, gateway.trouble()?)))
    }

    /// Whether there are several gateways.
    pub(crate) fn has_several(&self) -> bool {
        self.gateways.len() > 1
    }

    /// Whether no gateway could be checked.
    pub(crate) fn is_empty(&self) -> bool {
        self.gateways.iter().all(|it| it.trouble().is_some())
    }

    fn count(&self, word: &str) -> usize {
        let gateways = self.gateways.iter();
        gateways.map(|gateway| gateway.count(word)).sum()
    }

    fn sent(&self) -> Sent {
        let add = |sum: Sent, gateway: &GatewayReport| Sent {
            requests: sum.requests.saturating_add(gateway.sent.requests),
            commands: sum.commands.saturating_add(gateway.sent.commands),
        };
        self.gateways.iter().fold(Sent::default(), add)
    }
}

impl GatewayReport {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            outcomes: Vec::new(),
            sent: Sent::default(),
        }
    }

    pub(super) fn note(&mut self, probe: &'static Probe, outcome: ProbeOutcome) {
        self.outcomes.push((probe, outcome));
    }

    /// Whether the shop saw the genuine payment.
    pub(super) fn can_go_on(&self) -> bool {
        let mut outcomes = self.outcomes.iter();
        outcomes.all(|(probe, it)| !probe.is_control() || *it == ProbeOutcome::Passed)
    }

    /// Why no genuine payment could be made.
    fn trouble(&self) -> Option<&Trouble> {
        let mut outcomes = self.outcomes.iter();
        outcomes.find_map(|(probe, outcome)| match outcome {
            ProbeOutcome::NotRun(trouble) if probe.is_control() => Some(trouble),
            _ => None,
        })
    }

    fn count(&self, word: &str) -> usize {
        let outcomes = self.outcomes.iter();
        outcomes.filter(|(_, it)| it.word() == word).count()
    }
}

impl Report {
    /// The findings in full, and a last line with the numbers.
    pub(crate) fn text(&self, again: &Again) -> String {
        let mut text = String::new();
        for gateway in &self.gateways {
            for (probe, outcome) in &gateway.outcomes {
                text += &self.paragraph(gateway, probe, outcome, again);
            }
        }
        if !text.is_empty() {
            text.push('\n');
        }
        if again.is_over && text.contains("\n  sent   ") {
            text += IS_OVER;
        }
        text + &self.last_line() + "\n"
    }

    fn paragraph(
        &self,
        gateway: &GatewayReport,
        probe: &Probe,
        outcome: &ProbeOutcome,
        again: &Again,
    ) -> String {
        let several = self.has_several().then(|| format!("{} ", gateway.name));
        let title = several.unwrap_or_default() + probe.name;
        match outcome {
            ProbeOutcome::Found(finding) => {
                let again = again.of(gateway.name, probe);
                format!("\n{title}\n{}", found(probe, finding, &again))
            }
            ProbeOutcome::NotRun(trouble) => {
                let reason = trouble.to_string();
                format!("\n{title}: not run\n  {}\n", printable(&reason))
            }
            // Without a genuine payment, the last line has the reason for all of them.
            ProbeOutcome::Skipped(reason) if gateway.can_go_on() => {
                format!("\n{title}: skipped\n  {}\n", printable(reason))
            }
            ProbeOutcome::Passed | ProbeOutcome::Skipped(_) => String::new(),
        }
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
        let Sent { requests, commands } = self.sent();
        let _ = write!(line, "; sent {}", counted(requests, "request"));
        if commands > 0 {
            let _ = write!(line, " and {}", counted(commands, "command"));
        }
        let is_without_control = |it: &GatewayReport| it.count("skipped") > 0 && !it.can_go_on();
        if self.gateways.iter().any(is_without_control) {
            line.push_str(
                "\nThe shop did not see a genuine payment. Without one, the other probes say nothing.",
            );
        }
        line
    }

    /// The report as JSON.
    pub(crate) fn json(&self, again: &Again) -> Value {
        let gateways = self.gateways.iter();
        let gateways: Vec<_> = gateways.map(|it| it.json(again)).collect();
        let Sent { requests, commands } = self.sent();
        json!({
            "passed": self.count("passed"),
            "findings": self.count("finding"),
            "requests": requests,
            "commands": commands,
            "gateways": gateways,
        })
    }

    /// The report as `JUnit` XML: a finding is a failure, and a probe that was not run is an error.
    pub(crate) fn junit(&self, again: &Again) -> String {
        let suites = self.gateways.iter().map(|gateway| gateway.junit(again));
        let suites: String = suites.collect();
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{suites}</testsuites>\n")
    }
}

impl GatewayReport {
    fn json(&self, again: &Again) -> Value {
        let probes = self.outcomes.iter();
        let probes = probes.map(|(probe, outcome)| {
            let again = again.of(self.name, probe);
            probe_json(probe, outcome, &again)
        });
        json!({
            "gateway": self.name,
            "passed": self.count("passed"),
            "findings": self.count("finding"),
            "requests": self.sent.requests,
            "commands": self.sent.commands,
            "probes": probes.collect::<Vec<_>>(),
        })
    }

    fn junit(&self, again: &Again) -> String {
        let cases = self.outcomes.iter();
        let cases = cases.map(|(probe, outcome)| self.case(probe, outcome, again));
        let count = |word| self.count(word);
        format!(
            "<testsuite name=\"plutu-sandbox check {}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" \
             skipped=\"{}\">\n{}</testsuite>\n",
            self.name,
            self.outcomes.len(),
            count("finding"),
            count("not run"),
            count("skipped"),
            cases.collect::<String>()
        )
    }

    /// One probe as `JUnit` XML.
    fn case(&self, probe: &Probe, outcome: &ProbeOutcome, again: &Again) -> String {
        let result = match outcome {
            ProbeOutcome::Passed => String::new(),
            ProbeOutcome::Found(finding) => {
                let text = found(probe, finding, &again.of(self.name, probe));
                let says = xml(&finding.says);
                format!("<failure message=\"{says}\">{}</failure>", xml_lines(&text))
            }
            ProbeOutcome::NotRun(trouble) => {
                format!("<error message=\"{}\"/>", xml(&trouble.to_string()))
            }
            ProbeOutcome::Skipped(reason) => format!("<skipped message=\"{}\"/>", xml(reason)),
        };
        let (gateway, name) = (self.name, probe.name);
        format!("  <testcase classname=\"{gateway}\" name=\"{name}\">{result}</testcase>\n")
    }
}

/// A finding in full, below its name.
fn found(probe: &Probe, finding: &Finding, again: &str) -> String {
    let (harm, cure) = (probe.harm, cure(probe, finding));
    let mut text = format!("  {}.\n\n", printable(&finding.says));
    let lines = [("harm ", harm), ("cure ", cure), ("again", again)];
    let sent = finding.curl.iter().map(|sent| ("sent ", sent.as_str()));
    for (name, line) in lines.into_iter().chain(sent) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {name}  {}", printable(line));
    }
    text
}

fn cure<'a>(probe: &'a Probe, finding: &'a Finding) -> &'a str {
    finding.cure.as_deref().unwrap_or(probe.cure)
}

fn probe_json(probe: &Probe, outcome: &ProbeOutcome, again: &str) -> Value {
    let mut json = json!({ "name": probe.name, "result": outcome.word() });
    let more = match outcome {
        ProbeOutcome::Found(finding) => json!({
            "says": finding.says, "harm": probe.harm, "cure": cure(probe, finding),
            "again": again, "curl": finding.curl,
        }),
        ProbeOutcome::NotRun(trouble) => json!({ "says": trouble.to_string() }),
        ProbeOutcome::Skipped(reason) => json!({ "says": reason }),
        ProbeOutcome::Passed => json!({}),
    };
    if let (Value::Object(json), Value::Object(more)) = (&mut json, more) {
        json.extend(more);
    }
    json
}

/// A number of things, such as "1 request".
fn counted(number: u32, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

const IS_OVER: &str = "The curl commands were for the shop that this check started and ended. The command after \"again\" \
                       starts it with new credentials.\n";

fn xml_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(xml).collect();
    lines.join("\n")
}

/// A string in XML. Characters that XML does not have are escaped as they are for a terminal.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_request_is_no_plural() {
        assert_eq!(counted(1, "request"), "1 request");
        assert_eq!(counted(2, "command"), "2 commands");
    }
}
