//! The keys of an attribute. Unknown keys and duplicate keys are reported.

use syn::Ident;

use crate::model::errors::Errors;
use crate::model::name::expectation;
use crate::model::name::nearest;
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
        let arguments = arguments.unwrap_or_default().0;
        let written: Vec<_> = arguments.iter().map(|it| it.key.to_string()).collect();
        let missing: Vec<_> = known
            .iter()
            .copied()
            .filter(|key| written.iter().all(|it| it != key))
            .collect();
        for argument in arguments {
            if let Some(argument) = given.accept(argument, known, &missing, errors) {
                read(&argument, errors);
            }
        }
        given
    }

    /// Whether a key is certainly missing.
    pub(super) fn lack(&self, key: &str) -> bool {
        !self.unclear && self.names.iter().all(|name| name != key)
    }

    /// The argument, or the one that was probably meant. `None` if its key was given before, or if
    /// it is not clear what was meant.
    fn accept(
        &mut self,
        argument: Argument,
        known: &[&str],
        missing: &[&str],
        errors: &mut Errors,
    ) -> Option<Argument> {
        let is_known = known.iter().any(|known| argument.key == known);
        let argument = if is_known {
            argument
        } else {
            self.unclear = true;
            meant(argument, known, missing, errors)?
        };
        if self.names.contains(&argument.key) {
            let key = &argument.key;
            errors.at(key, format!("duplicate key `{key}`"));
            return None;
        }
        self.names.push(argument.key.clone());
        Some(argument)
    }
}

/// Reports an unknown key, and replaces it by the missing key that was probably meant.
fn meant(
    mut argument: Argument,
    known: &[&str],
    missing: &[&str],
    errors: &mut Errors,
) -> Option<Argument> {
    let key = &argument.key;
    let name = key.to_string();
    let expectation = expectation(&name, known);
    errors.at(key, format!("unknown key `{key}`; {expectation}"));
    argument.key = Ident::new(nearest(&name, missing)?, key.span());
    Some(argument)
}
