//! Going through an attribute's keys: each known one is read once, every other one is a mistake.

use syn::Ident;

use crate::model::Errors;
use crate::model::name::suggestion;
use crate::parse::Argument;
use crate::parse::Arguments;

/// The keys that an attribute was given.
pub(super) struct GivenKeys {
    names: Vec<Ident>,
    /// Whether something could not be read, so that a missing key may only be misspelled.
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
        let arguments = errors.note(arguments);
        let mut given = Self {
            names: Vec::new(),
            unclear: arguments.is_none(),
        };
        for argument in arguments
            .map(|Arguments(arguments)| arguments)
            .unwrap_or_default()
        {
            let key = &argument.key;
            if known.iter().all(|known| key != known) {
                given.unclear = true;
                errors.at(
                    key,
                    format!("unknown key `{key}`{}", suggestion(&key.to_string(), known)),
                );
            } else if given.names.contains(key) {
                errors.at(key, format!("`{key}` is given twice"));
            } else {
                read(&argument, errors);
                given.names.push(argument.key);
            }
        }
        given
    }

    /// Whether a key is missing for sure.
    pub(super) fn lack(&self, key: &str) -> bool {
        !self.unclear && self.names.iter().all(|name| name != key)
    }
}
