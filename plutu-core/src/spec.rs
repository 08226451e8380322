//! Descriptions of gateways as constant data: requests, fields, callbacks.
//!
//! The attribute `#[plutu_gateway]` writes the description into
//! [`Gateway::SPEC`](crate::Gateway::SPEC). The sandbox plays a gateway from its description, and
//! descriptions for other languages are generated from it. A program that does not use the
//! description does not contain it.
//!
//! ```
//! use plutu_core::Gateway;
//! use plutu_core::gateways::mpgs;
//!
//! let spec = mpgs::Gateway::SPEC;
//! assert_eq!((spec.name, spec.currency), ("mpgs", "USD"));
//!
//! let confirm = spec.request("confirm").ok_or("no such request")?;
//! assert_eq!(confirm.path, "/transaction/mpgs/confirm");
//! let lang = confirm.field("lang").ok_or("no such field")?;
//! assert!(!lang.is_required && lang.check("fr").is_err());
//!
//! let callback = spec.callback.ok_or("no callback")?;
//! assert_eq!(callback.keys.first(), Some(&"gateway"));
//! # Ok::<(), &'static str>(())
//! ```

use std::fmt;

use serde::Serialize;

use crate::field::FieldError;
use crate::field::FieldKind;

/// A gateway.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct GatewaySpec {
    /// The gateway's name in the API's paths and in callbacks.
    pub name: &'static str,
    /// The code of the currency of the gateway's amounts.
    pub currency: &'static str,
    /// The documentation of the declared module, as Markdown.
    pub docs: &'static str,
    /// The requests, in the order of declaration.
    pub requests: &'static [RequestSpec],
    /// The callback that settles an order. Orders paid by a charge are settled by its `Receipt`.
    pub callback: Option<&'static SignedSpec>,
    /// The signed parameters of the page to which the payer returns, if they are not the callback.
    pub return_page: Option<&'static SignedSpec>,
}

impl GatewaySpec {
    /// Describes a gateway of which only the name and the currency are known.
    pub(crate) const fn undeclared(name: &'static str, currency: &'static str) -> Self {
        Self {
            name,
            currency,
            docs: "",
            requests: &[],
            callback: None,
            return_page: None,
        }
    }

    /// Finds a request by its action.
    #[must_use]
    pub fn request(&self, action: &str) -> Option<&'static RequestSpec> {
        let mut requests = self.requests.iter();
        requests.find(|request| request.action == action)
    }
}

/// A request to one of a gateway's endpoints.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct RequestSpec {
    /// The name of the struct.
    pub name: &'static str,
    /// The documentation of the struct, as Markdown.
    pub docs: &'static str,
    /// The last segment of the endpoint's path.
    pub action: &'static str,
    /// The endpoint's path, relative to the base URL: `/transaction/mpgs/confirm`.
    pub path: &'static str,
    /// Whether the endpoint takes the payer's money.
    pub moves_money: bool,
    /// The earlier request whose reply this one answers.
    pub answers: Option<AnswersSpec>,
    /// The kind of the endpoint's reply.
    pub reply: ReplyKind,
    /// The fields, in the order of declaration.
    pub fields: &'static [FieldSpec],
}

impl RequestSpec {
    /// Finds a field by its name in Rust.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// The reply that a request answers, and the fields that it takes from that reply.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct AnswersSpec {
    /// The name of the earlier request's struct.
    pub request: &'static str,
    /// The names in Rust of the fields that are set from its reply.
    pub fields: &'static [&'static str],
}

/// The kind of an endpoint's reply. The reply's type states it as
/// [`Reply::KIND`](crate::reply::Reply::KIND).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReplyKind {
    /// The hosted page to send the payer to.
    Redirect,
    /// A payment that waits for a one-time password.
    Challenge,
    /// A charge that was carried out.
    Receipt,
    /// A type that the author of the declaration wrote.
    Own,
}

/// The signed parameters of a callback or a return page.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct SignedSpec {
    /// The name of the struct.
    pub name: &'static str,
    /// The documentation of the struct, as Markdown.
    pub docs: &'static str,
    /// The signed keys: first `gateway` (callbacks only), then the flags, then the fields.
    pub keys: &'static [&'static str],
    /// The signed keys that say how the payment ended: `approved`, and for most callbacks
    /// `canceled`.
    pub flags: &'static [&'static str],
    /// The fields, in the order of declaration.
    pub fields: &'static [FieldSpec],
}

impl SignedSpec {
    /// Finds a field by its name in Rust.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A field of a request, a callback or a return page.
// The attribute writes this struct as a literal, because a call for every field would be evaluated
// in every `cargo check`. So the struct cannot be `#[non_exhaustive]`. Its hidden field `value` has
// a type that only plutu-core can make.
#[derive(Clone, Copy, Serialize)]
pub struct FieldSpec {
    /// The name in Rust.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// The documentation of the field, as Markdown.
    pub docs: &'static str,
    /// Whether the field must be present.
    pub is_required: bool,
    #[doc(hidden)]
    #[serde(flatten)]
    pub value: &'static ValueSpec,
}

impl FieldSpec {
    /// The kind of the field's value.
    #[must_use]
    pub fn kind(&self) -> FieldKind {
        self.value.kind
    }

    /// A valid value, in the form in which it is sent.
    #[must_use]
    pub fn example(&self) -> &'static str {
        self.value.example
    }

    /// Whether the value of a request's field is personal or secret.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.value.is_hidden
    }

    /// Checks a decoded value that was received.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field and the rule that the value breaks.
    pub fn check(&self, text: &str) -> Result<(), FieldError> {
        (self.value.check)(text)
    }
}

impl fmt::Debug for FieldSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldSpec")
            .field("name", &self.name)
            .field("wire", &self.wire)
            .field("is_required", &self.is_required)
            .field("kind", &self.kind())
            .finish_non_exhaustive()
    }
}

/// The description of a field's type.
#[doc(hidden)]
#[derive(Clone, Copy, Serialize)]
pub struct ValueSpec {
    pub(crate) is_hidden: bool,
    #[serde(flatten)]
    pub(crate) kind: FieldKind,
    pub(crate) example: &'static str,
    #[serde(skip)]
    pub(crate) check: fn(&str) -> Result<(), FieldError>,
}

impl fmt::Debug for ValueSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}
