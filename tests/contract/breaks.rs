//! Deliberately wrong transports, at least one for each clause. The contract test must find the
//! flaw of each.

use std::collections::HashSet;

use bytes::Bytes;
use http::Request;
use http::Response;
use http::StatusCode;
use plutu_contract::transport;
use plutu_contract::transport::Clause;
use plutu_contract::transport::ClauseError;
use plutu_contract::transport::ContractError;
use plutu_contract::transport::TIMEOUTS;
use plutu_http::Timeouts;
use plutu_http::Transport;
use plutu_http::TransportError;
use plutu_http::TransportErrorKind;
use plutu_http::transport::MAX_BODY;
use reqwest::redirect::Policy;
use tokio::task::JoinSet;

/// A flaw of a transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Flaw {
    DropsAHeader,
    ChangesTheBody,
    SendsAgainAfterAnError,
    SendsAgainAfterA503,
    KeepsConnections,
    FollowsRedirects,
    ClaimsEveryErrorIsNotSent,
    ClaimsATimeOutIsNotSent,
    IgnoresTimeouts,
    ReadsForEver,
    ReadsHalfOfTheCap,
    Unpacks,
    TrustsAnybody,
    MakesErrorsOfStatuses,
    DropsTheAnswersHeaders,
    TakesABrokenBody,
}

impl Flaw {
    const ALL: [(Self, Clause); 16] = [
        (Self::DropsAHeader, Clause::SendsAsGiven),
        (Self::ChangesTheBody, Clause::SendsAsGiven),
        (Self::SendsAgainAfterAnError, Clause::SendsOnce),
        (Self::SendsAgainAfterA503, Clause::SendsOnce),
        (Self::KeepsConnections, Clause::UsesFreshConnection),
        (Self::FollowsRedirects, Clause::FollowsNoRedirect),
        (
            Self::ClaimsEveryErrorIsNotSent,
            Clause::ClaimsNotSentOnlyIfCertain,
        ),
        (
            Self::ClaimsATimeOutIsNotSent,
            Clause::ClaimsNotSentOnlyIfCertain,
        ),
        (Self::IgnoresTimeouts, Clause::KeepsTimeouts),
        (Self::ReadsForEver, Clause::CapsBody),
        (Self::ReadsHalfOfTheCap, Clause::GivesAnswersAsTheyCame),
        (Self::Unpacks, Clause::UnpacksNothing),
        (Self::TrustsAnybody, Clause::ChecksCertificate),
        (Self::MakesErrorsOfStatuses, Clause::GivesAnswersAsTheyCame),
        (Self::DropsTheAnswersHeaders, Clause::GivesAnswersAsTheyCame),
        (Self::TakesABrokenBody, Clause::GivesAnswersAsTheyCame),
    ];
}

/// reqwest with a flaw.
struct Wrong {
    client: reqwest::Client,
    flaw: Flaw,
}

impl Wrong {
    fn new(flaw: Flaw) -> Self {
        let builder = reqwest::Client::builder().no_proxy();
        let builder = match flaw {
            Flaw::FollowsRedirects => builder.redirect(Policy::limited(10)),
            _ => builder.redirect(Policy::none()),
        };
        let builder = match flaw {
            Flaw::Unpacks => builder,
            _ => builder.no_gzip(),
        };
        let builder = match flaw {
            Flaw::IgnoresTimeouts => builder,
            _ => builder.connect_timeout(TIMEOUTS.connect),
        };
        let builder = builder.danger_accept_invalid_certs(flaw == Flaw::TrustsAnybody);
        Self {
            client: builder.build().unwrap(),
            flaw,
        }
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let timeouts: Timeouts = request.extensions().get().copied().unwrap();
        let mut request = reqwest::Request::try_from(request).unwrap();
        if self.flaw != Flaw::IgnoresTimeouts {
            *request.timeout_mut() = Some(timeouts.total);
        }
        let answer = self
            .client
            .execute(request)
            .await
            .map_err(|error| self.failed(&error))?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        if self.flaw != Flaw::DropsTheAnswersHeaders {
            *response.headers_mut() = answer.headers().clone();
        }
        *response.body_mut() = self.read(answer).await?;
        Ok(response)
    }

    async fn read(&self, mut answer: reqwest::Response) -> Result<Bytes, TransportError> {
        let mut body = Vec::new();
        loop {
            match answer.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(_) if self.flaw == Flaw::TakesABrokenBody => break,
                Err(error) => return Err(self.failed(&error)),
            }
            if body.len() > MAX_BODY && self.flaw != Flaw::ReadsForEver {
                return Err(TransportErrorKind::TooLarge.into());
            }
        }
        if self.flaw == Flaw::ReadsHalfOfTheCap {
            body.truncate(MAX_BODY / 2);
        }
        Ok(body.into())
    }

    fn failed(&self, error: &reqwest::Error) -> TransportError {
        match self.flaw {
            Flaw::ClaimsEveryErrorIsNotSent => TransportErrorKind::Connect.into(),
            Flaw::ClaimsATimeOutIsNotSent if error.is_timeout() => TransportErrorKind::Build.into(),
            _ if error.is_connect() => TransportErrorKind::Connect.into(),
            _ => TransportErrorKind::Other.into(),
        }
    }
}

impl Transport for Wrong {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        match self.flaw {
            Flaw::KeepsConnections => drop(request.headers_mut().remove("connection")),
            Flaw::DropsAHeader => drop(request.headers_mut().remove("x-api-key")),
            Flaw::ChangesTheBody => {
                let form = String::from_utf8(request.body().to_vec()).unwrap();
                *request.body_mut() = form.replace('+', "%20").into();
            }
            _ => {}
        }
        let outcome = self.exchange(request.clone()).await;
        match (self.flaw, &outcome) {
            (Flaw::SendsAgainAfterAnError, Err(_)) => self.exchange(request).await,
            (Flaw::SendsAgainAfterA503, Ok(answer))
                if answer.status() == StatusCode::SERVICE_UNAVAILABLE =>
            {
                self.exchange(request).await
            }
            (Flaw::MakesErrorsOfStatuses, Ok(answer)) if !answer.status().is_success() => {
                Err(TransportErrorKind::Other.into())
            }
            _ => outcome,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t20_t21_t22_t23_the_contract_test_finds_every_flaw() {
    let mut checks = JoinSet::new();
    for (flaw, clause) in Flaw::ALL {
        checks.spawn(async move {
            let error = transport::check(&Wrong::new(flaw)).await.unwrap_err();
            let shown = error.to_string();
            let ContractError::Broken(errors) = error else {
                panic!("{shown}")
            };
            let found: HashSet<_> = errors.iter().map(ClauseError::clause).collect();
            (flaw, found, clause, shown)
        });
    }
    let found = checks.join_all().await;
    for (flaw, clauses, clause, shown) in &found {
        assert_eq!(*clauses, HashSet::from([*clause]), "{flaw:?}:{shown}");
        assert!(shown.contains(&clause.to_string()), "{shown}");
    }
    let caught: HashSet<_> = found.iter().map(|(_, _, clause, _)| *clause).collect();
    assert_eq!(
        caught,
        Clause::ALL.iter().copied().collect(),
        "no transport breaks one of the clauses"
    );
}
