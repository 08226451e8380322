//! The extractors for actix-web 4. The application's data is known only at run time, so a missing
//! verifier is a rejection.

use std::any::type_name;
use std::borrow::Borrow;
use std::future::Future;
use std::future::Ready;
use std::future::ready;
use std::pin::Pin;

use actix_web::FromRequest;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::ResponseError;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web;
use plutu_core::CallbackError;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;

use crate::answer::Situation;
use crate::extract::MAX_BODY;
use crate::extract::Signed;
use crate::extract::SignedJson;
use crate::extract::SignedPage;
use crate::rejection::Rejection;

impl<C, V> FromRequest for Signed<C, V>
where
    C: SignedCallback,
    V: Borrow<Verifier> + 'static,
{
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let (method, query) = (request.method().as_str(), request.uri().query());
        let signed = verifier::<V>(request)
            .and_then(|verifier| Signed::<C>::from_query(method, query, verifier));
        ready(signed.map(|signed| Self::new(signed.into_inner())))
    }
}

impl<R, V> FromRequest for SignedPage<R, V>
where
    R: SignedReturn,
    V: Borrow<Verifier> + 'static,
{
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let (method, query) = (request.method().as_str(), request.uri().query());
        let page = verifier::<V>(request)
            .and_then(|verifier| SignedPage::<R>::from_query(method, query, verifier));
        ready(page.map(|page| Self::new(page.into_inner())))
    }
}

impl<C, V> FromRequest for SignedJson<C, V>
where
    C: SignedCallback + 'static,
    V: Borrow<Verifier> + 'static,
{
    type Error = Rejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Rejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let verifier = verifier::<V>(&request)?;
            let body = read(request.clone(), payload).await?;
            let method = request.method().as_str();
            let signed = SignedJson::<C>::from_body(method, &body, verifier)?;
            Ok(Self::new(signed.into_inner()))
        })
    }
}

impl ResponseError for Rejection {
    fn status_code(&self) -> StatusCode {
        StatusCode::from(self)
    }

    fn error_response(&self) -> HttpResponse {
        self.log();
        let mut response = HttpResponse::build(self.status_code());
        for header in self.headers() {
            response.insert_header(header);
        }
        response.finish()
    }
}

impl From<&Rejection> for StatusCode {
    fn from(rejection: &Rejection) -> Self {
        status(rejection.status())
    }
}

impl From<Situation> for StatusCode {
    fn from(situation: Situation) -> Self {
        status(situation.status())
    }
}

/// The verifier nearest to the route: that of the resource, of the scope, or of the application.
fn verifier<V: Borrow<Verifier> + 'static>(request: &HttpRequest) -> Result<&Verifier, Rejection> {
    let shared = request.app_data::<web::Data<V>>().map(web::Data::get_ref);
    let verifier = shared.or_else(|| request.app_data::<V>());
    verifier.map(Borrow::borrow).ok_or(Rejection::NoVerifier {
        verifier: type_name::<V>(),
    })
}

async fn read(request: HttpRequest, mut payload: Payload) -> Result<web::Bytes, Rejection> {
    let Ok(payload) = web::Payload::from_request(&request, &mut payload).await else {
        return Err(Rejection::Body("there is none".into()));
    };
    payload
        .to_bytes_limited(MAX_BODY)
        .await
        .map_err(|_| CallbackError::TooLarge)?
        // The framework's error cannot be sent to another thread, so only its message is kept.
        .map_err(|error| Rejection::Body(error.to_string().into()))
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
