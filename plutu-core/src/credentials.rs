//! The secrets of an account: the API key and the access token, which are sent with every request,
//! and the secret key, which is never sent. The stored copies are wiped from memory when they are
//! dropped. The preparation of a hash may leave a copy of the secret key on the stack.

use std::fmt;

use hmac::Hmac;
use hmac::KeyInit;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::field::FieldError;

/// The API key and the access token, sent with every request (documentation: the headers
/// `X-API-KEY` and `Authorization: Bearer`).
///
/// The access token decides whether payments are real or test payments. Both use the same base URL.
///
/// ```
/// use plutu_core::{AccessToken, ApiKey, Credentials};
///
/// let credentials = Credentials::new(ApiKey::new("an-api-key")?, AccessToken::new("a-token")?);
/// assert_eq!(format!("{credentials:?}").matches("[redacted]").count(), 2);
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Credentials {
    api_key: ApiKey,
    access_token: AccessToken,
}

impl Credentials {
    /// Combines the two.
    #[must_use]
    pub fn new(api_key: ApiKey, access_token: AccessToken) -> Self {
        Self {
            api_key,
            access_token,
        }
    }

    /// The API key.
    #[must_use]
    pub fn api_key(&self) -> &ApiKey {
        &self.api_key
    }

    /// The access token.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }
}

macro_rules! header_secret {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Checks the string that the dashboard shows.
            ///
            /// # Errors
            ///
            /// [`FieldError`] if the string is empty, or contains a character other than visible
            /// ASCII, which a header cannot carry. The error does not repeat the string.
            pub fn new(text: impl Into<String>) -> Result<Self, FieldError> {
                let text = Zeroizing::new(text.into());
                if text.is_empty() {
                    return Err(FieldError::new($field, "it is empty"));
                }
                if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
                    return Err(FieldError::new($field, "it contains a character other than visible ASCII"));
                }
                Ok(Self(text))
            }

            /// The hidden string itself, for the header that carries it.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

header_secret! {
    /// The account's API key (documentation: the header `X-API-KEY`).
    ApiKey, "API key"
}

header_secret! {
    /// The account's access token (documentation: the header `Authorization: Bearer`).
    AccessToken, "access token"
}

/// The secret that callbacks are signed with. It is never sent anywhere.
///
/// An account may have a separate secret for each gateway. Test and live accounts must have
/// different secrets: nothing else in a callback distinguishes a test payment from a real one.
///
/// A secret key cannot be compared with `==`, and `Debug` does not show it.
///
/// ```
/// use plutu_core::{SecretKey, Verifier};
///
/// let secret_key = SecretKey::new("sk_ac63978fe4bc6defb55045fe84492021d1e87555")?;
/// let verifier = Verifier::new(secret_key);
/// assert!(SecretKey::new("sk_pasted_with_a_newline\n").is_err());
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Clone)]
pub struct SecretKey {
    text: Zeroizing<String>,
    keyed: Hmac<Sha256>,
}

impl SecretKey {
    /// Checks the string that the dashboard shows.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the string is empty or blank, or if it starts or ends with white space, a
    /// control character or an invisible character. These are signs of an unset variable or of a
    /// mistake while pasting. The error does not repeat the string.
    pub fn new(text: impl Into<String>) -> Result<Self, FieldError> {
        let text = Zeroizing::new(text.into());
        if text.chars().all(is_blank) {
            return Err(FieldError::new("secret key", "it is empty or blank"));
        }
        if text.starts_with(is_blank) || text.ends_with(is_blank) {
            return Err(FieldError::new(
                "secret key",
                "it starts or ends with white space or an invisible character",
            ));
        }
        // HMAC accepts a key of any length, so this function of the library never fails.
        let keyed = Hmac::new_from_slice(text.as_bytes())
            .map_err(|_| FieldError::new("secret key", "its length is not usable"))?;
        Ok(Self { text, keyed })
    }

    /// The hidden string itself, for a developer's tool that must show it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The hash's state after the key was processed.
    pub(crate) fn keyed(&self) -> &Hmac<Sha256> {
        &self.keyed
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey([redacted])")
    }
}

/// White space, control characters, and invisible characters.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::AccessToken;
    use super::ApiKey;
    use super::SecretKey;

    #[test]
    fn t14_a_blank_or_badly_pasted_secret_is_refused() {
        for text in [
            "",
            " ",
            "\t",
            "\n",
            "\0",
            "\u{A0}",
            "\u{3000}",
            "\u{200B}",
            "\u{FEFF}",
            "\u{2800}",
            "\u{3164}",
            "\u{200B} \u{2060}",
            " sk",
            "sk ",
            "sk\n",
            "sk\r\n",
            "\u{FEFF}sk",
            "sk\u{200E}",
            "\u{A0}sk",
            "sk\0",
            "\u{7F}sk",
            "sk\u{E0001}",
        ] {
            let error = SecretKey::new(text).unwrap_err();
            assert_eq!(error.field(), "secret key", "{text:?}");
        }
        for text in [
            "sk_ac63978fe4bc6defb55045fe84492021d1e87555",
            "s",
            "two words",
            "مفتاح",
        ] {
            let secret_key = SecretKey::new(text).unwrap();
            assert_eq!(secret_key.expose(), text);
            assert_eq!(format!("{secret_key:?}"), "SecretKey([redacted])");
        }
    }

    #[test]
    fn t24_what_a_header_cannot_carry_is_refused_without_echo() {
        for text in [
            "",
            " ",
            "canary\r\nX: y",
            "canary\n",
            "canary\0",
            "canary\u{7F}",
            "canary key",
            "canaryمفتاح",
            "\tcanary",
        ] {
            let errors = [
                ApiKey::new(text).unwrap_err(),
                AccessToken::new(text).unwrap_err(),
            ];
            for error in errors {
                assert!(!format!("{error} {error:?}").contains("canary"), "{text:?}");
            }
        }
        assert_eq!(ApiKey::new("key-1_~!").unwrap().expose(), "key-1_~!");
    }
}
