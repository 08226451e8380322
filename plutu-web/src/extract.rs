//! The three extractors, without a framework: which method may settle an order, which string is
//! verified, and the types that hold the result. `adapters` calls them with the requests of axum
//! and actix-web.
//!
//! A return page has an extractor of its own and does not use `Signed`. To share one, the two
//! traits of plutu-core would need a third trait with a marker type, and the signature of a handler
//! would no longer show whether its argument can settle an order.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;

use crate::rejection::Rejection;

/// The longest body that is read, in bytes. plutu-core rejects longer ones.
pub const MAX_BODY: usize = 8_192;

macro_rules! extractor {
    ($(#[$meta:meta])* $name:ident<$content:ident>) => {
        $(#[$meta])*
        pub struct $name<$content, V = Verifier> {
            content: $content,
            /// The type of the verifier that verified it.
            verifier: PhantomData<fn() -> V>,
        }

        impl<$content, V> $name<$content, V> {
            /// Wraps a value that is verified already. Use it to call a handler in a test.
            pub fn new(content: $content) -> Self {
                Self {
                    content,
                    verifier: PhantomData,
                }
            }

            /// Returns the verified value.
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
    /// A verified callback from the query that the payer's browser brought.
    ///
    /// It dereferences to the callback. Nothing is known about an order until `settle` has compared
    /// the callback with it.
    ///
    /// The verifier `V` comes from the application: with axum from the state (`V: FromRef<S>`),
    /// with actix-web from the application's data (`web::Data<V>`). `V` is a [`Verifier`], an
    /// `Arc<Verifier>`, or [a type of your own](crate#several-secrets).
    ///
    /// A request that does not verify never reaches the handler: the [`Rejection`] answers it,
    /// unless the handler takes a `Result<Signed<C>, Rejection>`.
    ///
    /// The extractor reads the raw query. Never read a callback with a framework's `Query`: it
    /// decodes the values, and loses their order and duplicates.
    #[must_use = "a verified callback says nothing about an order until `settle` has compared it"]
    Signed<C>
}

extractor! {
    /// A verified callback from the JSON body that Plutu's server posted.
    ///
    /// It works like [`Signed`], but reads the raw body. At most [`MAX_BODY`] bytes are kept. A
    /// longer body is rejected as soon as it exceeds them. The content type is ignored, because the
    /// documentation does not say which one Plutu sends.
    ///
    /// The body has no time limit here. Set one in the server or in a middleware, as for every
    /// route.
    #[must_use = "a verified callback says nothing about an order until `settle` has compared it"]
    SignedJson<C>
}

extractor! {
    /// The verified query of a return page. It proves no payment, and cannot settle an order.
    ///
    /// It works like [`Signed`], for the return page of a gateway that sends its callback
    /// elsewhere, such as `tlync::Return`.
    #[must_use = "a verified return page chooses what the payer sees"]
    SignedPage<R>
}

impl<C: SignedCallback> Signed<C> {
    /// Verifies the raw query of a request. It is for
    /// [other frameworks](crate::other_frameworks), and for a verifier that is known only at run
    /// time.
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
    /// [`Rejection`] says why the request does not verify, and what to answer.
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
    /// Verifies the raw body of a request. It is for [other frameworks](crate::other_frameworks),
    /// and for a verifier that is known only at run time.
    ///
    /// `method` is the request's method: `HEAD` is rejected. Stop reading the body after
    /// [`MAX_BODY`] bytes and one more: a longer body is rejected in any case.
    ///
    /// # Errors
    ///
    /// [`Rejection`] says why the request does not verify, and what to answer.
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
    /// Verifies the raw query of a request. It is for
    /// [other frameworks](crate::other_frameworks), and for a verifier that is known only at run
    /// time.
    ///
    /// `method` is the request's method: `HEAD` is rejected.
    ///
    /// # Errors
    ///
    /// [`Rejection`] says why the request does not verify, and what to answer.
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

/// Rejects HEAD. A route for GET often serves HEAD too, and a client that sends HEAD expects no
/// effect.
fn check_method(method: &str) -> Result<(), Rejection> {
    if method.eq_ignore_ascii_case("HEAD") {
        return Err(Rejection::Head);
    }
    Ok(())
}
