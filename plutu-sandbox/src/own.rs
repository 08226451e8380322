//! Replies of an author's own: what a description cannot express, a function says.

use std::collections::HashMap;
use std::fmt;

use plutu_core::spec::FieldSpec;
use serde_json::Value;

/// The fields of a request that came to the sandbox, decoded and checked as they are declared.
///
/// `Debug` shows the names and nothing of the values.
///
/// See [`SandboxBuilder::answer`](crate::SandboxBuilder::answer).
pub struct ReceivedFields(Vec<(&'static FieldSpec, String)>);

impl ReceivedFields {
    pub(crate) const fn new(fields: Vec<(&'static FieldSpec, String)>) -> Self {
        Self(fields)
    }

    /// The value of the field with this name in Rust, as it stood on the wire; `None` if the
    /// request does not declare it, or did not bring it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.iter();
        fields.find(|(own, _)| *own == name).map(|(_, text)| text)
    }

    /// The names in Rust and the values of all fields that came, in the order of declaration.
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

/// An error that the sandbox answers a request with, instead of a reply of the author's own.
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
    /// An error with this HTTP status, code and message. A status that is not an error's, from 400
    /// to 599, becomes 500.
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

    /// What people read. In the answer it stands behind the code.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// What an author's function answers a request with.
pub(crate) type Answer = dyn Fn(&ReceivedFields) -> Result<Value, Refusal> + Send + Sync;

/// The functions that answer, each for one request: the name of its gateway, and its action.
#[derive(Default)]
pub(crate) struct Answers(HashMap<(&'static str, &'static str), Box<Answer>>);

impl Answers {
    /// Sets the function of a request, instead of an earlier one.
    pub(crate) fn set(&mut self, gateway: &'static str, action: &'static str, answer: Box<Answer>) {
        self.0.insert((gateway, action), answer);
    }

    pub(crate) fn of(&self, gateway: &'static str, action: &'static str) -> Option<&Answer> {
        self.0.get(&(gateway, action)).map(Box::as_ref)
    }

    /// The requests that have a function.
    pub(crate) fn requests(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.keys().copied()
    }
}
