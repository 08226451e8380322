//! The extractors for axum. They depend on axum-core only, so a new axum with the same core needs
//! no new version of this crate.

use std::borrow::Borrow;

use axum_core::body::Body;
use axum_core::extract::DefaultBodyLimit;
use axum_core::extract::FromRef;
use axum_core::extract::FromRequest;
use axum_core::extract::FromRequestParts;
use axum_core::extract::Request;
use axum_core::extract::rejection::BytesRejection;
use axum_core::extract::rejection::FailedToBufferBody;
use axum_core::response::IntoResponse;
use axum_core::response::Response;
use bytes::Bytes;
use http::HeaderValue;
use http::StatusCode;
use http::request::Parts;
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

impl<C, V, S> FromRequestParts<S> for Signed<C, V>
where
    C: SignedCallback,
    V: Borrow<Verifier> + FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let verifier = V::from_ref(state);
        let (method, query) = (parts.method.as_str(), parts.uri.query());
        let signed = Signed::<C>::from_query(method, query, verifier.borrow())?;
        Ok(Self::new(signed.into_inner()))
    }
}

impl<R, V, S> FromRequestParts<S> for SignedPage<R, V>
where
    R: SignedReturn,
    V: Borrow<Verifier> + FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let verifier = V::from_ref(state);
        let (method, query) = (parts.method.as_str(), parts.uri.query());
        let page = SignedPage::<R>::from_query(method, query, verifier.borrow())?;
        Ok(Self::new(page.into_inner()))
    }
}

impl<C, V, S> FromRequest<S> for SignedJson<C, V>
where
    C: SignedCallback,
    V: Borrow<Verifier> + FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Rejection> {
        // This limit applies whatever limit the application sets for other bodies.
        DefaultBodyLimit::max(MAX_BODY).apply(&mut request);
        let method = request.method().clone();
        let body = Bytes::from_request(request, state)
            .await
            .map_err(not_arrived)?;
        let verifier = V::from_ref(state);
        let signed = SignedJson::<C>::from_body(method.as_str(), &body, verifier.borrow())?;
        Ok(Self::new(signed.into_inner()))
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.log();
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from(&self);
        for (name, value) in self.headers() {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
        response
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

fn not_arrived(rejection: BytesRejection) -> Rejection {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            CallbackError::TooLarge.into()
        }
        error => Rejection::Body(error.into()),
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
