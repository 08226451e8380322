//! The causes of a failed verification, with descriptions for a developer.

use std::fmt;

use crate::printable::printable;

/// A cause of a failed verification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// `hashed` is not a hash.
    NoHash,
    /// `hashed` contains lower-case letters.
    LowerCase,
    /// There is white space around `hashed`, for example a newline from a pasted line.
    WhiteSpace,
    /// Another of the secrets matches.
    AnotherSecret {
        /// The secret's index in the list, starting at zero.
        place: usize,
    },
    /// The parameters were signed in another order.
    Order {
        /// The keys in the order in which they were signed.
        keys: Vec<String>,
    },
    /// The values were rewritten after signing, or encoded differently by the signer.
    Rewritten(Rewriting),
    /// The signature covers the keys of another kind of callback or return page.
    AnotherKind {
        /// The kind that signs these keys: `mpgs callback`.
        kind: &'static str,
    },
    /// The signature covers all received parameters. This is not accepted for a return page, or if
    /// PHP would rename, drop or overwrite a parameter.
    Everything,
    /// A parameter was added after signing, or is not signed.
    Added {
        /// Its key.
        key: String,
    },
}

/// The way in which values were rewritten, or encoded differently by the signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rewriting {
    /// They were encoded one time too many.
    EncodedTwice,
    /// They were decoded one time too many: a `+` became a space.
    DecodedTwice,
    /// `&` became `&amp;`, as in HTML source.
    Html,
    /// The amount was written as a number: `5` for `5.00`.
    Amount,
    /// They were signed without encoding.
    SignedUnencoded,
    /// They were signed with `%20` for a space and a bare `~`, as PHP's `rawurlencode` writes them.
    SignedRaw,
}

impl Cause {
    /// Finds the causes in the spelling of a hash.
    pub(super) fn of_spelling(hashed: &str) -> Vec<Self> {
        let has_space = hashed.trim() != hashed;
        let has_lower_case = hashed.bytes().any(|byte| byte.is_ascii_lowercase());
        [
            has_space.then_some(Self::WhiteSpace),
            has_lower_case.then_some(Self::LowerCase),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHash => f.write_str("`hashed` is not a hash: expected 64 digits and letters A to F"),
            Self::LowerCase => {
                f.write_str("`hashed` is in lower case; Plutu sends it in upper case, so it was rewritten")
            }
            Self::WhiteSpace => f.write_str(
                "there is white space around `hashed`: remove it, it probably comes from copying",
            ),
            Self::AnotherSecret { place } => write!(
                f,
                "it is signed with secret {}: use the secret of that account or gateway",
                place.saturating_add(1)
            ),
            Self::Order { keys } => write!(
                f,
                "it was signed in another order: {}; pass the raw query, because a framework's map of \
                 parameters does not keep the order",
                printable(&keys.join(", "))
            ),
            Self::Rewritten(how) => write!(f, "{how}"),
            Self::AnotherKind { kind } => {
                write!(f, "it has the signature of a {kind}: verify it as one")
            }
            Self::Everything => f.write_str(
                "the signature covers all received parameters: this is not accepted for a return page, or with a \
                 key that PHP renames or drops, or a key that occurs twice",
            ),
            Self::Added { key } => {
                let key = printable(key);
                write!(f, "`{key}` was added after signing, or is not signed")
            }
        }
    }
}

impl fmt::Display for Rewriting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EncodedTwice => {
                "the values were percent-encoded again on the way: pass the raw query, as received"
            }
            Self::DecodedTwice => {
                "the values were already decoded: pass the raw query, not one that was put together again"
            }
            Self::Html => "`&` became `&amp;`: the query was copied from HTML source",
            Self::Amount => {
                "the amount was rewritten as a number: pass the raw query, which keeps its digits"
            }
            Self::SignedUnencoded => {
                "the signer did not encode the values: sign what `http_build_query` writes"
            }
            Self::SignedRaw => {
                "the signer encoded the values with `rawurlencode`: sign what `http_build_query` writes"
            }
        })
    }
}
