//! Strings that nobody can guess, for the addresses of orders and of the desk.

use std::fmt;

use serde::Deserialize;
use subtle::ConstantTimeEq;

/// The secret part of an address: 128 random bits. Only those who may open the page know it.
///
/// The shop sets no cookie and asks for no password that a browser would send by itself. So a form
/// on another site can do nothing here, because it would have to know the address.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        Ok(Self(random_hex::<16>()?))
    }

    /// The token, for an address.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Compares two tokens in constant time.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self(token)
    }
}

/// Shows nothing of the token, so that the log does not open an order.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

/// Random bytes as hexadecimal digits.
pub(crate) fn random_hex<const BYTES: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}
