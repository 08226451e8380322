//! Why a description cannot be played.

/// Why the sandbox cannot play a gateway as it is described.
///
/// [`SandboxBuilder::start`](crate::SandboxBuilder::start) returns it inside of an
/// [`io::Error`](std::io::Error) of the kind `InvalidInput`:
///
/// ```
/// use plutu_core::{Gateway, currency::LYD};
/// use plutu_sandbox::{DescriptionError, DescriptionProblem, Sandbox};
///
/// struct ByHand;
///
/// impl Gateway for ByHand {
///     const NAME: &'static str = "byhand";
///     type Currency = LYD;
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let started = Sandbox::builder().gateway::<ByHand>().start().await;
/// let error = started.unwrap_err().downcast::<DescriptionError>().unwrap();
/// assert_eq!(error.gateway(), "byhand");
/// assert_eq!(error.problem(), &DescriptionProblem::NoRequest);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot play the gateway `{gateway}`{}: {problem}", part(.request.as_deref()))]
pub struct DescriptionError {
    gateway: &'static str,
    request: Option<String>,
    problem: DescriptionProblem,
}

impl DescriptionError {
    /// The gateway's name.
    #[must_use]
    pub fn gateway(&self) -> &str {
        self.gateway
    }

    /// The name of the request, callback or return page, if it is one of them.
    #[must_use]
    pub fn request(&self) -> Option<&str> {
        self.request.as_deref()
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &DescriptionProblem {
        &self.problem
    }

    pub(crate) fn of_gateway(gateway: &'static str, problem: DescriptionProblem) -> Self {
        Self {
            gateway,
            request: None,
            problem,
        }
    }

    pub(crate) fn of_request(
        gateway: &'static str,
        request: &str,
        problem: DescriptionProblem,
    ) -> Self {
        Self {
            gateway,
            request: Some(request.to_owned()),
            problem,
        }
    }
}

fn part(request: Option<&str>) -> String {
    request
        .map(|name| format!(", `{name}`"))
        .unwrap_or_default()
}

/// What is wrong with a description, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptionProblem {
    /// The gateway declares no request.
    #[error("it has no request; register the `Gateway` of a module with `#[plutu_gateway]`")]
    NoRequest,
    /// The gateway's name cannot stand in a path.
    #[error("its name cannot stand in a path; write it in ASCII letters, digits, `_`, `-` and `.`")]
    Name,
    /// The action cannot stand in a path.
    #[error(
        "the action `{action}` cannot stand in a path; write it in ASCII letters, digits, `_`, `-` and `.`"
    )]
    Action {
        /// The action.
        action: &'static str,
    },
    /// Another request has the same action.
    #[error(
        "`{first}` and `{second}` have the same action `{action}`; give one of them another: \
         `#[request(action = \"…\")]`"
    )]
    SameAction {
        /// The action.
        action: &'static str,
        /// A request.
        first: &'static str,
        /// Another request.
        second: &'static str,
    },
    /// `answers` names no request of the gateway.
    #[error("it answers `{answered}`, which is not a request of this gateway")]
    UnknownAnswered {
        /// The name.
        answered: &'static str,
    },
    /// A charge has no step before it.
    #[error(
        "it is a charge with neither a challenge nor a page before it; write `answers = Verify(process_id, amount)`, \
         where `Verify` has `reply = Challenge`"
    )]
    NothingBefore,
    /// A request that moves no money is declared to move it.
    #[error(
        "a request that opens a page or begins a challenge moves no money; leave out `moves_money`"
    )]
    MovesMoney,
    /// No charge answers a challenge.
    #[error(
        "nothing answers its challenge, so the length of the one-time password is not known; declare a charge with \
         `answers = {request}(process_id, amount)` and a field `code: Otp<6>`"
    )]
    Unanswered {
        /// The request of the challenge.
        request: &'static str,
    },
    /// The charges that answer a challenge want passwords of different lengths.
    #[error(
        "the requests that answer it want one-time passwords of different lengths; give each its own challenge"
    )]
    OtherLength,
    /// A field is missing.
    #[error("it has no {what}; add `pub {declaration}`")]
    NoField {
        /// What the field holds.
        what: &'static str,
        /// How the field is declared.
        declaration: &'static str,
    },
    /// Several fields are of a kind of which one alone has a meaning.
    #[error(
        "`{first}` and `{second}` are both of the kind `{kind}`; give one of them a type of another kind, such as \
         `PlainText`"
    )]
    SameKind {
        /// A field.
        first: &'static str,
        /// Another field.
        second: &'static str,
        /// The kind of both.
        kind: &'static str,
    },
    /// A field that the payment needs is optional.
    #[error(
        "`{field}` is optional, and no payment can be played without it; declare it without `Option`"
    )]
    Optional {
        /// The field.
        field: &'static str,
    },
    /// The field's example is not one of its values.
    #[error(
        "the example `{example}` of `{field}` is refused by the field's own check: {reason}; state \
         `const EXAMPLE` in its type"
    )]
    Example {
        /// The field.
        field: &'static str,
        /// The example.
        example: &'static str,
        /// The rule that it breaks.
        reason: String,
    },
    /// The field's values are not what its kind, or its name, says.
    #[error(
        "the example `{example}` of `{field}` cannot be read as `{kind}`: {reason}; use a type whose values \
         can, or state another `const KIND` in this one"
    )]
    Kind {
        /// The field.
        field: &'static str,
        /// The example.
        example: &'static str,
        /// The kind.
        kind: &'static str,
        /// The rule that it breaks.
        reason: String,
    },
    /// The one-time password that every payer gets is not valid.
    #[error(
        "`{field}` does not take the one-time password of the sandbox, the digit 1 as often as its kind says (1 to \
         32 times); state `const KIND: FieldKind = FieldKind::Otp {{ digits }}` as its `check` has it"
    )]
    Otp {
        /// The field.
        field: &'static str,
    },
    /// A request opens a page, or has a callback URL, and no callback is declared.
    #[error(
        "the gateway has no callback, and one is due after its page or at its callback URL; declare the \
         gateway's `#[callback]`"
    )]
    NoCallback,
    /// Nobody carries the callback.
    #[error(
        "nobody carries the gateway's callback: the payer brings back its return page, and no field \
         says where the server posts to; add `pub callback_url: CallbackUrl`, or leave out the \
         return page"
    )]
    NoCarrier,
    /// An answer was given to a request that does not exist.
    #[error(
        "an answer was given to a request that the sandbox does not play; register its gateway: \
         `SandboxBuilder::gateway::<…>()`"
    )]
    AnswersNothing,
    /// An answer was given to a request that the sandbox answers by itself.
    #[error(
        "an answer was given to it, but its reply is one that the sandbox gives by itself; leave out `answer`"
    )]
    AnswersKnown,
}
