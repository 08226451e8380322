//! Everything that can go wrong between a request and its answer, and what is then known about the
//! money. The [`scene`](super::scene) plays it.

use std::fmt;

use plutu_core::Certainty;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident: $text:literal = $certainty:ident,)*) => {
        /// Something that goes wrong between a request and its answer.
        ///
        /// [`Scene::of`](super::Scene::of) plays one. `Display` shows its row of the table in the
        /// documentation of [`plutu_http::transport`].
        ///
        /// ```
        /// use plutu_contract::transport::Fault;
        /// use plutu_core::Certainty;
        ///
        /// assert_eq!(Fault::Reset.certainty(true), Certainty::Unknown);
        /// assert_eq!(Fault::RefusalOtherCode.certainty(false), Certainty::Refused);
        /// assert_eq!(Fault::RefusalOtherCode.certainty(true), Certainty::Unknown);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Fault {
            $($(#[$doc])* $name,)*
        }

        impl Fault {
            /// All faults, in the order in which a request meets them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            fn known(self) -> Known {
                match self {
                    $(Self::$name => Known::$certainty,)*
                }
            }
        }
    };
}

faults! {
    /// No program listens on the port.
    RefusedPort: "refused port" = NotSent,
    /// The host's name does not resolve.
    UnresolvedName: "name that does not resolve" = NotSent,
    /// The host never takes the connection.
    ConnectStall: "connecting stalls until its time-out" = NotSent,
    /// A server without TLS answers to the handshake.
    TlsToPlain: "TLS to a plain server" = NotSent,
    /// The connection closes within the handshake.
    TlsClosed: "closed in the TLS handshake" = NotSent,
    /// The handshake is never answered.
    TlsStall: "TLS handshake stalls until the connect time-out" = NotSent,
    /// The certificate is signed by itself.
    SelfSigned: "self-signed certificate" = NotSent,
    /// The certificate is for another host.
    WrongName: "certificate for another name" = NotSent,
    /// The certificate has expired.
    Expired: "expired certificate" = NotSent,

    /// The connection is accepted and closed, and nothing is read.
    ClosedUnread: "accepted and closed" = Unknown,
    /// The connection closes after the request was read.
    Closed: "read and closed" = Unknown,
    /// The connection is reset after one byte of the request was read.
    ResetMidway: "reset in the middle of the request" = Unknown,
    /// The connection is reset after the request was read.
    Reset: "read and reset" = Unknown,
    /// A connection that answered once closes when the second request was read.
    ReusedClosed: "kept connection closes on reuse" = Unknown,
    /// The request is read, and no answer comes.
    Silence: "read, then silence" = Unknown,
    /// A provisional status comes, and no final answer.
    ProvisionalThenSilence: "1xx, then silence" = Unknown,

    /// The answer is not HTTP.
    Garbage: "garbage" = Unknown,
    /// A body comes without a head.
    Http09: "HTTP/0.9" = Unknown,
    /// The answer's head breaks off.
    CutHead: "cut head" = Unknown,
    /// The answer's head does not end within 64 MiB.
    HugeHead: "headers without end" = Unknown,
    /// The head comes, and the body never.
    HeadThenSilence: "headers, then silence" = Unknown,
    /// The body comes byte by byte, without end.
    Trickle: "body that trickles without end" = Unknown,
    /// The body is shorter than its `Content-Length`.
    CutBody: "cut body (length)" = Unknown,
    /// The body lacks its last chunk.
    CutChunks: "cut body (chunked)" = Unknown,
    /// The connection is reset within the body.
    ResetInBody: "reset within the body" = Unknown,
    /// The body is ten mebibytes long.
    LargeBody: "body of 10 MiB" = Unknown,
    /// The body does not end within 256 MiB.
    EndlessBody: "body without end" = Unknown,
    /// A compressed success, although the request does not accept compression.
    Gzip: "gzip unasked" = Unknown,

    /// Status 301, to another server.
    MovedPermanently: "301 to another port" = Unknown,
    /// Status 302, to another server.
    Found: "302 to another port" = Unknown,
    /// Status 303, to another server.
    SeeOther: "303 to another port" = Unknown,
    /// Status 307, to another server.
    TemporaryRedirect: "307 to another port" = Unknown,
    /// Status 308, to another server.
    PermanentRedirect: "308 to another port" = Unknown,

    /// Status 204, and no body.
    NoContent: "204" = Unknown,
    /// Status 200, and a page.
    SuccessHtml: "200 with HTML" = Unknown,
    /// Status 200, and truncated JSON.
    SuccessCutJson: "200 with cut JSON" = Unknown,
    /// Status 200, and a result of the wrong shape.
    SuccessOddResult: "200 with an odd result" = Unknown,
    /// Status 200, a refusal's status in the body, and no error.
    SuccessInnerStatus: "200 with status 422 inside" = Unknown,
    /// An error in Plutu's envelope, whose code precedes any charge.
    Refusal: "4xx, envelope, code before a charge" = Refused,
    /// An error in Plutu's envelope, whose code may follow the charge.
    RefusalOtherCode: "4xx, envelope, other code" = RefusedUnlessMoney,
    /// The web framework's own message, without Plutu's envelope.
    RefusalMessage: "422, bare message" = RefusedUnlessMoney,
    /// Too many requests, with the header `Retry-After`.
    TooManyRequests: "429, envelope, Retry-After" = Refused,
    /// A proxy's page with a client error's status.
    RefusalHtml: "4xx without envelope" = Unknown,
    /// A server error in Plutu's envelope, whose code would precede any charge.
    ServerError: "5xx with envelope" = Unknown,
    /// A proxy's page with a server error's status.
    ServerErrorHtml: "5xx without envelope" = Unknown,

    /// A success that answers an earlier request arrives on a kept connection, and the request
    /// itself is refused.
    LateAnswer: "late answer to an earlier request" = Refused,
}

impl Fault {
    /// What an error must report after this fault. A transport that cannot be sure may report
    /// [`Certainty::Unknown`] instead of [`Certainty::NotSent`], and never the reverse.
    #[must_use]
    pub fn certainty(self, moves_money: bool) -> Certainty {
        match self.known() {
            Known::NotSent => Certainty::NotSent,
            Known::Refused => Certainty::Refused,
            Known::RefusedUnlessMoney if !moves_money => Certainty::Refused,
            Known::RefusedUnlessMoney | Known::Unknown => Certainty::Unknown,
        }
    }

    /// Whether only a client's time-out ends it.
    #[must_use]
    pub fn is_stall(self) -> bool {
        matches!(
            self,
            Self::ConnectStall
                | Self::TlsStall
                | Self::Silence
                | Self::ProvisionalThenSilence
                | Self::HeadThenSilence
                | Self::Trickle
        )
    }

    /// Whether it is a redirect to another server.
    #[must_use]
    pub fn is_redirect(self) -> bool {
        matches!(
            self,
            Self::MovedPermanently
                | Self::Found
                | Self::SeeOther
                | Self::TemporaryRedirect
                | Self::PermanentRedirect
        )
    }

    /// Whether it ends with a complete answer, whatever its status.
    #[must_use]
    pub fn is_answered(self) -> bool {
        let first_answer = Self::ALL.iter().skip_while(|fault| **fault != Self::Gzip);
        first_answer.into_iter().any(|fault| *fault == self)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// What is known about the money, whether the request moves it or not.
#[derive(Clone, Copy)]
enum Known {
    NotSent,
    Refused,
    RefusedUnlessMoney,
    Unknown,
}
