//! Bounds that hold a transport to threads where there are any: on WebAssembly, futures of the browser's
//! own `fetch` are never `Send`, and nothing moves to another thread.

/// [`Send`], except on WebAssembly, where every type is `MaybeSend`.
///
/// Nobody implements it: every type that may be is one already.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}

#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// [`Send`], except on WebAssembly, where every type is `MaybeSend`.
///
/// Nobody implements it: every type that may be is one already.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// [`Sync`], except on WebAssembly, where every type is `MaybeSync`.
///
/// Nobody implements it: every type that may be is one already.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSync: Sync {}

#[cfg(not(target_family = "wasm"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// [`Sync`], except on WebAssembly, where every type is `MaybeSync`.
///
/// Nobody implements it: every type that may be is one already.
#[cfg(target_family = "wasm")]
pub trait MaybeSync {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSync for T {}
