//! Strings that nobody guesses: the address of an order, and of the desk.

use std::fmt;

use serde::Deserialize;
use subtle::ConstantTimeEq;

/// A part of an address that only those know who may open it: 128 random bits.
///
/// The shop sets no cookie and asks for no password that a browser would send by itself. So a form
/// on a foreign page can do nothing here, because it would have to know the address.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        Ok(Self(random_hex::<16>()?))
    }

    /// The token as it stands in an address.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both are the same, without telling by the time that it takes how much of them is.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self(token)
    }
}

/// Whoever reads the log may not open the order.
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
