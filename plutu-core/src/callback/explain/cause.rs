//! What keeps a callback from being verified, in words for a developer.

use std::fmt;

use crate::printable::printable;

/// Something that keeps a callback from being verified.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// `hashed` is not a hash at all.
    NoHash,
    /// `hashed` has letters in lower case.
    LowerCase,
    /// There is white space around `hashed`, for example a newline at the end of a pasted line.
    WhiteSpace,
    /// Another of the secrets fits.
    AnotherSecret {
        /// Its place in the list, from zero.
        place: usize,
    },
    /// The parameters were signed in another order.
    Order {
        /// The keys in the order in which they were signed.
        keys: Vec<String>,
    },
    /// The values were rewritten on the way.
    Rewritten(Rewriting),
    /// The signature is over the keys of something else.
    AnotherKind {
        /// What signs these keys: `mpgs callback`.
        kind: &'static str,
    },
    /// The signature covers everything that was received, which is not believed of a return page,
    /// nor where PHP would rename, drop or overwrite a parameter.
    Everything,
    /// A parameter was added after signing.
    Added {
        /// Its key.
        key: String,
    },
}

/// How values were rewritten on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rewriting {
    /// They were encoded once too often.
    EncodedTwice,
    /// They were decoded once too often: a `+` became a space.
    DecodedTwice,
    /// `&` became `&amp;`, as in the source of a page.
    Html,
    /// The amount was written as a number: `5` for `5.00`.
    Amount,
    /// They were signed without being encoded.
    SignedUnencoded,
    /// They were signed with `%20` for a space and a bare `~`, as PHP's `rawurlencode` writes them.
    SignedRaw,
}

impl Cause {
    /// What is wrong with the spelling of a hash.
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
            Self::NoHash => f.write_str("`hashed` is not a hash: it is 64 digits and letters A to F"),
            Self::LowerCase => {
                f.write_str("`hashed` is in lower case; Plutu sends upper case, so it was rewritten")
            }
            Self::WhiteSpace => f.write_str(
                "there is white space around `hashed`: remove the newline that came with copying",
            ),
            Self::AnotherSecret { place } => write!(
                f,
                "it is signed with secret {}: use that account's or gateway's secret",
                place.saturating_add(1)
            ),
            Self::Order { keys } => write!(
                f,
                "it was signed in another order: {}; pass the raw query, which a framework's map of \
                 parameters does not keep",
                printable(&keys.join(", "))
            ),
            Self::Rewritten(how) => write!(f, "{how}"),
            Self::AnotherKind { kind } => {
                write!(f, "the signature is that of a {kind}: verify it as one")
            }
            Self::Everything => f.write_str(
                "the signature covers everything that was received: that is not accepted of a return page, nor \
                 with a key that PHP renames or drops, or a key that comes twice",
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
                "the values were percent-encoded once more on the way: pass the query as it came"
            }
            Self::DecodedTwice => {
                "the values were decoded before: pass the raw query, not one that was put together again"
            }
            Self::Html => "`&` became `&amp;`: the query was copied from the source of a page",
            Self::Amount => {
                "the amount was written as a number: pass the raw query, which keeps its digits"
            }
            Self::SignedUnencoded => {
                "the signer did not encode the values: sign what `http_build_query` writes"
            }
            Self::SignedRaw => {
                "the signer encoded as `rawurlencode` does: sign what `http_build_query` writes"
            }
        })
    }
}
