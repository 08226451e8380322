//! Reads credentials from environment variables, so that they stay out of a program's code.

use std::env;
use std::env::VarError;

use crate::credentials::AccessToken;
use crate::credentials::ApiKey;
use crate::credentials::Credentials;
use crate::credentials::SecretKey;
use crate::field::FieldError;

impl Credentials {
    /// Reads the API key from the environment variable `PLUTU_API_KEY` and the access token from
    /// `PLUTU_ACCESS_TOKEN`. Plutu's package for Laravel uses the same names.
    ///
    /// ```no_run
    /// use plutu_core::Credentials;
    ///
    /// let credentials = Credentials::from_env()?;
    /// # Ok::<(), plutu_core::EnvError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EnvError`] names the variable that is missing or invalid. It never shows a value.
    pub fn from_env() -> Result<Self, EnvError> {
        Ok(Self::new(
            read("PLUTU_API_KEY", ApiKey::new)?,
            read("PLUTU_ACCESS_TOKEN", AccessToken::new)?,
        ))
    }
}

impl SecretKey {
    /// Reads the secret key from the environment variable `PLUTU_SECRET_KEY`. Plutu's package for
    /// Laravel uses the same name.
    ///
    /// ```no_run
    /// use plutu_core::{SecretKey, Verifier};
    ///
    /// let verifier = Verifier::new(SecretKey::from_env()?);
    /// # Ok::<(), plutu_core::EnvError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EnvError`] names the variable if it is missing or invalid. It never shows a value.
    pub fn from_env() -> Result<Self, EnvError> {
        read("PLUTU_SECRET_KEY", SecretKey::new)
    }
}

/// The error when a credential cannot be read from the environment. It never shows a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvError {
    /// The variable is not set.
    #[error("the environment variable `{variable}` is not set")]
    #[non_exhaustive]
    Missing {
        /// The variable's name.
        variable: &'static str,
    },
    /// The variable's value is not UTF-8.
    #[error("the environment variable `{variable}` is not valid UTF-8")]
    #[non_exhaustive]
    NotText {
        /// The variable's name.
        variable: &'static str,
    },
    /// The variable's value is not a valid credential: for example, it is empty or ends with a line
    /// break.
    #[error("the environment variable `{variable}` has a bad value")]
    #[non_exhaustive]
    BadValue {
        /// The variable's name.
        variable: &'static str,
        /// The rule that the value breaks.
        #[source]
        reason: FieldError,
    },
}

impl EnvError {
    /// The name of the variable.
    #[must_use]
    pub fn variable(&self) -> &'static str {
        match self {
            Self::Missing { variable }
            | Self::NotText { variable }
            | Self::BadValue { variable, .. } => variable,
        }
    }
}

fn read<T>(
    variable: &'static str,
    parse: fn(String) -> Result<T, FieldError>,
) -> Result<T, EnvError> {
    let text = env::var(variable).map_err(|error| match error {
        VarError::NotPresent => EnvError::Missing { variable },
        // The error contains the value, so it is dropped.
        VarError::NotUnicode(_) => EnvError::NotText { variable },
    })?;
    parse(text).map_err(|reason| EnvError::BadValue { variable, reason })
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::error::Error;
    use std::ffi::OsStr;
    use std::ffi::OsString;
    use std::process::Command;

    use crate::credentials::Credentials;
    use crate::credentials::SecretKey;

    const VARIABLES: [&str; 3] = ["PLUTU_API_KEY", "PLUTU_ACCESS_TOKEN", "PLUTU_SECRET_KEY"];

    /// Returns what a child process reads from an environment with these values. The environment of
    /// the test's own process cannot be changed safely.
    fn read_in_child(values: [Option<&OsStr>; 3]) -> String {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args([
            "--exact",
            "env::tests::child_prints_what_it_reads",
            "--nocapture",
        ]);
        for (variable, value) in VARIABLES.iter().zip(values) {
            child.env_remove(variable);
            if let Some(value) = value {
                child.env(variable, value);
            }
        }
        let output = child.env(CHILD, "1").output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("read: "), "{text}");
        text
    }

    #[test]
    fn child_prints_what_it_reads() {
        if env::var_os(CHILD).is_none() {
            return;
        }
        match Credentials::from_env() {
            Ok(credentials) => println!(
                "read: {} {}",
                credentials.api_key().expose(),
                credentials.access_token().expose()
            ),
            Err(error) => print_error(&error),
        }
        match SecretKey::from_env() {
            Ok(secret_key) => println!("read: {}", secret_key.expose()),
            Err(error) => print_error(&error),
        }
    }

    fn print_error(error: &super::EnvError) {
        println!("read: {error} ({})", error.variable());
        println!("debug: {error:?} {:?}", error.source());
    }

    #[test]
    fn each_credential_is_read_from_its_own_variable() {
        let text = read_in_child(["key", "token", "sk"].map(|value| Some(OsStr::new(value))));
        assert!(text.contains("read: key token\n"), "{text}");
        assert!(text.contains("read: sk\n"), "{text}");
    }

    #[test]
    fn a_missing_variable_is_named() {
        let set = Some(OsStr::new("canary"));
        let table = [
            ([None, set, None], "PLUTU_API_KEY"),
            ([set, None, None], "PLUTU_ACCESS_TOKEN"),
            ([None, None, None], "PLUTU_API_KEY"),
            ([set, set, None], "PLUTU_SECRET_KEY"),
        ];
        for (values, missing) in table {
            let expected =
                format!("read: the environment variable `{missing}` is not set ({missing})");
            let text = read_in_child(values);
            assert!(text.contains(&expected), "{text}");
        }
    }

    #[test]
    fn an_invalid_value_is_not_shown() {
        let good = OsStr::new("good");
        let bad = [OsString::new(), OsString::from("canary\n")];
        for bad in &bad {
            for index in 0..VARIABLES.len() {
                let mut values = [Some(good); 3];
                values[index] = Some(bad);
                let text = read_in_child(values);
                let variable = VARIABLES[index];
                let expected = format!(
                    "read: the environment variable `{variable}` has a bad value ({variable})"
                );
                assert!(text.contains(&expected), "{text}");
                assert!(text.contains("Some(FieldError"), "{text}");
                assert!(!text.contains("canary"), "{text}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_not_utf8_is_not_shown() {
        use std::os::unix::ffi::OsStrExt;

        let bad = Some(OsStr::from_bytes(b"canary\xFF"));
        let text = read_in_child([bad, None, bad]);
        for variable in ["PLUTU_API_KEY", "PLUTU_SECRET_KEY"] {
            let expected =
                format!("read: the environment variable `{variable}` is not valid UTF-8");
            assert!(text.contains(&expected), "{text}");
        }
        assert!(!text.contains("canary"), "{text}");
    }

    const CHILD: &str = "PLUTU_CORE_TEST_ENV";
}
