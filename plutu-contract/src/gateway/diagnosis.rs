//! Finds the mistakes in a declaration. It compares the declaration with a genuine callback: first
//! the keys that are signed, then the values.

use itertools::Itertools;
use plutu_core::FieldError;
use plutu_core::Verifier;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

use super::message::HASHED;
use super::message::Pair;
use super::mistake::Mistake;
use super::near;
use super::signature::Signature;
use super::subject::Subject;

/// The mistakes in a declaration. Empty if it matches the genuine callback.
pub(super) fn mistakes(subject: &Subject, genuine: &[Pair], verifier: &Verifier) -> Vec<Mistake> {
    let Some(hashed) = genuine.iter().find_map(hash) else {
        return vec![Mistake::NoHash];
    };
    let upper = hashed.to_ascii_uppercase();
    let mut mistakes = Vec::new();
    if upper != hashed {
        mistakes.push(Mistake::LowerCaseHash);
    }
    let case = Case {
        subject,
        came: genuine
            .iter()
            .filter(|(key, _)| key != HASHED)
            .cloned()
            .collect(),
    };
    let signature = Signature::new(upper, verifier);
    match case.signed(&signature) {
        Some(signed) => {
            mistakes.extend(case.keys(&signed));
            mistakes.extend(case.values(&signed));
        }
        None => mistakes.push(case.order(&signature).unwrap_or(Mistake::Secret)),
    }
    mistakes
}

/// The value of a hash in upper or lower case.
fn hash((key, value): &Pair) -> Option<&str> {
    let is_hash = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    (key == HASHED && is_hash).then_some(value)
}

/// The genuine callback, and the declaration that it is compared with.
struct Case<'a> {
    subject: &'a Subject,
    /// The received parameters, without the hash.
    came: Vec<Pair>,
}

impl Case<'_> {
    /// The pairs that are signed, in their order. Choices that differ from the declaration in fewer
    /// keys are tried first.
    fn signed(&self, signature: &Signature<'_>) -> Option<Vec<Pair>> {
        let choices = (0..self.came.len()).powerset().take(MOST_CHOICES);
        let mut choices = choices.map(|other| self.choice(&other));
        choices.find(|pairs| signature.is_of(pairs))
    }

    /// The declared pairs, except for the pairs at the places `other`: a declared one of these is
    /// left out, and one that is not declared is added.
    fn choice(&self, other: &[usize]) -> Vec<Pair> {
        let pairs = self.came.iter().enumerate();
        let chosen =
            pairs.filter(|(place, (key, _))| self.subject.signs(key) != other.contains(place));
        chosen.map(|(_, pair)| pair.clone()).collect()
    }

    /// The mistake that the declared pairs, or all pairs, were signed in another order.
    fn order(&self, signature: &Signature<'_>) -> Option<Mistake> {
        [self.choice(&[]), self.came.clone()]
            .into_iter()
            .flat_map(|pairs| {
                let len = pairs.len();
                // The first permutation is sorted by the keys, as a map is.
                pairs
                    .into_iter()
                    .sorted()
                    .permutations(len)
                    .take(MOST_ORDERS)
            })
            .find(|pairs| signature.is_of(pairs))
            .map(|pairs| Mistake::Order {
                keys: pairs.into_iter().map(|(key, _)| key).collect(),
            })
    }

    /// The mistakes about what is signed.
    fn keys(&self, signed: &[Pair]) -> Vec<Mistake> {
        let undeclared = signed.iter().filter(|(key, _)| !self.subject.signs(key));
        let mut lacking: Vec<&FieldSpec> = self
            .subject
            .spec
            .fields
            .iter()
            .filter(|field| value(&self.came, field.wire).is_empty())
            .collect();
        let mut mistakes: Vec<_> = undeclared
            .map(|(key, _)| self.undeclared(key, &mut lacking))
            .collect();
        let unsigned = self.subject.spec.keys.iter();
        let unsigned = unsigned.filter(|key| has(&self.came, key) && !has(signed, key));
        mistakes.extend(unsigned.map(|key| match *key {
            "canceled" => Mistake::NotApprovedOnly,
            key => Mistake::NotSigned { key },
        }));
        if !self.subject.is_page && value(&self.came, "gateway").is_empty() {
            mistakes.push(Mistake::IsReturnPage);
        }
        mistakes.extend(lacking.into_iter().filter_map(|field| self.lacking(field)));
        mistakes
    }

    /// The mistake about a key that is signed, but not declared. If a missing field has a similar
    /// name, the field is removed from `lacking`: its wire name is wrong.
    fn undeclared(&self, key: &str, lacking: &mut Vec<&'static FieldSpec>) -> Mistake {
        match key {
            "gateway" => return Mistake::IsCallback,
            "canceled" if !self.subject.is_page => return Mistake::ApprovedOnly,
            _ => {}
        }
        let found = key.to_owned();
        let similar = lacking
            .iter()
            .position(|field| near::is_near(field.wire, key));
        match similar {
            Some(place) => Mistake::WireName {
                declared: lacking.remove(place).wire,
                found,
            },
            None => Mistake::NotDeclared { key: found },
        }
    }

    /// The mistake about a field that needs a value and has none.
    fn lacking(&self, field: &FieldSpec) -> Option<Mistake> {
        let key = field.wire;
        let is_approved = value(&self.came, "approved") == "1";
        let settles = match field.name {
            "amount" | "invoice_no" => !self.subject.is_page,
            "transaction_id" => !self.subject.is_page && is_approved,
            _ => false,
        };
        if settles {
            return Some(Mistake::NeededToSettle { key });
        }
        field.is_required.then_some(Mistake::Missing { key })
    }

    /// The mistakes about the signed values.
    fn values(&self, signed: &[Pair]) -> Vec<Mistake> {
        let flags = self.subject.spec.flags.iter();
        let flags = flags.filter(|flag| !matches!(value(signed, flag), "" | "0" | "1"));
        let mut mistakes: Vec<_> = self.gateway(signed).into_iter().collect();
        mistakes.extend(flags.map(|key| Mistake::Flag { key }));
        mistakes.extend(self.currency(value(signed, "currency")));
        for field in self.subject.spec.fields {
            let value = value(signed, field.wire);
            let refused = Some(value).filter(|value| !value.is_empty() && field.wire != "currency");
            let refused = refused.and_then(|value| field.check(value).err());
            mistakes.extend(refused.map(|reason| self.refused(field, value, reason)));
        }
        mistakes
    }

    fn gateway(&self, signed: &[Pair]) -> Option<Mistake> {
        let (declared, found) = (self.subject.gateway.name, value(signed, "gateway"));
        let is_another = !self.subject.is_page && !found.is_empty() && found != declared;
        is_another.then(|| Mistake::GatewayName {
            declared,
            found: found.to_owned(),
        })
    }

    fn currency(&self, found: &str) -> Option<Mistake> {
        let declared = self.subject.gateway.currency;
        let is_another = !self.subject.is_page && !found.is_empty() && found != declared;
        is_another.then(|| Mistake::Currency {
            declared,
            found: found.to_owned(),
        })
    }

    fn refused(&self, field: &FieldSpec, found: &str, reason: FieldError) -> Mistake {
        let key = field.wire;
        match field.kind() {
            FieldKind::Currency => Mistake::Currency {
                declared: self.subject.gateway.currency,
                found: found.to_owned(),
            },
            FieldKind::Amount => Mistake::Unit { key, reason },
            _ => Mistake::FieldType { key, reason },
        }
    }
}

/// The maximum number of choices that are tried. This covers all choices of 14 parameters. Of more
/// parameters, those choices are tried that differ from the declaration in few keys.
const MOST_CHOICES: usize = 16_384;

/// The maximum number of orders that are tried. This covers all orders of seven parameters.
const MOST_ORDERS: usize = 5_040;

fn has(pairs: &[Pair], key: &str) -> bool {
    pairs.iter().any(|(name, _)| name == key)
}

/// The value of a key. Empty if the key is missing.
fn value<'a>(pairs: &'a [Pair], key: &str) -> &'a str {
    let mut pairs = pairs.iter();
    let found = pairs.find(|(name, _)| name == key);
    found.map_or("", |(_, value)| value)
}
