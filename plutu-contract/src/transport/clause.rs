//! The clauses of a transport's contract that a server can observe.

use std::fmt;

/// A clause of the [contract](plutu_http::Transport#contract) of a transport. `Display` shows it
/// as the end of the sentence "a transport …".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// The request is sent unchanged.
    SendsAsGiven,
    /// The request is sent once.
    SendsOnce,
    /// The request is sent over a connection that has carried no other request.
    UsesFreshConnection,
    /// No redirect is followed.
    FollowsNoRedirect,
    /// An error means `NotSent` only if this is certain.
    ClaimsNotSentOnlyIfCertain,
    /// The time-outs are kept.
    KeepsTimeouts,
    /// A body that is too long is not read.
    CapsBody,
    /// No answer is decompressed.
    UnpacksNothing,
    /// The server's certificate is checked.
    ChecksCertificate,
    /// The answer is returned unchanged, whatever its status, and only if it is complete.
    GivesAnswersAsTheyCame,
}

impl Clause {
    /// All clauses.
    pub const ALL: &[Self] = &[
        Self::SendsAsGiven,
        Self::SendsOnce,
        Self::UsesFreshConnection,
        Self::FollowsNoRedirect,
        Self::ClaimsNotSentOnlyIfCertain,
        Self::KeepsTimeouts,
        Self::CapsBody,
        Self::UnpacksNothing,
        Self::ChecksCertificate,
        Self::GivesAnswersAsTheyCame,
    ];
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SendsAsGiven => "sends the request unchanged",
            Self::SendsOnce => "sends the request once",
            Self::UsesFreshConnection => "sends the request over a fresh connection",
            Self::FollowsNoRedirect => "never follows a redirect",
            Self::ClaimsNotSentOnlyIfCertain => {
                "reports `Connect` or `Build` only if the request cannot have reached the server"
            }
            Self::KeepsTimeouts => "keeps the time-outs",
            Self::CapsBody => "reads up to `MAX_BODY` of the answer's body, and no more",
            Self::UnpacksNothing => "does not decompress the answer's body",
            Self::ChecksCertificate => "checks the server's certificate",
            Self::GivesAnswersAsTheyCame => {
                "returns the answer unchanged, whatever its status, and only if it is complete"
            }
        })
    }
}
