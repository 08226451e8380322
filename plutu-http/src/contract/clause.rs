//! The clauses of a transport's contract that can be seen from outside.

use std::fmt;

/// A clause of the contract that a [`Transport`](crate::Transport#contract) holds to. `Display` shows it
/// as a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// The request goes out as it is.
    SendsAsGiven,
    /// The request goes out once.
    SendsOnce,
    /// No redirect is followed.
    FollowsNoRedirect,
    /// An error says "not sent" only if it is certain.
    ClaimsNotSentOnlyIfCertain,
    /// The time-outs are kept.
    KeepsTimeouts,
    /// A body that is too long is not read.
    CapsBody,
    /// Nothing is decompressed.
    UnpacksNothing,
    /// The server's certificate is checked.
    ChecksCertificate,
    /// The answer is given as it came, whatever its status is, and only if it is whole.
    GivesAnswersAsTheyCame,
}

impl Clause {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::SendsAsGiven,
        Self::SendsOnce,
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
            Self::SendsAsGiven => "sends the request as it is",
            Self::SendsOnce => "sends the request once",
            Self::FollowsNoRedirect => "never follows a redirect",
            Self::ClaimsNotSentOnlyIfCertain => {
                "calls an error `Connect` or `Build` only if the request cannot have reached the server"
            }
            Self::KeepsTimeouts => "keeps to the time-outs",
            Self::CapsBody => "reads no more than `MAX_BODY` of the answer's body, and so much of it",
            Self::UnpacksNothing => "does not decompress the answer's body",
            Self::ChecksCertificate => "checks the server's certificate",
            Self::GivesAnswersAsTheyCame => {
                "gives the answer as it came, whatever its status is, and only if it is whole"
            }
        })
    }
}
