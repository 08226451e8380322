//! The bounds `Send` and `Sync`, which do not apply on WebAssembly: there, futures of the browser's
//! `fetch` are not `Send`, and nothing moves to another thread.

/// [`Send`], except on WebAssembly, where every type is `MaybeSend`.
///
/// It is implemented for every type that qualifies.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}

#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// [`Send`], except on WebAssembly, where every type is `MaybeSend`.
///
/// It is implemented for every type that qualifies.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// [`Sync`], except on WebAssembly, where every type is `MaybeSync`.
///
/// It is implemented for every type that qualifies.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSync: Sync {}

#[cfg(not(target_family = "wasm"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// [`Sync`], except on WebAssembly, where every type is `MaybeSync`.
///
/// It is implemented for every type that qualifies.
#[cfg(target_family = "wasm")]
pub trait MaybeSync {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSync for T {}
