//! The names under which a gateway's requests send their fields. A genuine callback shows nothing
//! about requests, so a misspelled name cannot be found. But the built-in gateways agree on a name
//! for most kinds of fields, and another name is worth a second look.

use std::fmt;
use std::mem::discriminant;

use plutu_core::Gateway;
use plutu_core::GatewaySpec;
use plutu_core::field::FieldKind;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;
use plutu_core::spec::FieldSpec;
use plutu_core::spec::RequestSpec;

/// The built-in gateways, whose names are those of Plutu's documentation.
const BUILT_IN: [&GatewaySpec; 5] = [
    adfali::Gateway::SPEC,
    local_bank_cards::Gateway::SPEC,
    mpgs::Gateway::SPEC,
    sadad::Gateway::SPEC,
    tlync::Gateway::SPEC,
];

/// A field that is sent under another name than fields of its kind in the built-in gateways.
#[derive(Clone, Debug)]
pub(super) struct UnusualName {
    request: &'static str,
    sent: &'static str,
    usual: &'static str,
}

impl UnusualName {
    /// The unusual names in a gateway's requests.
    pub(super) fn all(gateway: &GatewaySpec) -> Vec<Self> {
        gateway.requests.iter().flat_map(Self::of).collect()
    }

    fn of(request: &'static RequestSpec) -> impl Iterator<Item = Self> {
        request.fields.iter().filter_map(|field| {
            let usual = usual_name(field)?;
            // If another field has the usual name, this one has another purpose.
            let is_taken = request.fields.iter().any(|other| other.wire == usual);
            (!is_taken).then_some(Self {
                request: request.name,
                sent: field.wire,
                usual,
            })
        })
    }
}

impl fmt::Display for UnusualName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            request,
            sent,
            usual,
        } = self;
        write!(
            f,
            "`{request}` sends `{sent}`, which the built-in gateways call `{usual}`"
        )
    }
}

/// The name of a field's kind in the built-in gateways. `None` if the kind says nothing about the
/// field's purpose, or if no built-in gateway has such a field.
fn usual_name(field: &FieldSpec) -> Option<&'static str> {
    let kind = field.kind();
    if matches!(kind, FieldKind::Text | FieldKind::Choice { .. }) {
        return None;
    }
    let requests = BUILT_IN.iter().flat_map(|gateway| gateway.requests);
    let mut fields = requests.flat_map(|request| request.fields);
    let same = fields.find(|other| discriminant(&other.kind()) == discriminant(&kind))?;
    Some(same.wire)
}
