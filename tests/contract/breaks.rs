//! Transports that are wrong on purpose, at least one for each clause: the contract test finds them
//! out.

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

/// What is wrong with a transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Vice {
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

impl Vice {
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

/// reqwest, with a vice.
struct Wrong {
    client: reqwest::Client,
    vice: Vice,
}

impl Wrong {
    fn new(vice: Vice) -> Self {
        let builder = reqwest::Client::builder().no_proxy();
        let builder = match vice {
            Vice::FollowsRedirects => builder.redirect(Policy::limited(10)),
            _ => builder.redirect(Policy::none()),
        };
        let builder = match vice {
            Vice::Unpacks => builder,
            _ => builder.no_gzip(),
        };
        let builder = match vice {
            Vice::IgnoresTimeouts => builder,
            _ => builder.connect_timeout(TIMEOUTS.connect),
        };
        let builder = builder.danger_accept_invalid_certs(vice == Vice::TrustsAnybody);
        Self {
            client: builder.build().unwrap(),
            vice,
        }
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let timeouts: Timeouts = request.extensions().get().copied().unwrap();
        let mut request = reqwest::Request::try_from(request).unwrap();
        if self.vice != Vice::IgnoresTimeouts {
            *request.timeout_mut() = Some(timeouts.total);
        }
        let answer = self
            .client
            .execute(request)
            .await
            .map_err(|error| self.failed(&error))?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        if self.vice != Vice::DropsTheAnswersHeaders {
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
                Err(_) if self.vice == Vice::TakesABrokenBody => break,
                Err(error) => return Err(self.failed(&error)),
            }
            if body.len() > MAX_BODY && self.vice != Vice::ReadsForEver {
                return Err(TransportErrorKind::TooLarge.into());
            }
        }
        if self.vice == Vice::ReadsHalfOfTheCap {
            body.truncate(MAX_BODY / 2);
        }
        Ok(body.into())
    }

    fn failed(&self, error: &reqwest::Error) -> TransportError {
        match self.vice {
            Vice::ClaimsEveryErrorIsNotSent => TransportErrorKind::Connect.into(),
            Vice::ClaimsATimeOutIsNotSent if error.is_timeout() => TransportErrorKind::Build.into(),
            _ if error.is_connect() => TransportErrorKind::Connect.into(),
            _ => TransportErrorKind::Other.into(),
        }
    }
}

impl Transport for Wrong {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        match self.vice {
            Vice::KeepsConnections => drop(request.headers_mut().remove("connection")),
            Vice::DropsAHeader => drop(request.headers_mut().remove("x-api-key")),
            Vice::ChangesTheBody => {
                let form = String::from_utf8(request.body().to_vec()).unwrap();
                *request.body_mut() = form.replace('+', "%20").into();
            }
            _ => {}
        }
        let outcome = self.exchange(request.clone()).await;
        match (self.vice, &outcome) {
            (Vice::SendsAgainAfterAnError, Err(_)) => self.exchange(request).await,
            (Vice::SendsAgainAfterA503, Ok(answer))
                if answer.status() == StatusCode::SERVICE_UNAVAILABLE =>
            {
                self.exchange(request).await
            }
            (Vice::MakesErrorsOfStatuses, Ok(answer)) if !answer.status().is_success() => {
                Err(TransportErrorKind::Other.into())
            }
            _ => outcome,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_vice_is_found_out() {
    let mut checks = JoinSet::new();
    for (vice, clause) in Vice::ALL {
        checks.spawn(async move {
            let error = transport::check(&Wrong::new(vice)).await.unwrap_err();
            let shown = error.to_string();
            let ContractError::Broken(errors) = error else {
                panic!("{shown}")
            };
            let found: HashSet<_> = errors.iter().map(ClauseError::clause).collect();
            (vice, found, clause, shown)
        });
    }
    let found = checks.join_all().await;
    for (vice, clauses, clause, shown) in &found {
        assert_eq!(*clauses, HashSet::from([*clause]), "{vice:?}:{shown}");
        assert!(shown.contains(&clause.to_string()), "{shown}");
    }
    let caught: HashSet<_> = found.iter().map(|(_, _, clause, _)| *clause).collect();
    assert_eq!(
        caught,
        Clause::ALL.iter().copied().collect(),
        "a clause without a vice"
    );
}
