//! The three extractors, without a framework: which method may settle, which text is verified, and
//! what holds the result. `adapters` feeds them the requests of axum and actix-web.
//!
//! A return page has an extractor of its own, and is not another `Signed`. The two traits of
//! plutu-core could share one only through a third trait with a marker, and the signature of a
//! handler would no longer say whether its argument can settle an order.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;

use crate::rejection::Rejection;

/// The longest body that is read, in bytes: as much as plutu-core verifies.
pub const MAX_BODY: usize = 8_192;

macro_rules! extractor {
    ($(#[$meta:meta])* $name:ident<$content:ident>) => {
        $(#[$meta])*
        pub struct $name<$content, V = Verifier> {
            content: $content,
            /// Whose secret it was verified with.
            verifier: PhantomData<fn() -> V>,
        }

        impl<$content, V> $name<$content, V> {
            /// Wraps what was verified already. A test calls a handler with it.
            pub fn new(content: $content) -> Self {
                Self {
                    content,
                    verifier: PhantomData,
                }
            }

            /// What was verified.
            #[must_use]
            pub fn into_inner(self) -> $content {
                self.content
            }
        }

        impl<$content, V> Deref for $name<$content, V> {
            type Target = $content;

            fn deref(&self) -> &$content {
                &self.content
            }
        }

        impl<$content: Clone, V> Clone for $name<$content, V> {
            fn clone(&self) -> Self {
                Self::new(self.content.clone())
            }
        }

        impl<$content: fmt::Debug, V> fmt::Debug for $name<$content, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.content).finish()
            }
        }
    };
}

extractor! {
    /// A callback that the payer's browser brought in the query, verified.
    ///
    /// It dereferences to the callback. Nothing is known about an order before `settle` compared
    /// the callback with it.
    ///
    /// The verifier comes from the application's state: with axum from a state of which `V` is a
    /// part (`V: FromRef<S>`), with actix-web from the application's data (`web::Data<V>`). `V` is
    /// a [`Verifier`], an `Arc<Verifier>`, or [a type of your own](crate#several-secrets).
    ///
    /// A request that is not believed never reaches the handler. It is answered by the
    /// [`Rejection`], unless the handler asks for a `Result<Signed<C>, Rejection>`.
    ///
    /// The raw query is read as it came. Never read a callback with a framework's `Query`: it
    /// decodes the values, and loses their order and duplicates.
    #[must_use = "a verified callback says nothing about an order until `settle` has compared it"]
    Signed<C>
}

extractor! {
    /// A callback that Plutu's server posted as JSON, verified.
    ///
    /// As [`Signed`], but from the raw body. At most [`MAX_BODY`] bytes of it are kept; a longer
    /// one is rejected as soon as that is known. The content type is not looked at, because the
    /// documentation does not say which one Plutu sends.
    ///
    /// There is no time limit for the body. Set one in the server or in a middleware, as for every
    /// route.
    #[must_use = "a verified callback says nothing about an order until `settle` has compared it"]
    SignedJson<C>
}

extractor! {
    /// A page to which the payer's browser returned, verified. It proves no payment, and cannot
    /// settle an order.
    ///
    /// As [`Signed`], for the return page of a gateway that sends its callback elsewhere, such as
    /// `tlync::Return`.
    #[must_use = "a verified return page chooses what the payer sees"]
    SignedPage<R>
}

impl<C: SignedCallback> Signed<C> {
    /// Verifies a request's raw query, for [other frameworks](crate::other_frameworks) and for a
    /// verifier that is known only at run time.
    ///
    /// `method` is the request's method: `HEAD` is rejected.
    ///
    /// ```
    /// use plutu_core::gateways::mpgs;
    /// use plutu_core::{SecretKey, Verifier};
    /// use plutu_web::Signed;
    ///
    /// let verifier = Verifier::new(SecretKey::new("sk_of_this_example")?);
    /// let rejection = Signed::<mpgs::Callback>::from_query("GET", Some("approved=1"), &verifier).unwrap_err();
    /// assert_eq!(rejection.status(), 400);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Rejection`] says why the request is not believed, and what to answer.
    pub fn from_query(
        method: &str,
        raw_query: Option<&str>,
        verifier: &Verifier,
    ) -> Result<Self, Rejection> {
        check_method(method)?;
        let callback = C::verify(raw_query.unwrap_or_default(), verifier)?;
        Ok(Self::new(callback))
    }
}

impl<C: SignedCallback> SignedJson<C> {
    /// Verifies a request's raw body, for [other frameworks](crate::other_frameworks) and for a
    /// verifier that is known only at run time.
    ///
    /// `method` is the request's method: `HEAD` is rejected. Read at most [`MAX_BODY`] bytes and
    /// one more: a longer body is rejected in any case.
    ///
    /// # Errors
    ///
    /// [`Rejection`] says why the request is not believed, and what to answer.
    pub fn from_body(
        method: &str,
        raw_body: &[u8],
        verifier: &Verifier,
    ) -> Result<Self, Rejection> {
        check_method(method)?;
        let callback = C::verify_json(raw_body, verifier)?;
        Ok(Self::new(callback))
    }
}

impl<R: SignedReturn> SignedPage<R> {
    /// Verifies a request's raw query, for [other frameworks](crate::other_frameworks) and for a
    /// verifier that is known only at run time.
    ///
    /// `method` is the request's method: `HEAD` is rejected.
    ///
    /// # Errors
    ///
    /// [`Rejection`] says why the request is not believed, and what to answer.
    pub fn from_query(
        method: &str,
        raw_query: Option<&str>,
        verifier: &Verifier,
    ) -> Result<Self, Rejection> {
        check_method(method)?;
        let page = R::verify(raw_query.unwrap_or_default(), verifier)?;
        Ok(Self::new(page))
    }
}

/// Rejects HEAD. A route for GET often serves HEAD too, and whoever sends it expects that nothing
/// happens.
fn check_method(method: &str) -> Result<(), Rejection> {
    if method.eq_ignore_ascii_case("HEAD") {
        return Err(Rejection::Head);
    }
    Ok(())
}
