//! The keys that callbacks and return pages sign, and the keys that a return URL must not contain.
//!
//! The module is at the bottom of the crate, because gateways, URL fields and the verifier use it.

use std::iter;

use crate::query;
#[cfg(feature = "explain")]
use crate::spec::SignedSpec;

/// The keys of a callback type: `gateway`, `approved`, for most types `canceled`, and the keys that
/// the type declares.
///
/// A callback always signs its gateway. A type that does not is a return page. It has
/// [`ReturnKeys`] instead, so it cannot be verified as a callback:
///
/// ```compile_fail,E0308
/// use plutu_core::__private::{CallbackKeys, ReturnKeys};
///
/// const KEYS: CallbackKeys = ReturnKeys::new(&["invoice_no"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CallbackKeys(Keys);

/// The keys of a return page: `approved` and the keys that the page declares.
#[derive(Clone, Copy, Debug)]
pub struct ReturnKeys(Keys);

/// A declared key, identified by its position in the declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field(u8);

impl CallbackKeys {
    /// Makes the keys of a callback that declares these wire names.
    #[must_use]
    pub const fn new(declared: &'static [&'static str]) -> Self {
        Self(Keys::new(Kind::Callback, declared))
    }

    /// Makes the keys of a callback that has no `canceled`.
    #[must_use]
    pub const fn approved_only(declared: &'static [&'static str]) -> Self {
        Self(Keys::new(Kind::ApprovedOnly, declared))
    }

    /// Finds the field with this wire name.
    ///
    /// # Panics
    ///
    /// Panics if the name is not declared. In a constant, that is a compile error.
    #[must_use]
    pub const fn field(&self, name: &str) -> Field {
        self.0.field(name)
    }

    pub(crate) const fn as_keys(&self) -> &Keys {
        &self.0
    }
}

impl ReturnKeys {
    /// Makes the keys of a return page that declares these wire names.
    #[must_use]
    pub const fn new(declared: &'static [&'static str]) -> Self {
        Self(Keys::new(Kind::ReturnPage, declared))
    }

    /// Finds the field with this wire name.
    ///
    /// # Panics
    ///
    /// Panics if the name is not declared. In a constant, that is a compile error.
    #[must_use]
    pub const fn field(&self, name: &str) -> Field {
        self.0.field(name)
    }

    pub(crate) const fn as_keys(&self) -> &Keys {
        &self.0
    }
}

/// The keys of one type, of either kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    kind: Kind,
    /// The declared wire names, in the order of declaration.
    declared: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Callback,
    ApprovedOnly,
    ReturnPage,
}

/// The role of a parameter for the type that is being verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Gateway,
    Approved,
    Canceled,
    Hashed,
    Declared(Field),
    /// A key that the type does not use.
    Other,
}

impl Keys {
    /// Makes the keys of a callback or return page from its description.
    #[cfg(feature = "explain")]
    pub(crate) fn described(spec: &SignedSpec) -> Self {
        let has = |key| spec.keys.contains(&key);
        let kind = match (has("gateway"), has("canceled")) {
            (false, _) => Kind::ReturnPage,
            (true, false) => Kind::ApprovedOnly,
            (true, true) => Kind::Callback,
        };
        let common = spec.keys.len().saturating_sub(spec.fields.len());
        Self::new(kind, spec.keys.get(common..).unwrap_or_default())
    }

    const fn new(kind: Kind, declared: &'static [&'static str]) -> Self {
        Self { kind, declared }
    }

    /// Finds the role of a decoded key. If the key is an irregular spelling that PHP reads as a
    /// known key, the error is the known key's name: PHP and this reader could see different
    /// values.
    pub(crate) fn slot(&self, key: &[u8]) -> Result<Slot, &'static str> {
        match self.find(key) {
            Slot::Other => self.folded(key).map_or(Ok(Slot::Other), Err),
            slot => Ok(slot),
        }
    }

    fn find(&self, key: &[u8]) -> Slot {
        match key {
            b"gateway" => Slot::Gateway,
            b"approved" => Slot::Approved,
            b"canceled" if !self.is_return_page() => Slot::Canceled,
            b"hashed" => Slot::Hashed,
            _ => iter::zip(0..=u8::MAX, self.declared)
                .find(|(_, declared)| declared.as_bytes() == key)
                .map_or(Slot::Other, |(place, _)| Slot::Declared(Field(place))),
        }
    }

    /// Returns the known key under whose name PHP stores this key.
    fn folded(&self, key: &[u8]) -> Option<&'static str> {
        let name = query::name(key);
        let mut known = self.common().iter().chain(self.declared);
        known.find(|known| name.clone().eq(known.bytes())).copied()
    }

    /// The keys that every type of this kind uses.
    fn common(&self) -> &'static [&'static str] {
        if self.is_return_page() {
            &["gateway", "approved", "hashed"]
        } else {
            &["gateway", "approved", "canceled", "hashed"]
        }
    }

    /// Whether a signature over the type's own keys covers a parameter.
    pub(crate) fn signs(&self, slot: Slot) -> bool {
        match slot {
            Slot::Gateway => self.kind != Kind::ReturnPage,
            Slot::Canceled => self.has_canceled(),
            Slot::Approved | Slot::Declared(_) => true,
            Slot::Hashed | Slot::Other => false,
        }
    }

    /// Whether `canceled` is a flag of the type.
    pub(crate) fn has_canceled(&self) -> bool {
        self.kind == Kind::Callback
    }

    /// Whether these are the keys of a return page.
    pub(crate) fn is_return_page(&self) -> bool {
        self.kind == Kind::ReturnPage
    }

    /// The declared fields, in the order of declaration.
    #[cfg(feature = "explain")]
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        iter::zip(0..=u8::MAX, self.declared).map(|(place, _)| Field(place))
    }

    /// The name of a known key.
    pub(crate) fn name(&self, slot: Slot) -> &'static str {
        match slot {
            Slot::Gateway => "gateway",
            Slot::Approved => "approved",
            Slot::Canceled => "canceled",
            Slot::Hashed => "hashed",
            Slot::Declared(Field(place)) => {
                let declared = self.declared.get(usize::from(place));
                declared.copied().unwrap_or("a field of another type")
            }
            Slot::Other => "a parameter",
        }
    }

    /// Finds a field by its wire name. Strings cannot be compared with `==` in constants yet.
    const fn field(&self, name: &str) -> Field {
        let mut rest = self.declared;
        let mut place = 0_u8;
        while let [first, others @ ..] = rest {
            if is_same(first.as_bytes(), name.as_bytes()) {
                return Field(place);
            }
            rest = others;
            place = match place.checked_add(1) {
                Some(place) => place,
                None => break,
            };
        }
        no_such_field()
    }
}

const fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([first, rest @ ..], [other_first, other_rest @ ..]) = (one, other) {
        if *first != *other_first {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

#[expect(
    clippy::panic,
    reason = "the macro names only declared fields, and only in constants"
)]
const fn no_such_field() -> Field {
    panic!("no field with this wire name is declared")
}

/// The keys that the payer's browser brings back to the shop's return URL. The URL's own query must
/// not contain them.
///
/// They are the keys that the verifier reads when the browser returns, signed or not. If the shop
/// used one of them for a parameter of its own, genuine callbacks and return pages could be
/// rejected.
#[derive(Clone, Copy, Debug)]
pub struct BrowserKeys {
    common: &'static [&'static str],
    declared: &'static [&'static str],
}

impl BrowserKeys {
    /// The keys of all built-in gateways' callbacks, for a gateway whose keys are not declared.
    pub(crate) const BUILT_IN: Self = Self::of_callback(&CallbackKeys::new(&[
        "amount",
        "invoice_no",
        "payment_method",
        "transaction_id",
    ]));

    /// Makes the keys of a gateway whose callback arrives with the browser. `canceled` and
    /// `currency` are always included, because the verifier reads them if the signature covers all
    /// parameters.
    #[must_use]
    pub const fn of_callback(keys: &CallbackKeys) -> Self {
        Self {
            common: &["gateway", "approved", "canceled", "hashed", "currency"],
            declared: keys.0.declared,
        }
    }

    /// Makes the keys of a gateway with a return page. `gateway` is included, because a return page
    /// must not carry one.
    #[must_use]
    pub const fn of_return_page(keys: &ReturnKeys) -> Self {
        Self {
            common: &["gateway", "approved", "hashed"],
            declared: keys.0.declared,
        }
    }

    /// Returns the key of this set under whose name PHP stores a decoded key, whatever its
    /// spelling.
    pub(crate) fn find(&self, key: &[u8]) -> Option<&'static str> {
        let name = query::name(key);
        let mut known = self.common.iter().chain(self.declared);
        known.find(|known| name.clone().eq(known.bytes())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::BrowserKeys;
    use super::CallbackKeys;
    use super::Field;
    use super::ReturnKeys;
    use super::Slot;

    const CALLBACK: CallbackKeys = CallbackKeys::new(&["amount", "till"]);
    const APPROVED_ONLY: CallbackKeys = CallbackKeys::approved_only(&["amount"]);
    const PAGE: ReturnKeys = ReturnKeys::new(&["invoice_no"]);

    #[test]
    fn a_field_is_found_by_its_name() {
        const TILL: Field = CALLBACK.field("till");
        assert_eq!([CALLBACK.field("amount"), TILL], [Field(0), Field(1)]);
        assert_eq!(PAGE.field("invoice_no"), Field(0));
        let names = [Slot::Gateway, Slot::Declared(TILL), Slot::Hashed];
        let names = names.map(|slot| CALLBACK.as_keys().name(slot));
        assert_eq!(names, ["gateway", "till", "hashed"]);
    }

    #[test]
    fn a_field_that_is_not_declared_panics() {
        for name in ["", "til", "tills", "Till", "gateway", "amounu"] {
            let field = std::panic::catch_unwind(|| CALLBACK.field(name));
            assert!(field.is_err(), "{name}");
        }
    }

    /// Even with more fields than a callback can bring, a field is found at its position or not at
    /// all.
    #[test]
    fn at_most_256_fields_are_found() {
        let names: Vec<&'static str> = (0..300)
            .map(|number| &*format!("f{number}").leak())
            .collect();
        let keys = CallbackKeys::new(names.leak());
        for number in 0..300_u16 {
            let name = format!("f{number}");
            let field = std::panic::catch_unwind(|| keys.field(&name)).ok();
            let expected = u8::try_from(number).ok().map(Field);
            assert_eq!(field, expected, "{name}");
            let slot = expected.map_or(Slot::Other, Slot::Declared);
            let found = keys.as_keys().find(name.as_bytes());
            assert_eq!(found, slot, "{name}");
        }
    }

    #[test]
    fn each_key_has_its_role() {
        let slots = |keys: &super::Keys| {
            ["gateway", "approved", "canceled", "hashed", "amount", "x"].map(|key| {
                let slot = keys.slot(key.as_bytes()).unwrap();
                (slot, keys.signs(slot))
            })
        };
        let declared = Slot::Declared(Field(0));
        assert_eq!(
            slots(CALLBACK.as_keys()),
            [
                (Slot::Gateway, true),
                (Slot::Approved, true),
                (Slot::Canceled, true),
                (Slot::Hashed, false),
                (declared, true),
                (Slot::Other, false),
            ]
        );
        assert_eq!(slots(APPROVED_ONLY.as_keys())[2], (Slot::Canceled, false));
        assert_eq!(slots(PAGE.as_keys())[0], (Slot::Gateway, false));
        assert_eq!(slots(PAGE.as_keys())[4], (Slot::Other, false));
        for (key, name) in [
            ("amount[]", "amount"),
            (" till", "till"),
            ("hashed\0", "hashed"),
        ] {
            assert_eq!(CALLBACK.as_keys().slot(key.as_bytes()), Err(name), "{key}");
        }
        assert_eq!(PAGE.as_keys().slot(b"amount[]"), Ok(Slot::Other));
    }

    #[test]
    fn t9_a_return_url_must_not_contain_a_key_that_the_verifier_reads() {
        let all = [
            "gateway",
            "approved",
            "canceled",
            "hashed",
            "currency",
            "amount",
            "till",
            "invoice_no",
            "x",
        ];
        let held = |keys: BrowserKeys| all.map(|key| keys.find(key.as_bytes()).is_some());
        let callback = BrowserKeys::of_callback(&CALLBACK);
        assert_eq!(
            held(callback),
            [true, true, true, true, true, true, true, false, false]
        );
        // A T-Lync return URL may have a parameter `amount` of the shop's own.
        assert_eq!(
            held(BrowserKeys::of_return_page(&PAGE)),
            [true, true, false, true, false, false, false, true, false]
        );
        for spelling in ["till[]", " till", "till\0", "till[a][b]"] {
            assert!(callback.find(spelling.as_bytes()).is_some(), "{spelling}");
        }
    }
}
