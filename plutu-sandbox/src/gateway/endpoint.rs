//! An endpoint of the API: one request to a gateway, its role, and the fields that matter for a
//! payment.

use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;
use plutu_core::spec::ReplyKind;
use plutu_core::spec::RequestSpec;

use crate::gateway::described::Gateway;

/// An endpoint of the API.
#[derive(Clone, Copy)]
pub(crate) struct Endpoint {
    pub(super) gateway: Gateway,
    pub(super) request: &'static RequestSpec,
}

/// The role of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens a payment that the payer answers on a page.
    Page,
    /// Starts a payment with a one-time password.
    Challenge,
    /// Completes such a payment.
    Charge,
    /// Something else that only the author knows.
    Own,
}

impl Gateway {
    pub(crate) fn endpoints(self) -> impl Iterator<Item = Endpoint> {
        let requests = self.spec.requests.iter();
        requests.map(move |request| Endpoint {
            gateway: self,
            request,
        })
    }
}

impl Endpoint {
    pub(crate) const fn gateway(self) -> Gateway {
        self.gateway
    }

    /// The name of the request's struct.
    pub(crate) const fn request_name(self) -> &'static str {
        self.request.name
    }

    pub(crate) const fn action(self) -> &'static str {
        self.request.action
    }

    /// The name as `gateway/action`.
    pub(crate) fn name(self) -> String {
        format!("{}/{}", self.gateway.name(), self.action())
    }

    /// The path below the API's.
    pub(crate) const fn path(self) -> &'static str {
        self.request.path
    }

    pub(crate) const fn role(self) -> Role {
        match self.request.reply {
            ReplyKind::Redirect => Role::Page,
            ReplyKind::Challenge => Role::Challenge,
            ReplyKind::Receipt => Role::Charge,
            _ => Role::Own,
        }
    }

    pub(crate) const fn fields(self) -> &'static [FieldSpec] {
        self.request.fields
    }

    /// The field with the amount.
    pub(crate) fn amount(self) -> Option<&'static FieldSpec> {
        self.named_or_of_kind("amount", FieldKind::Amount)
    }

    /// The field with the invoice number.
    pub(crate) fn invoice_no(self) -> Option<&'static FieldSpec> {
        self.named_or_of_kind("invoice_no", FieldKind::InvoiceNo)
    }

    /// The first field of a kind.
    pub(crate) fn of_kind(self, kind: FieldKind) -> Option<&'static FieldSpec> {
        self.fields().iter().find(|field| field.kind() == kind)
    }

    /// The field for a one-time password.
    pub(crate) fn otp(self) -> Option<&'static FieldSpec> {
        self.fields()
            .iter()
            .find(|field| matches!(field.kind(), FieldKind::Otp { .. }))
    }

    /// The earlier endpoint whose reply this one answers.
    pub(crate) fn answered(self) -> Option<Self> {
        let wanted = self.request.answers?.request;
        let mut endpoints = self.gateway.endpoints();
        endpoints.find(|endpoint| endpoint.request.name == wanted)
    }

    /// The one-time password for this challenge.
    pub(crate) fn one_time_password(self) -> Option<&'static str> {
        self.otp_fields()
            .find_map(|field| one_time_password(field.kind()))
    }

    /// The fields for a one-time password in the requests that answer this one.
    pub(super) fn otp_fields(self) -> impl Iterator<Item = &'static FieldSpec> {
        let answers = move |endpoint: &Self| endpoint.answered() == Some(self);
        let endpoints = self.gateway.endpoints().filter(answers);
        endpoints.filter_map(Self::otp)
    }

    fn named_or_of_kind(self, name: &str, kind: FieldKind) -> Option<&'static FieldSpec> {
        self.request.field(name).or_else(|| self.of_kind(kind))
    }
}

/// Endpoints are compared by name, because a gateway has one request of each name.
impl PartialEq for Endpoint {
    fn eq(&self, other: &Self) -> bool {
        self.gateway == other.gateway && self.request.name == other.request.name
    }
}

/// The one-time password of every payer: the digit 1, repeated as often as the field has digits,
/// like in Plutu's test mode (second hand). `None` for another kind of field, or for too many
/// digits.
pub(crate) fn one_time_password(kind: FieldKind) -> Option<&'static str> {
    match kind {
        FieldKind::Otp { digits: 0 } => None,
        FieldKind::Otp { digits } => ONES.get(..digits),
        _ => None,
    }
}

/// As long as the longest example in plutu-core.
const ONES: &str = "11111111111111111111111111111111";
