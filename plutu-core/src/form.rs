//! The form of a request, and how it is written.

use std::fmt;

use crate::encode;
use crate::field::FormValue;
use crate::field::RequestField;
use crate::spec::RequestSpec;

/// A form, written field by field.
///
/// The code that the attribute generates writes requests with it. If you implement
/// [`Request`](crate::Request) by hand, you write the form with it too.
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
    /// If the form is for `Debug`, the values are collected here, and `text` stays empty.
    shown: Option<ShownFields>,
}

impl Form {
    /// Makes a form with room for two URLs of usual length.
    pub(crate) fn with_usual_capacity() -> Self {
        Self {
            text: String::with_capacity(256),
            shown: None,
        }
    }

    /// Makes a form that collects what `Debug` shows of a request.
    pub(crate) fn for_debug(is_pretty: bool) -> Self {
        let values = Vec::new();
        Self {
            text: String::new(),
            shown: Some(ShownFields { is_pretty, values }),
        }
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, field: &impl RequestField) {
        if let Some(shown) = &mut self.shown {
            shown.push(&Shown(field));
            return;
        }
        self.begin(name);
        field.write(&mut FormValue::new(&mut self.text));
    }

    /// Adds a field if it has a value.
    pub fn push_if_some(&mut self, name: &str, field: &Option<impl RequestField>) {
        match (field, &mut self.shown) {
            (field, Some(shown)) => shown.push(&field.as_ref().map(Shown)),
            (Some(field), None) => self.push(name, field),
            (None, None) => {}
        }
    }

    /// Writes the collected values, with the names from the request's description.
    pub(crate) fn debug(&self, spec: &RequestSpec, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.shown.iter().flat_map(|shown| &shown.values);
        let mut structure = f.debug_struct(spec.name);
        for (field, value) in spec.fields.iter().zip(values) {
            structure.field(field.name, &format_args!("{value}"));
        }
        structure.finish()
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

/// The values of a request's fields, as `Debug` shows them.
struct ShownFields {
    is_pretty: bool,
    values: Vec<String>,
}

impl ShownFields {
    fn push(&mut self, value: &dyn fmt::Debug) {
        self.values.push(if self.is_pretty {
            format!("{value:#?}")
        } else {
            format!("{value:?}")
        });
    }
}

/// A field as `Debug` shows it: `[redacted]` if it is personal or secret.
struct Shown<'a, T>(&'a T);

impl<T: RequestField> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if T::HIDDEN {
            f.write_str("[redacted]")
        } else {
            self.0.fmt(f)
        }
    }
}
