//! The fields of a request.

use plutu_core::spec::FieldSpec;

/// The fields of a request that came to the sandbox, decoded and checked as they are declared.
pub(crate) struct ReceivedFields(Vec<(&'static FieldSpec, String)>);

impl ReceivedFields {
    pub(crate) const fn new(fields: Vec<(&'static FieldSpec, String)>) -> Self {
        Self(fields)
    }

    /// The value of the field with this name in Rust, as it stood on the wire; `None` if the
    /// request does not declare it, or did not bring it.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.iter();
        fields.find(|(own, _)| *own == name).map(|(_, text)| text)
    }

    /// The names in Rust and the values of all fields that came, in the order of declaration.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(field, text)| (field.name, text.as_str()))
    }
}
