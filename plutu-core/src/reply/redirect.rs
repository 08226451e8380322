//! The reply of the gateways with a hosted page: the URL of the page to send the payer to.

use crate::answer::ReplyFields;
use crate::field::FieldError;
use crate::redirect::Redirect;
use crate::request::Reply;
use crate::request::Request;
use crate::spec::ReplyKind;

impl<R: Request> Reply<R> for Redirect {
    const KIND: ReplyKind = ReplyKind::Redirect;

    fn read(_request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
        result.check_success()?;
        let url = result.required("redirect_url")?;
        Self::new(url.into_owned()).map_err(|reason| FieldError::new("redirect_url", reason))
    }
}
