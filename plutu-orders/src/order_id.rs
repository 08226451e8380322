//! The shop's own id of an order.

use std::fmt;
use std::str::FromStr;

use plutu_core::FieldError;
use serde::Deserialize;
use serde::Serialize;

use crate::text::check;
use crate::text::text;

text! {
    /// The shop's own id of an order: any string of up to 255 bytes without control characters.
    ///
    /// It is not an invoice number: an order has one id, and every attempt has a new invoice
    /// number.
    ///
    /// ```
    /// use plutu_orders::OrderId;
    ///
    /// let id: OrderId = "1001".parse()?;
    /// assert_eq!(id.as_str(), "1001");
    /// # Ok::<(), plutu_core::FieldError>(())
    /// ```
    OrderId, "order id"
}
