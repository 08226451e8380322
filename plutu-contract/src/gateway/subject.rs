//! The declared type that is tested: its description, and its verification.

use plutu_core::CallbackError;
use plutu_core::Gateway;
use plutu_core::GatewaySpec;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;
use plutu_core::spec::SignedSpec;

use super::message::Format;
use super::message::HASHED;
use super::message::Pair;

/// A callback or a return page, and the format in which it arrives.
pub(super) struct Subject {
    pub(super) format: Format,
    pub(super) gateway: &'static GatewaySpec,
    pub(super) spec: &'static SignedSpec,
    pub(super) is_page: bool,
    verify: fn(&str, &Verifier) -> Result<(), CallbackError>,
}

impl Subject {
    /// A callback that arrives as a query. `None` if its gateway describes no callback.
    pub(super) fn query<C: SignedCallback>() -> Option<Self> {
        Self::callback::<C>(Format::Query, |raw, verifier| {
            C::verify(raw, verifier).map(drop)
        })
    }

    /// A callback that arrives as a JSON body.
    pub(super) fn body<C: SignedCallback>() -> Option<Self> {
        Self::callback::<C>(Format::Json, |raw, verifier| {
            C::verify_json(raw.as_bytes(), verifier).map(drop)
        })
    }

    fn callback<C: SignedCallback>(
        format: Format,
        verify: fn(&str, &Verifier) -> Result<(), CallbackError>,
    ) -> Option<Self> {
        let gateway = C::Gateway::SPEC;
        Some(Self {
            format,
            gateway,
            spec: gateway.callback?,
            is_page: false,
            verify,
        })
    }

    /// A return page, which arrives as a query.
    pub(super) fn page<R: SignedReturn>() -> Option<Self> {
        let gateway = R::Gateway::SPEC;
        Some(Self {
            format: Format::Query,
            gateway,
            spec: gateway.return_page?,
            is_page: true,
            verify: |raw, verifier| R::verify(raw, verifier).map(drop),
        })
    }

    /// Verifies a callback with the type's own function.
    pub(super) fn verify(&self, raw: &str, verifier: &Verifier) -> Result<(), CallbackError> {
        (self.verify)(raw, verifier)
    }

    /// Whether the declaration says that a key is signed.
    pub(super) fn signs(&self, key: &str) -> bool {
        self.spec.keys.contains(&key)
    }

    /// The declared parameters of a callback, and its hash, each in the order received.
    pub(super) fn content(&self, raw: &str) -> Option<(Vec<Pair>, Vec<Pair>)> {
        let pairs = self.format.read(raw)?;
        let (hashed, others): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|(key, _)| key == HASHED);
        let signed = others.into_iter().filter(|(key, _)| self.signs(key));
        Some((signed.collect(), hashed))
    }
}
