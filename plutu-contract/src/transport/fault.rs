//! The faults that can happen between a request and its answer, and what is known about the money
//! after each of them. The module [`scene`](super::scene) plays them.

use std::fmt;

use plutu_core::Certainty;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident: $text:literal = $certainty:ident,)*) => {
        /// A fault between a request and its answer.
        ///
        /// [`Scene::of`](super::Scene::of) plays a fault. `Display` shows the name that the table
        /// in plutu-http's guide [What is known about the money][certainty] uses.
        ///
        /// [certainty]: https://docs.rs/plutu-http/latest/plutu_http/guides/certainty/index.html
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
            /// All faults, in the order in which they can happen to a request.
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
    /// The host never accepts the connection.
    ConnectStall: "connecting stalls until its time-out" = NotSent,
    /// A server without TLS answers the handshake.
    TlsToPlain: "TLS to a plain server" = NotSent,
    /// The connection closes during the handshake.
    TlsClosed: "closed in the TLS handshake" = NotSent,
    /// The handshake is never answered.
    TlsStall: "TLS handshake stalls until the connect time-out" = NotSent,
    /// The certificate is self-signed.
    SelfSigned: "self-signed certificate" = NotSent,
    /// The certificate is for another host.
    WrongName: "certificate for another name" = NotSent,
    /// The certificate has expired.
    Expired: "expired certificate" = NotSent,

    /// The connection is accepted and closed before anything is read.
    ClosedUnread: "accepted and closed" = Unknown,
    /// The connection closes after the request was read.
    Closed: "read and closed" = Unknown,
    /// The connection is reset after one byte of the request was read.
    ResetMidway: "reset in the middle of the request" = Unknown,
    /// The connection is reset after the request was read.
    Reset: "read and reset" = Unknown,
    /// A kept connection, which has carried an answer, closes after the second request was read.
    ReusedClosed: "kept connection closes on reuse" = Unknown,
    /// The request is read, and the server sends no answer.
    Silence: "read, then silence" = Unknown,
    /// The server sends a provisional status, but no final answer.
    ProvisionalThenSilence: "1xx, then silence" = Unknown,

    /// The answer is not HTTP.
    Garbage: "garbage" = Unknown,
    /// The server sends a body without a head.
    Http09: "HTTP/0.9" = Unknown,
    /// The answer ends in the middle of its head.
    CutHead: "cut head" = Unknown,
    /// The answer's head does not end within 64 MiB.
    HugeHead: "headers without end" = Unknown,
    /// The server sends the head, but never the body.
    HeadThenSilence: "headers, then silence" = Unknown,
    /// The server sends the body byte by byte, without end.
    Trickle: "body that trickles without end" = Unknown,
    /// The body is shorter than its `Content-Length`.
    CutBody: "cut body (length)" = Unknown,
    /// The body lacks its last chunk.
    CutChunks: "cut body (chunked)" = Unknown,
    /// The connection is reset in the middle of the body.
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

    /// Status 204 without a body.
    NoContent: "204" = Unknown,
    /// Status 200 with an HTML page.
    SuccessHtml: "200 with HTML" = Unknown,
    /// Status 200 with truncated JSON.
    SuccessCutJson: "200 with cut JSON" = Unknown,
    /// Status 200 with a result of the wrong shape.
    SuccessOddResult: "200 with an odd result" = Unknown,
    /// Status 200 with the status of a refusal in the body, and without an error.
    SuccessInnerStatus: "200 with status 422 inside" = Unknown,
    /// An error in Plutu's envelope, with a code that Plutu returns only before a charge.
    Refusal: "4xx, envelope, code before a charge" = Refused,
    /// An error in Plutu's envelope, with a code that Plutu may return after the charge.
    RefusalOtherCode: "4xx, envelope, other code" = RefusedUnlessMoney,
    /// The web framework's own message, without Plutu's envelope.
    RefusalMessage: "422, bare message" = RefusedUnlessMoney,
    /// The status for too many requests, with the header `Retry-After`.
    TooManyRequests: "429, envelope, Retry-After" = Refused,
    /// A proxy's page with the status of a client error.
    RefusalHtml: "4xx without envelope" = Unknown,
    /// A server error in Plutu's envelope, with a code that otherwise means that nothing was
    /// charged.
    ServerError: "5xx with envelope" = Unknown,
    /// A proxy's page with the status of a server error.
    ServerErrorHtml: "5xx without envelope" = Unknown,

    /// A success for an earlier request arrives on a kept connection, and the request itself is
    /// refused.
    LateAnswer: "late answer to an earlier request" = Refused,
}

impl Fault {
    /// The certainty that an error must report after this fault. A transport that cannot be sure
    /// may report [`Certainty::Unknown`] instead of [`Certainty::NotSent`], but never the reverse.
    #[must_use]
    pub fn certainty(self, moves_money: bool) -> Certainty {
        match self.known() {
            Known::NotSent => Certainty::NotSent,
            Known::Refused => Certainty::Refused,
            Known::RefusedUnlessMoney if !moves_money => Certainty::Refused,
            Known::RefusedUnlessMoney | Known::Unknown => Certainty::Unknown,
        }
    }

    /// Whether only the client's time-out ends the fault.
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

    /// Whether the fault is a redirect to another server.
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

    /// Whether the fault ends with a complete answer, whatever its status.
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

/// The certainty about the money, for requests that move it and for others.
#[derive(Clone, Copy)]
enum Known {
    NotSent,
    Refused,
    RefusedUnlessMoney,
    Unknown,
}
