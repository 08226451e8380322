//! Compares what a transport did in a [`trial`](super::trial) with its contract.

use bytes::Bytes;
use http::Response;
use http::header;
use plutu_core::Certainty;
use plutu_http::TransportError;

use super::clause::Clause;
use super::error::ClauseError;
use super::fault::Fault;
use super::server::Received;
use super::server::Server;
use super::trial::Trial;

/// The judgment about one request. It checks every clause.
pub(super) struct Judgment<'a> {
    trial: &'a Trial,
    sure_to_be_connected: bool,
    found: Vec<ClauseError>,
}

impl<'a> Judgment<'a> {
    pub(super) fn new(trial: &'a Trial, sure_to_be_connected: bool) -> Self {
        Self {
            trial,
            sure_to_be_connected,
            found: Vec::new(),
        }
    }

    pub(super) fn on(
        mut self,
        outcome: Result<Response<Bytes>, TransportError>,
    ) -> Vec<ClauseError> {
        self.on_what_was_sent();
        self.on_how_long_it_went_on();
        match (outcome, self.trial.fault) {
            // The answer belongs to another request. This was already reported.
            (Ok(_), _) | (_, Some(Fault::LateAnswer)) if self.was_sent_elsewhere() => {}
            (Ok(answer), Some(fault)) if !fault.is_answered() => self.on_answer_to(fault, &answer),
            (Ok(answer), _) => self.on_answer(&answer),
            (Err(error), _) if error.not_sent() => self.on_not_sent(&error),
            (Err(error), _) => self.on_error(&error),
        }
        self.found
    }

    fn on_what_was_sent(&mut self) {
        let Trial { scene, fault, .. } = self.trial;
        let posts = scene.posts();
        match fault {
            Some(Fault::SelfSigned | Fault::WrongName | Fault::Expired) if posts > 0 => {
                self.find(Clause::ChecksCertificate, "it sent the request");
            }
            // The first request is never read completely, so this is a second one.
            Some(Fault::ClosedUnread | Fault::ResetMidway) if posts > 0 => {
                self.find(Clause::SendsOnce, "it sent the request again");
            }
            _ if posts > 1 => {
                self.find(
                    Clause::SendsOnce,
                    format!("the server read {posts} requests"),
                );
            }
            _ => {}
        }
        let is_used_again = |server: &Server| server.requests_on_used_connections() > 0;
        if scene.server().is_some_and(is_used_again) {
            self.find(
                Clause::UsesFreshConnection,
                "it sent the request over a connection that had carried another one",
            );
        }
        let is_at_target = |target: &Server| target.connections() > 0;
        if scene.elsewhere().is_some_and(is_at_target) {
            self.find(
                Clause::FollowsNoRedirect,
                "it went to the redirect's target",
            );
        }
        let requests = scene.server().map(Server::requests).unwrap_or_default();
        if let Some(different) = requests.first().and_then(|sent| self.difference(sent)) {
            self.find(Clause::SendsAsGiven, different);
        }
    }

    /// The difference between the request that was sent and the one that was given.
    fn difference(&self, sent: &Received) -> Option<String> {
        let given = &self.trial.request;
        let line = format!("POST {} HTTP/1.1", given.uri().path());
        if sent.line() != line {
            return Some("the method or the path is different".to_owned());
        }
        if sent.body() != *given.body() {
            return Some("the body is different".to_owned());
        }
        // `Connection` is for the transport, and HTTP/2 forbids it. `UsesFreshConnection` tests its
        // effect.
        let headers = given.headers().iter();
        let headers = headers.filter(|(name, _)| *name != header::CONNECTION);
        let mut different = headers.filter(|(name, value)| {
            let named = sent
                .headers()
                .filter(|(sent, _)| sent.eq_ignore_ascii_case(name.as_str()));
            let values: Vec<_> = named.map(|(_, value)| value.as_bytes()).collect();
            values != [value.as_bytes()]
        });
        let (name, _) = different.next()?;
        Some(format!(
            "the header {name} is missing, different or repeated"
        ))
    }

    fn on_how_long_it_went_on(&mut self) {
        let scene = &self.trial.scene;
        if scene.gave_up() {
            self.find(Clause::KeepsTimeouts, "it waited until the server gave up");
        }
        let written = scene.server().map_or(0, Server::bytes_written);
        if written > MAX_TAKEN {
            self.find(Clause::CapsBody, format!("it accepted {written} bytes"));
        }
    }

    /// Whether the answer may belong to another request, or come from another server.
    fn was_sent_elsewhere(&self) -> bool {
        self.found.iter().any(|error| {
            matches!(
                error.clause,
                Clause::SendsOnce
                    | Clause::UsesFreshConnection
                    | Clause::FollowsNoRedirect
                    | Clause::ChecksCertificate
            )
        })
    }

    /// Judges an answer after a fault that gives none, or only a part of one.
    fn on_answer_to(&mut self, fault: Fault, answer: &Response<Bytes>) {
        let clause = match fault {
            Fault::LargeBody | Fault::EndlessBody => Clause::CapsBody,
            _ => Clause::GivesAnswersAsTheyCame,
        };
        let length = answer.body().len();
        self.find(clause, format!("it returned an answer of {length} bytes"));
    }

    fn on_answer(&mut self, answer: &Response<Bytes>) {
        let Trial { scene, fault, .. } = self.trial;
        // Requests and answers differ only in their first line.
        let Some(written) = Received::read(scene.written()) else {
            return;
        };
        let status = written.line().split(' ').nth(1).unwrap_or_default();
        if answer.status().as_str() != status {
            let clause = match fault {
                Some(fault) if fault.is_redirect() => Clause::FollowsNoRedirect,
                _ => Clause::GivesAnswersAsTheyCame,
            };
            return self.find(
                clause,
                format!("it changed the status {status} to {}", answer.status()),
            );
        }
        if *answer.body() != written.body() {
            let clause = match fault {
                Some(Fault::Gzip) => Clause::UnpacksNothing,
                _ => Clause::GivesAnswersAsTheyCame,
            };
            return self.find(clause, "it returned a different body");
        }
        for (name, value) in written.headers() {
            let given = answer.headers().get(name).map(http::HeaderValue::as_bytes);
            if given != Some(value.as_bytes()) {
                self.find(
                    Clause::GivesAnswersAsTheyCame,
                    format!("the answer's header {name} is missing or different"),
                );
            }
        }
    }

    fn on_not_sent(&mut self, error: &TransportError) {
        let Trial { scene, fault, .. } = self.trial;
        let Some(fault) = fault else {
            return self.on_error(error);
        };
        let was_sent = scene.posts() > 0 || self.sure_to_be_connected;
        if fault.certainty(true) != Certainty::NotSent && was_sent {
            self.find(
                Clause::ClaimsNotSentOnlyIfCertain,
                format!("it reported `{:?}`", error.kind()),
            );
        }
    }

    fn on_error(&mut self, error: &TransportError) {
        let must_be_answered = match self.trial.fault {
            // An error is as safe as the answer.
            Some(Fault::Gzip) => false,
            Some(fault) => fault.is_answered() && !fault.is_redirect(),
            None => true,
        };
        if must_be_answered {
            self.find(
                Clause::GivesAnswersAsTheyCame,
                format!("it reported `{:?}`", error.kind()),
            );
        }
    }

    fn find(&mut self, clause: Clause, observation: impl Into<String>) {
        self.found.push(ClauseError {
            clause,
            fault: self.trial.fault,
            observation: observation.into(),
        });
    }
}

/// The maximum number of bytes that a server may write before the client closes the connection.
/// Most of them are in the buffers of the two sockets.
const MAX_TAKEN: u64 = 48 * 1_048_576;
