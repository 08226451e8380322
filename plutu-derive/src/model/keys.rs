//! The keys of an attribute. Unknown keys and duplicate keys are reported.

use syn::Ident;

use crate::model::errors::Errors;
use crate::model::name::expectation;
use crate::parse::Argument;
use crate::parse::Arguments;

/// The keys that an attribute was given.
pub(super) struct GivenKeys {
    names: Vec<Ident>,
    /// Whether a part could not be read. A key that seems to be missing may then be misspelled.
    unclear: bool,
}

impl GivenKeys {
    /// Reads each known key with `read`.
    pub(super) fn read(
        arguments: syn::Result<Arguments>,
        known: &[&str],
        errors: &mut Errors,
        mut read: impl FnMut(&Argument, &mut Errors),
    ) -> Self {
        let arguments = errors.ok(arguments);
        let mut given = Self {
            names: Vec::new(),
            unclear: arguments.is_none(),
        };
        for argument in arguments.unwrap_or_default().0 {
            if given.accept(&argument.key, known, errors) {
                read(&argument, errors);
            }
        }
        given
    }

    /// Whether a key is certainly missing.
    pub(super) fn lack(&self, key: &str) -> bool {
        !self.unclear && self.names.iter().all(|name| name != key)
    }

    fn accept(&mut self, key: &Ident, known: &[&str], errors: &mut Errors) -> bool {
        if known.iter().all(|known| key != known) {
            self.unclear = true;
            let expectation = expectation(&key.to_string(), known);
            errors.at(key, format!("unknown key `{key}`; {expectation}"));
            return false;
        }
        if self.names.contains(key) {
            errors.at(key, format!("duplicate key `{key}`"));
            return false;
        }
        self.names.push(key.clone());
        true
    }
}
