//! Replies of an author's own type. A description cannot express them, so a function makes them.

use std::collections::HashMap;
use std::fmt;

use plutu_core::Gateway;
use plutu_core::Request;
use plutu_core::spec::FieldSpec;
use serde_json::Value;

/// The fields of a received request, decoded and checked as declared.
///
/// `Debug` shows the names and no values.
///
/// See [`SandboxBuilder::answer`](crate::SandboxBuilder::answer).
pub struct ReceivedFields(Vec<(&'static FieldSpec, String)>);

impl ReceivedFields {
    pub(crate) const fn new(fields: Vec<(&'static FieldSpec, String)>) -> Self {
        Self(fields)
    }

    /// The value on the wire of the field with this name in Rust. `None` if the request does not
    /// declare the field, or was sent without it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.iter();
        fields.find(|(own, _)| *own == name).map(|(_, text)| text)
    }

    /// The names in Rust and the values of all received fields, in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(field, text)| (field.name, text.as_str()))
    }
}

impl fmt::Debug for ReceivedFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// An error that the sandbox returns instead of the author's reply.
///
/// ```
/// use plutu_sandbox::Refusal;
///
/// let refusal = Refusal::new(400, "TILL_CLOSED", "the till is closed");
/// assert_eq!((refusal.status(), refusal.code()), (400, "TILL_CLOSED"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    status: u16,
    code: String,
    message: String,
}

impl Refusal {
    /// An error with this HTTP status, code and message. A status outside of 400 to 599 becomes
    /// 500.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        let is_error = (400..600).contains(&status);
        Self {
            status: if is_error { status } else { 500 },
            code: code.into(),
            message: message.into(),
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The error's code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message for people. In the answer it follows the code.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// An author's function that answers a request.
pub(crate) type Answer = dyn Fn(&ReceivedFields) -> Result<Value, Refusal> + Send + Sync;

/// The authors' functions, by the name of the gateway and the action of the request.
#[derive(Default)]
pub(crate) struct Answers(HashMap<(&'static str, &'static str), Box<Answer>>);

impl Answers {
    /// Sets the function that answers a request. It replaces an earlier one.
    pub(crate) fn set<R: Request>(
        &mut self,
        answer: impl Fn(&ReceivedFields) -> Result<Value, Refusal> + Send + Sync + 'static,
    ) {
        let gateway = <R::Gateway as Gateway>::NAME;
        self.0.insert((gateway, R::ACTION), Box::new(answer));
    }

    pub(crate) fn of(&self, gateway: &'static str, action: &'static str) -> Option<&Answer> {
        self.0.get(&(gateway, action)).map(Box::as_ref)
    }

    /// The requests that have a function.
    pub(crate) fn requests(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.keys().copied()
    }
}
