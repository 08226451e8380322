//! The page that is shown instead of one that cannot be shown. It is in both languages, because the
//! language may not be known yet, and it has no details.

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
    let (arabic, english) = (Words::of(Language::Ar), Words::of(Language::En));
    html! {
        (DOCTYPE)
        html lang="ar" dir="rtl" {
            (head(arabic.shop))
            body {
                main {
                    h1 { (arabic.shop) " · " bdi lang="en" { (english.shop) } }
                    @for language in [Language::Ar, Language::En] { (sentence(failure, language)) }
                }
            }
        }
    }
}

fn sentence(failure: Failure, language: Language) -> Markup {
    let words = Words::of(language);
    html! {
        div lang=(language.as_str()) dir=(words.direction) {
            p.told { (failure.sentence(language)) }
            p { a href=(address::products(language)) { (words.to_products) } }
        }
    }
}
