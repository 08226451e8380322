//! Which parameters of a callback are signed, and under which spellings PHP finds them.

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::callback::parameters::Parameters;
use crate::callback::query;

/// The keys of one callback type.
#[derive(Debug)]
pub struct Keys {
    /// The declared fields' wire names, in the order of declaration.
    declared: &'static [&'static str],
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Signs `gateway`, `approved`, `canceled` and what it declares.
    Callback,
    /// Signs `gateway`, `approved` and what it declares.
    ApprovedOnly,
    /// Signs `approved` and what it declares.
    ReturnPage,
}

impl Keys {
    /// The keys of a callback that declares these fields. `gateway`, `approved` and `canceled` are
    /// signed beside them.
    #[must_use]
    pub const fn callback(declared: &'static [&'static str]) -> Self {
        Self {
            declared,
            kind: Kind::Callback,
        }
    }

    /// The keys of a callback without `canceled`.
    #[must_use]
    pub const fn approved_only(declared: &'static [&'static str]) -> Self {
        Self {
            declared,
            kind: Kind::ApprovedOnly,
        }
    }

    /// The keys of a return page, which has neither `gateway` nor `canceled`.
    #[must_use]
    pub const fn return_page(declared: &'static [&'static str]) -> Self {
        Self {
            declared,
            kind: Kind::ReturnPage,
        }
    }

    /// Whether `canceled` is a flag of the callback.
    pub(super) fn has_canceled(&self) -> bool {
        self.kind == Kind::Callback
    }

    /// Whether a parameter is one of the signed ones.
    pub(super) fn is_signed(&self, slot: Slot) -> bool {
        match slot {
            Slot::HASHED | Slot::OTHER => false,
            Slot::GATEWAY => self.kind != Kind::ReturnPage,
            Slot::CANCELED => self.kind == Kind::Callback,
            _ => true,
        }
    }

    /// Whether everything but `hashed` may be what was signed. Never for a return page, which could then
    /// be fed a callback.
    pub(super) fn may_sign_everything(&self) -> bool {
        self.kind != Kind::ReturnPage
    }

    /// Where a parameter's decoded key belongs. The slot at which it is looked for first changes only how
    /// soon it is found.
    ///
    /// A spelling that is not the key itself but that PHP folds into it is refused: PHP would let one of
    /// the two win, and a reader who does not know that would see the other.
    #[inline]
    pub(super) fn slot(&self, key: &[u8], first: Slot) -> Result<Slot, CallbackError> {
        if self.is(first, key) {
            return Ok(first);
        }
        self.search(key)
    }

    fn search(&self, key: &[u8]) -> Result<Slot, CallbackError> {
        if let Some(slot) = self.find(key) {
            return Ok(slot);
        }
        match self.find(&folded(key)) {
            Some(slot) => Err(CallbackError::Duplicate {
                key: self.name(slot),
            }),
            None => Ok(Slot::OTHER),
        }
    }

    /// The name of a slot that is not [`Slot::OTHER`].
    pub(super) fn name(&self, slot: Slot) -> &'static str {
        self.known(slot.index()).unwrap_or_default()
    }

    /// The slot that follows, and the first after the last.
    #[inline]
    pub(super) fn after(&self, slot: Slot) -> Slot {
        let next = Slot(slot.0.wrapping_add(1));
        if next.index() < self.count() {
            next
        } else {
            Slot::HASHED
        }
    }

    fn find(&self, name: &[u8]) -> Option<Slot> {
        let mut slots = (0..u8::MAX).map(Slot).take(self.count());
        slots.find(|&slot| self.is(slot, name))
    }

    /// How many keys are known. The attribute declares no more than there is room for; a further one would
    /// be unknown, and so never believed.
    fn count(&self) -> usize {
        COMMON
            .len()
            .wrapping_add(self.declared.len())
            .min(Slot::COUNT)
    }

    #[inline]
    fn is(&self, slot: Slot, name: &[u8]) -> bool {
        self.known(slot.index())
            .is_some_and(|known| known.as_bytes() == name)
    }

    #[inline]
    fn known(&self, index: usize) -> Option<&'static str> {
        match index.checked_sub(COMMON.len()) {
            Some(index) => self.declared.get(index).copied(),
            None => COMMON.get(index).copied(),
        }
    }
}

/// A parameter's place among the keys of its callback type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u8);

impl Slot {
    pub(super) const HASHED: Self = Self(0);
    pub(super) const CANCELED: Self = Self(1);
    pub(super) const GATEWAY: Self = Self(2);
    pub(super) const APPROVED: Self = Self(3);
    /// A key that the callback type does not know.
    pub(super) const OTHER: Self = Self(u8::MAX);

    /// How many known keys there may be.
    pub(super) const COUNT: usize = 64;

    /// The slot of a declared field, by its place in the declaration.
    pub(super) fn declared(index: usize) -> Self {
        u8::try_from(index.saturating_add(COMMON.len())).map_or(Self::OTHER, Self)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The keys that every callback has, in the order of the [`Slot`] constants. In an approved callback the next
/// one follows each, and the first the last, so that a search mostly finds a key at once.
const COMMON: [&str; 4] = ["hashed", "canceled", "gateway", "approved"];

/// The keys of the built-in gateways' callbacks beside the common ones.
const BUILT_IN: [&str; 5] = [
    "amount",
    "currency",
    "invoice_no",
    "payment_method",
    "transaction_id",
];

/// How much of what a callback may be, 8 KiB and 64 parameters, a URL's own query may take. The rest is Plutu's.
const MAX_OWN_LEN: usize = 6_144;
const MAX_OWN_COUNT: usize = 48;

/// Checks that a URL's own query leaves Plutu's parameters their names, in every spelling that PHP folds
/// into them, and leaves them room. The error is the broken rule.
pub(crate) fn check_own_query(query: &str) -> Result<(), &'static str> {
    // A callback's query is read without a `?` in front.
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut text = query.as_bytes().to_vec();
    let mut parameters = Parameters::new();
    let clash = "its query holds a key of Plutu's callbacks";
    let too_long = "its query leaves a callback's parameters too little room";
    match query::read(
        query.as_bytes(),
        &mut text,
        &Keys::callback(&BUILT_IN),
        &mut parameters,
    ) {
        Err(CallbackError::TooLarge) => return Err(too_long),
        Err(_) => return Err(clash),
        Ok(()) => {}
    }
    let mut slots = parameters.iter().map(|parameter| parameter.slot);
    if !slots.all(|slot| slot == Slot::OTHER) {
        return Err(clash);
    }
    if query.len() > MAX_OWN_LEN || parameters.iter().len() > MAX_OWN_COUNT {
        return Err(too_long);
    }
    Ok(())
}

/// Longer than any wire name that the attribute takes, so a longer key is none of ours.
const MAX_NAME_LEN: usize = 64;

/// The name that PHP's `parse_str` gives a key: spaces in front are dropped, a NUL ends it, `.` and space
/// become `_`, what stands before a `[` that is closed later is an array's name, and a `[` that is not
/// becomes `_`. Nothing for a name that is too long to be known.
fn folded(key: &[u8]) -> ArrayVec<u8, MAX_NAME_LEN> {
    let key = key.split(|&byte| byte == 0).next().unwrap_or_default();
    let spaces = key.iter().take_while(|&&byte| byte == b' ').count();
    let key = key.get(spaces..).unwrap_or_default();
    let bracket = key.iter().position(|&byte| byte == b'[');
    let array_name = bracket
        .map(|bracket| key.split_at(bracket))
        .filter(|(_, index)| index.contains(&b']'));
    let name = array_name.map_or(key, |(name, _)| name);
    if name.len() > MAX_NAME_LEN {
        return ArrayVec::new();
    }
    name.iter()
        .map(|&byte| {
            if matches!(byte, b' ' | b'.' | b'[') {
                b'_'
            } else {
                byte
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    /// What `php -r 'parse_str($argv[1], $q); echo key($q);'` prints for each.
    #[test]
    fn t9_keys_are_folded_as_php_does() {
        let longest = "a".repeat(64);
        for (key, php) in [
            ("invoice_no", "invoice_no"),
            ("invoice.no", "invoice_no"),
            ("invoice no", "invoice_no"),
            ("invoice[no", "invoice_no"),
            ("  approved", "approved"),
            ("approved[]", "approved"),
            ("approved[a][b", "approved"),
            ("a.b[c.d]", "a_b"),
            ("approved\0z", "approved"),
            (&longest, &longest),
        ] {
            assert_eq!(folded(key.as_bytes()).as_slice(), php.as_bytes(), "{key}");
        }
        assert!(folded(&[b'a'; 65]).is_empty());
    }
}
