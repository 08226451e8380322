//! The errors of descriptions that cannot be played.

use std::fmt;

/// An error in a gateway's description, because of which the sandbox cannot play the gateway.
///
/// [`SandboxBuilder::start`](crate::SandboxBuilder::start) returns it inside an
/// [`io::Error`](std::io::Error) of the kind `InvalidInput`. `Debug` shows the same sentence as
/// `Display`, because a `main` that returns the error prints its `Debug` output.
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
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
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

    /// The name of the request, callback or return page that has the error. `None` if the error
    /// concerns the whole gateway.
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

impl fmt::Debug for DescriptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn part(request: Option<&str>) -> String {
    request
        .map(|name| format!(", `{name}`"))
        .unwrap_or_default()
}

/// The problem of a description. Its `Display` says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptionProblem {
    /// The gateway declares no request.
    #[error("it has no request; register the `Gateway` of a module with `#[plutu_gateway]`")]
    NoRequest,
    /// The gateway's name contains a character that is not supported in a path.
    #[error("its name is not a valid part of a path; use ASCII letters, digits, `_`, `-` and `.`")]
    Name,
    /// The action contains a character that is not supported in a path.
    #[error(
        "the action `{action}` is not a valid part of a path; use ASCII letters, digits, `_`, `-` and `.`"
    )]
    Action {
        /// The action.
        action: &'static str,
    },
    /// Another request has the same action.
    #[error(
        "`{first}` and `{second}` have the same action `{action}`; give one of them another action: \
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
    /// `answers` names something that is not a request of the gateway.
    #[error("`answers` names `{answered}`, which is not a request of this gateway")]
    UnknownAnswered {
        /// The name.
        answered: &'static str,
    },
    /// A charge has no request before it that the sandbox can play.
    #[error(
        "it is a charge without a challenge before it; write `answers = Verify(process_id, amount)`, where `Verify` \
         has `reply = Challenge`; if the first reply is a type of your own, the charge's reply must be your own type \
         too: then answer both requests with `.answer::<…>(…)`"
    )]
    NothingBefore,
    /// A request that moves no money is declared with `moves_money`.
    #[error(
        "a request that opens a page or begins a challenge moves no money; remove `moves_money`"
    )]
    MovesMoney,
    /// No charge answers a challenge.
    #[error(
        "no charge answers its challenge, so the length of the one-time password is not known; declare a charge with \
         `answers = {request}(process_id, amount)` and a field `code: Otp<6>`"
    )]
    Unanswered {
        /// The request of the challenge.
        request: &'static str,
    },
    /// The charges that answer a challenge expect passwords of different lengths.
    #[error(
        "the requests that answer it expect one-time passwords of different lengths; give each its own challenge"
    )]
    OtherLength,
    /// A field is missing.
    #[error("it has no {what}; add `pub {declaration}`")]
    NoField {
        /// The content of the field.
        what: &'static str,
        /// The declaration to add.
        declaration: &'static str,
    },
    /// Two fields have a kind that only one field may have.
    #[error(
        "`{first}` and `{second}` both have the kind `{kind}`; give one of them a type of another kind, for example \
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
    /// A field that every payment needs is optional.
    #[error("`{field}` is optional, but every payment needs it; declare it without `Option`")]
    Optional {
        /// The field.
        field: &'static str,
    },
    /// The field's example is not a valid value.
    #[error(
        "the example `{example}` of `{field}` is refused by the field's own check: {reason}; set a valid \
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
    /// The field's values do not match its kind or its name.
    #[error(
        "the example `{example}` of `{field}` cannot be read as `{kind}`: {reason}; use another type for the \
         field, or set another `const KIND` in this one"
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
    /// The field does not accept the sandbox's one-time password.
    #[error(
        "`{field}` does not accept the sandbox's one-time password, which is the digit 1 as often as the field's \
         kind says (1 to 32 times); set `const KIND: FieldKind = FieldKind::Otp {{ digits }}` to the number of \
         digits that its `check` accepts"
    )]
    Otp {
        /// The field.
        field: &'static str,
    },
    /// A request opens a page or has a callback URL, but no callback is declared.
    #[error(
        "the gateway has no callback, but its page or its callback URL needs one; declare the gateway's \
         `#[callback]`"
    )]
    NoCallback,
    /// The callback has no way to the shop.
    #[error(
        "the gateway's callback has no way to the shop: the payer returns with the return page, and no field \
         says where the server posts the callback; add `pub callback_url: CallbackUrl`, or remove the \
         return page"
    )]
    NoCarrier,
    /// `SandboxBuilder::answer` was called for a request that the sandbox does not play.
    #[error(
        "`SandboxBuilder::answer` was called for a request that the sandbox does not play; add its gateway: \
         `SandboxBuilder::gateway::<…>()`"
    )]
    AnswersNothing,
    /// `SandboxBuilder::answer` was called for a request that the sandbox answers itself.
    #[error(
        "`SandboxBuilder::answer` was called for it, but the sandbox answers it itself; remove the call"
    )]
    AnswersKnown,
}
