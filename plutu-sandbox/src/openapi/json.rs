//! JSON objects that keep the order of their members, even if another crate of the build enables
//! other features of `serde_json`.

use std::borrow::Cow;

use serde::Serialize;
use serde::Serializer;

/// A JSON object.
#[derive(Default)]
pub(crate) struct Object(Vec<(Cow<'static, str>, Node)>);

impl Object {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    pub(super) fn with(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Node>,
    ) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// Adds a member if there is a value.
    pub(super) fn with_some(
        self,
        name: impl Into<Cow<'static, str>>,
        value: Option<impl Into<Node>>,
    ) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a member if the list is not empty.
    pub(super) fn with_any<V: Into<Node>>(
        self,
        name: impl Into<Cow<'static, str>>,
        values: Vec<V>,
    ) -> Self {
        self.with_some(name, (!values.is_empty()).then_some(values))
    }
}

impl FromIterator<(String, Object)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Object)>>(members: I) -> Self {
        let members = members.into_iter();
        Self(
            members
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// A JSON value.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Node {
    Text(Cow<'static, str>),
    Flag(bool),
    List(Vec<Node>),
    Object(Object),
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<V: Into<Node>> From<Vec<V>> for Node {
    fn from(values: Vec<V>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<V: Into<Node>, const N: usize> From<[V; N]> for Node {
    fn from(values: [V; N]) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}
