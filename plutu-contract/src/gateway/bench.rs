//! The parts that all trials use: the genuine callback, and functions that change it and sign it
//! again.

use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::sign;

use super::clause::Clause;
use super::message::HASHED;
use super::message::Pair;
use super::report::Trial;
use super::subject::Subject;

/// A declared type, and a genuine callback that fits it.
pub(super) struct Bench<'a> {
    pub(super) subject: Subject,
    pub(super) raw: &'a str,
    pub(super) verifier: &'a Verifier,
    /// All parameters of the genuine callback, including the hash.
    pub(super) genuine: Vec<Pair>,
    /// The signed parameters, without the hash.
    pub(super) signed: Vec<Pair>,
    /// The test's own key, which signs changed callbacks.
    secret_key: SecretKey,
    pub(super) own_verifier: Verifier,
}

impl<'a> Bench<'a> {
    pub(super) fn new(
        subject: Subject,
        raw: &'a str,
        genuine: Vec<Pair>,
        verifier: &'a Verifier,
    ) -> Self {
        let signed = genuine.iter().filter(|(key, _)| subject.signs(key));
        let secret_key = own_key();
        Self {
            signed: signed.cloned().collect(),
            subject,
            raw,
            verifier,
            genuine,
            own_verifier: Verifier::new(secret_key.clone()),
            secret_key,
        }
    }

    /// The parameters that matter: the signed ones, and the hash.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Pair> {
        let keys = self.genuine.iter();
        keys.filter(|(key, _)| self.subject.signs(key) || key == HASHED)
    }

    /// The value of a signed key. Empty if the callback does not contain the key.
    pub(super) fn value(&self, key: &str) -> &str {
        let found = self.signed.iter().find(|(name, _)| name == key);
        found.map_or("", |(_, value)| value)
    }

    /// The signed pairs, with a key set to a value. A missing key is added.
    pub(super) fn with(&self, key: &str, value: &str) -> Vec<Pair> {
        let mut pairs = self.signed.clone();
        match pairs.iter_mut().find(|(name, _)| name == key) {
            Some(pair) => value.clone_into(&mut pair.1),
            None => pairs.push((key.to_owned(), value.to_owned())),
        }
        pairs
    }

    /// The signed pairs without a key.
    pub(super) fn without(&self, key: &str) -> Vec<Pair> {
        let pairs = self.signed.iter().filter(|(name, _)| name != key);
        pairs.cloned().collect()
    }

    /// A callback with these pairs, signed with the test's own secret.
    pub(super) fn sign(&self, pairs: &[Pair]) -> String {
        let texts = pairs.iter().map(|(key, value)| (&**key, &**value));
        let hashed = sign(texts, &self.secret_key);
        let mut pairs = pairs.to_vec();
        pairs.push((HASHED.to_owned(), hashed));
        self.subject.format.write(&pairs)
    }

    /// The trial that a callback is accepted.
    pub(super) fn believes(&self, raw: &str, verifier: &Verifier, what: &str) -> Trial {
        let verdict = self.subject.verify(raw, verifier);
        let error = verdict.as_ref().err().map(ToString::to_string);
        Trial::new(Clause::BelievesGenuine, verdict.is_ok(), || {
            format!("{what}, it was rejected: {}", error.unwrap_or_default())
        })
    }

    /// The trial that a changed callback is rejected.
    pub(super) fn rejects(
        &self,
        clause: Clause,
        raw: &str,
        what: impl FnOnce() -> String,
    ) -> Trial {
        let verdict = self.subject.verify(raw, self.verifier);
        Trial::new(clause, verdict.is_err(), || {
            format!("{}, it was accepted", what())
        })
    }

    /// The trial that a callback with these pairs is rejected although its signature is valid.
    pub(super) fn rejects_signed(
        &self,
        clause: Clause,
        pairs: &[Pair],
        what: impl FnOnce() -> String,
    ) -> Trial {
        let verdict = self.subject.verify(&self.sign(pairs), &self.own_verifier);
        Trial::new(clause, verdict.is_err(), || {
            format!("{}, it was accepted", what())
        })
    }
}

#[expect(clippy::expect_used, reason = "the test's own secret is valid")]
fn own_key() -> SecretKey {
    SecretKey::new("sk_of_the_contract_test").expect("the test's own secret is valid")
}
