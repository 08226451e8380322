//! A request's form while it is being written.

use std::fmt;

use crate::encode;
use crate::field::FormValue;
use crate::field::RequestField;

/// A form that is being written, field by field.
///
/// The attribute writes requests with it, and so does a request that implements
/// [`Request`](crate::Request) by hand.
///
/// ```
/// use plutu_core::field::Language;
/// use plutu_core::{Form, InvoiceNo};
///
/// let invoice_no: InvoiceNo = "INV-1001".parse()?;
/// let mut form = Form::default();
/// form.push("invoice_no", &invoice_no);
/// form.push_if_some("lang", &None::<Language>);
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Default)]
pub struct Form {
    text: String,
}

impl Form {
    /// A form with room for two URLs of usual length.
    pub(crate) fn with_usual_capacity() -> Self {
        Self {
            text: String::with_capacity(256),
        }
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, field: &impl RequestField) {
        self.begin(name);
        field.write(&mut FormValue::new(&mut self.text));
    }

    /// Adds a field if there is a value.
    pub fn push_if_some(&mut self, name: &str, field: &Option<impl RequestField>) {
        if let Some(field) = field {
            self.push(name, field);
        }
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }

    fn begin(&mut self, name: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        encode::append(name, &mut self.text);
        self.text.push('=');
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form([{} bytes])", self.text.len())
    }
}
