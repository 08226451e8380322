//! The parameters of the page's URL: the language, a search, the credentials, a notice.
//!
//! Every form and link keeps the language and the search.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use form_urlencoded::Serializer;
use plutu_core::Language;

/// The requested page.
pub(super) struct View {
    pub(super) language: Language,
    /// Whether the URL names the language. Otherwise it is the browser's.
    is_chosen: bool,
    pub(super) search: String,
    pub(super) shows_credentials: bool,
    pub(super) notice: Option<Notice>,
}

impl View {
    /// The URL of a path, with the language and the search.
    pub(super) fn to(&self, path: &str) -> String {
        self.with(path, &[])
    }

    /// Like [`to`](Self::to), with more parameters.
    pub(super) fn with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let language = self.is_chosen.then_some(("lang", self.language.as_str()));
        let search = (!self.search.is_empty()).then_some(("search", self.search.as_str()));
        let own = language.into_iter().chain(search);
        url(path, own.chain(more.iter().copied()))
    }

    /// The URL of this page in the other language.
    pub(super) fn in_other_language(&self) -> (Language, String) {
        let other = match self.language {
            Language::Ar => Language::En,
            Language::En => Language::Ar,
        };
        let search = (!self.search.is_empty()).then_some(("search", self.search.as_str()));
        let language = [("lang", other.as_str())];
        (other, url("/", language.into_iter().chain(search)))
    }

    /// The language, if a form must send it as a field.
    pub(super) fn chosen_language(&self) -> Option<Language> {
        self.is_chosen.then_some(self.language)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let first = |name: &str| {
            let mut pairs = form_urlencoded::parse(query);
            let pair = pairs.find(|(key, _)| key == name);
            pair.map(|(_, value)| value.into_owned())
        };
        let chosen = first("lang").and_then(|lang| lang.parse().ok());
        let search = first("search").unwrap_or_default();
        Ok(Self {
            language: chosen.unwrap_or_else(|| of_browser(&parts.headers)),
            is_chosen: chosen.is_some(),
            search: search.trim().chars().take(MAX_SEARCH).collect(),
            shows_credentials: first("credentials").as_deref() == Some(SHOWN),
            notice: first("notice").as_deref().and_then(Notice::of),
        })
    }
}

fn url<'a>(path: &str, parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut parameters = parameters.peekable();
    if parameters.peek().is_none() {
        return path.to_owned();
    }
    let query = Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{path}?{query}")
}

/// Arabic if that is the browser's first language, and otherwise English.
fn of_browser(headers: &HeaderMap) -> Language {
    let languages = headers.get(header::ACCEPT_LANGUAGE);
    let languages = languages.and_then(|languages| languages.to_str().ok());
    let first = languages.and_then(|languages| languages.split([',', ';', '-']).next());
    match first {
        Some(first) if first.trim().eq_ignore_ascii_case("ar") => Language::Ar,
        _ => Language::En,
    }
}

/// Why a button did nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    Unknown,
    Answered,
    NoCallback,
    NoFault,
    TooManyFaults,
    NotConfirmed,
}

impl Notice {
    const ALL: [Self; 6] = [
        Self::Unknown,
        Self::Answered,
        Self::NoCallback,
        Self::NoFault,
        Self::TooManyFaults,
        Self::NotConfirmed,
    ];

    fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Answered => "answered",
            Self::NoCallback => "no-callback",
            Self::NoFault => "no-fault",
            Self::TooManyFaults => "too-many-faults",
            Self::NotConfirmed => "not-confirmed",
        }
    }
}

/// The value of the parameter `credentials` that shows them.
pub(super) const SHOWN: &str = "shown";

/// The longest search, in characters: longer than ordinary invoice numbers.
const MAX_SEARCH: usize = 200;
