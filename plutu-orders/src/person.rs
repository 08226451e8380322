//! The person who decides about a payment that no callback reported.

use std::fmt;
use std::str::FromStr;

use plutu_core::FieldError;
use serde::Deserialize;
use serde::Serialize;

use crate::text::check;
use crate::text::text;

text! {
    /// The name of a person who decides about a payment. The order's history shows it.
    ///
    /// ```
    /// use plutu_orders::Person;
    ///
    /// let person: Person = "Aisha".parse()?;
    /// assert_eq!(person.as_str(), "Aisha");
    /// # Ok::<(), plutu_core::FieldError>(())
    /// ```
    Person, "person"
}
