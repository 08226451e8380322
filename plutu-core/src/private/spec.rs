//! The parts of a gateway's description, each in the order in which the attribute writes it.

use crate::currency::Currency;
use crate::field::FieldError;
use crate::field::FieldKind;
use crate::gateway::Gateway;
use crate::request::Reply;
use crate::request::Request;
use crate::spec::AnswersSpec;
use crate::spec::FieldSpec;
pub use crate::spec::GatewaySpec;
use crate::spec::RequestSpec;
use crate::spec::SignedSpec;

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

/// A field: its type's part comes from [`SentField`](super::SentField) or
/// [`ReadField`](super::ReadField).
#[must_use]
pub const fn field(
    name: &'static str,
    wire: &'static str,
    docs: &'static str,
    is_required: bool,
    value: ValueSpec,
) -> FieldSpec {
    FieldSpec {
        name,
        wire,
        docs,
        is_required,
        is_hidden: value.is_hidden,
        kind: value.kind,
        example: value.example,
        check: value.check,
    }
}

/// What a field's type says of itself.
#[derive(Clone, Copy, Debug)]
pub struct ValueSpec {
    pub(super) is_hidden: bool,
    pub(super) kind: FieldKind,
    pub(super) example: &'static str,
    pub(super) check: fn(&str) -> Result<(), FieldError>,
}
