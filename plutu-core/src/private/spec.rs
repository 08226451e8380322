//! Functions that make the parts of a gateway's description, with arguments in the order in which
//! the attribute writes them.

use std::marker::PhantomData;

use crate::currency::Currency;
use crate::field::CallbackField;
use crate::field::FieldKind;
use crate::field::RequestField;
use crate::gateway::Gateway;
use crate::request::Reply;
use crate::request::Request;
use crate::spec::AnswersSpec;
pub use crate::spec::FieldSpec;
pub use crate::spec::GatewaySpec;
use crate::spec::RequestSpec;
use crate::spec::SignedSpec;
pub use crate::spec::ValueSpec;

/// Describes a gateway. The slices of callbacks and return pages have at most one element,
/// whichever items a `cfg` removes.
#[must_use]
pub const fn gateway<G: Gateway>(
    docs: &'static str,
    requests: &'static [RequestSpec],
    callbacks: &'static [SignedSpec],
    return_pages: &'static [SignedSpec],
) -> GatewaySpec {
    GatewaySpec {
        name: G::NAME,
        currency: G::Currency::CODE,
        docs,
        requests,
        callback: callbacks.first(),
        return_page: return_pages.first(),
    }
}

/// Describes a request of the type `R`.
#[must_use]
pub const fn request<R: Request>(
    name: &'static str,
    docs: &'static str,
    path: &'static str,
    answers: Option<AnswersSpec>,
    fields: &'static [FieldSpec],
) -> RequestSpec {
    RequestSpec {
        name,
        docs,
        action: R::ACTION,
        path,
        moves_money: R::MOVES_MONEY,
        answers,
        reply: <R::Reply as Reply<R>>::KIND,
        fields,
    }
}

/// Describes the reply that a request answers.
#[must_use]
pub const fn answers(
    request: &'static str,
    fields: &'static [&'static str],
) -> Option<AnswersSpec> {
    Some(AnswersSpec { request, fields })
}

/// The value of `answers` for a request that answers no other request's reply.
pub const NOTHING: Option<AnswersSpec> = None;

/// Describes a callback or a return page.
#[must_use]
pub const fn signed(
    name: &'static str,
    docs: &'static str,
    keys: &'static [&'static str],
    flags: &'static [&'static str],
    fields: &'static [FieldSpec],
) -> SignedSpec {
    SignedSpec {
        name,
        docs,
        keys,
        flags,
        fields,
    }
}

/// The description of a field's type `T`, as a field that is sent or as a field that is read.
///
/// If `T` is not a field, it gets an empty description from [`NotAField`]. rustc then reports the
/// mistake only once, where the field is written or read. This works because rustc prefers an
/// inherent constant to a trait's constant, as long as the bounds of the inherent one hold.
#[derive(Debug)]
pub struct Of<T>(PhantomData<T>);

impl<T: RequestField> Of<T> {
    /// The description as a field that is sent.
    pub const SENT: &'static ValueSpec = &ValueSpec {
        is_hidden: T::HIDDEN,
        kind: T::KIND,
        example: T::EXAMPLE,
        check: T::check,
    };
}

impl<T: CallbackField> Of<T> {
    /// The description as a field that is read from a signed callback.
    pub const READ: &'static ValueSpec = &ValueSpec {
        is_hidden: T::HIDDEN,
        kind: T::KIND,
        example: T::EXAMPLE,
        check: |text| T::read(text).map(drop),
    };
}

/// The empty description of a type that is not a field.
pub trait NotAField {
    /// The description as a field that is sent.
    const SENT: &'static ValueSpec = &ValueSpec {
        is_hidden: true,
        kind: FieldKind::Text,
        example: "",
        check: |_| Ok(()),
    };

    /// The description as a field that is read.
    const READ: &'static ValueSpec = Self::SENT;
}

impl<T> NotAField for Of<T> {}
