//! The parts of a gateway's description, each in the order in which the attribute writes it.

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

/// A gateway. Of callbacks and return pages there is one at most, whatever `cfg` says.
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

/// A request of the type `R`.
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

/// What a request answers.
#[must_use]
pub const fn answers(
    request: &'static str,
    fields: &'static [&'static str],
) -> Option<AnswersSpec> {
    Some(AnswersSpec { request, fields })
}

/// What a request answers that answers none.
pub const NOTHING: Option<AnswersSpec> = None;

/// A callback or a return page.
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

/// The type of a field: what it says of itself, as a field that is sent or that is read.
///
/// A type that is not a field has an empty description, by [`NotAField`]: rustc reports it where
/// the field is written or read, and so only once. (A constant of the type itself comes before one
/// of a trait, as long as its bounds hold.)
#[derive(Debug)]
pub struct Of<T>(PhantomData<T>);

impl<T: RequestField> Of<T> {
    /// As a field that is sent.
    pub const SENT: &'static ValueSpec = &ValueSpec {
        is_hidden: T::HIDDEN,
        kind: T::KIND,
        example: T::EXAMPLE,
        check: T::check,
    };
}

impl<T: CallbackField> Of<T> {
    /// As a field that is read from what was signed.
    pub const READ: &'static ValueSpec = &ValueSpec {
        is_hidden: false,
        kind: T::KIND,
        example: T::EXAMPLE,
        check: |text| T::read(text).map(drop),
    };
}

/// The description of a type that is not a field.
pub trait NotAField {
    /// As a field that is sent.
    const SENT: &'static ValueSpec = &ValueSpec {
        is_hidden: true,
        kind: FieldKind::Text,
        example: "",
        check: |_| Ok(()),
    };

    /// As a field that is read.
    const READ: &'static ValueSpec = Self::SENT;
}

impl<T> NotAField for Of<T> {}
