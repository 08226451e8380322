//! The page that stands in for one that cannot be shown. It is in both languages, because it may be
//! shown before the language is known, and it has no details.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use maud::DOCTYPE;
use maud::Markup;
use maud::html;
use plutu_core::Language;
use plutu_web::answer::Situation;

use crate::address;
use crate::failure::Failure;
use crate::pages::head;
use crate::words::Words;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status(), failure(self)).into_response()
    }
}

impl Failure {
    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::NotNow => StatusCode::CONFLICT,
            Self::Unavailable | Self::NotRecorded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn sentence(self, language: Language) -> &'static str {
        let words = Words::of(language);
        match self {
            Self::NotFound => words.not_found,
            Self::BadForm => words.bad_form,
            Self::NotNow => words.not_now,
            Self::Unavailable => words.unavailable,
            Self::NotRecorded => Situation::BeingChecked.sentence(language),
            Self::Broken => words.broken,
        }
    }
}

fn failure(failure: Failure) -> Markup {
    html! {
        (DOCTYPE)
        html lang="ar" dir="rtl" {
            (head(Words::of(Language::Ar).shop))
            body {
                main {
                    @for language in [Language::Ar, Language::En] {
                        p.told lang=(language.as_str()) dir=(Words::of(language).direction) {
                            (failure.sentence(language))
                        }
                    }
                    p { a href=(address::HOME) { (Words::of(Language::Ar).to_products) } }
                }
            }
        }
    }
}
